import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { objectId } from '../../mapping/objectIds';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';

/** Name, value, and the campaigns that MoEngage allows it for. */
const ACTIONS = [
	['Pause', 'PAUSE', 'For periodic and event-triggered campaigns'],
	[
		'Publish',
		'PUBLISH',
		"For drafts of API-triggered campaigns. Not all of MoEngage's documents mention it.",
	],
	['Resume', 'RESUME', 'For paused campaigns that are periodic or event-triggered'],
	['Stop', 'STOP', 'For one-time and API-triggered campaigns'],
] as const;

const VALUES = ACTIONS.map(([, value]) => value);

/**
 * Update Campaign Status V5: one campaign a request. The OpenAPI snapshot has no PUBLISH, the later document has it for
 * API-triggered campaigns.
 */
export const changeStatus: Operation = {
	value: 'changeStatus',
	name: 'Change Status',
	action: 'Change status of campaign',
	description: 'Pause, resume, stop or publish a campaign',
	route: { endpoint: ENDPOINTS.changeCampaignStatus, keyHeader: 'Idempotency-Key' },
	fields: [
		notice(
			'changeStatusNotice',
			'Publish and Resume start a campaign that messages customers. Stop ends a campaign, which cannot be undone',
			'operations.md#campaign-change-status',
		),
		{
			displayName: 'Campaign',
			name: 'campaignId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The email or push campaign to change',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a campaign...',
					typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 64a1b2c3d4e5f6a7b8c9d0e1',
				},
			],
		},
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			options: ACTIONS.map(([name, value, description]) => ({ name, value, description })),
			default: 'PAUSE',
			description: 'Action for the campaign. Each type allows only some actions.',
		},
	],

	toPiece(parameters, { newUuid }) {
		const campaignId = objectId(parameters.requiredText('campaignId'), 'campaignId', 'campaign');
		const action = parameters.oneOf('action', VALUES);
		if (action === undefined) {
			throw new InvalidInput('action', 'is empty for this item', `Use one of ${VALUES.join(', ')}`);
		}
		return {
			envelope: { path: { campaignId } },
			lane: campaignId,
			// MoEngage's OpenAPI snapshot requires the header X-MOE-Request-Id, or this in its place.
			element: { action, request_id: newUuid() },
		};
	},
};
