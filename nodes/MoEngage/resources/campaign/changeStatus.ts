import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';
import { campaignField, campaignIdOf } from './whichCampaigns';

/** Name, value, and the campaigns that MoEngage allows it for. */
const ACTIONS = [
	['Pause', 'PAUSE', 'For periodic and event-triggered campaigns'],
	['Resume', 'RESUME', 'For paused campaigns that are periodic or event-triggered'],
	['Stop', 'STOP', 'For one-time and API-triggered campaigns'],
] as const;

/**
 * What is sent. The newest document says that V5 cannot publish, an earlier one has PUBLISH for API-triggered campaigns:
 * a workflow that says so leaves it to MoEngage.
 */
const VALUES = [...ACTIONS.map(([, value]) => value), 'PUBLISH'] as const;

/** Update Campaign Status V5 (`api/campaigns/campaign-draft.yaml`): one campaign a request. */
export const changeStatus: Operation = {
	value: 'changeStatus',
	name: 'Change Status',
	action: 'Change status of campaign',
	description: 'Pause, resume or stop a campaign',
	route: { endpoint: ENDPOINTS.changeCampaignStatus, keyHeader: 'Idempotency-Key' },
	fields: [
		notice(
			'changeStatusNotice',
			'Resume starts a campaign that messages customers. Stop ends a campaign, which cannot be undone',
			'operations/campaign.md#change-status',
		),
		campaignField('The email or push campaign to change'),
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
		const campaignId = campaignIdOf(parameters);
		const action = parameters.oneOf('action', VALUES);
		if (action === undefined) {
			throw new InvalidInput('action', 'is empty for this item', 'Use PAUSE, RESUME or STOP');
		}
		return {
			envelope: { path: { campaignId } },
			lane: campaignId,
			// MoEngage's OpenAPI snapshot requires the header X-MOE-Request-Id, or this in its place.
			element: { action, request_id: newUuid() },
		};
	},
};
