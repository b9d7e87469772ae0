import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { listedObjectId } from '../../mapping/objectIds';
import { emailAddress } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';

/** Name, value, and the flows that MoEngage allows it for. */
const ACTIONS = [
	['Archive', 'archive', 'For flows that are paused, stopped or completed'],
	['Pause', 'pause', 'For flows that are active or scheduled'],
	['Resume', 'resume', 'For paused flows'],
	['Retire', 'retire', 'For flows that are active or paused'],
	['Stop', 'stop', 'For flows that are active, scheduled, paused or retired'],
	['Unarchive', 'unarchive', 'For archived flows'],
] as const;

const VALUES = ACTIONS.map(([, value]) => value);

/** Update Flow Status V5: one flow a request. */
export const changeStatus: Operation = {
	value: 'changeStatus',
	name: 'Change Status',
	action: 'Change status of flow',
	description: 'Pause, resume, stop, retire, archive or unarchive a flow',
	route: { endpoint: ENDPOINTS.changeFlowStatus, keyHeader: 'Idempotency-Key' },
	fields: [
		notice(
			'changeStatusNotice',
			'Resume starts a flow that messages customers. Stop and Retire end a flow, which cannot be undone',
			'operations/flow.md#change-status',
		),
		{
			displayName: 'Flow',
			name: 'flowId',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The flow to change',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a flow...',
					typeOptions: { searchListMethod: 'searchFlows', searchable: true },
				},
				{
					displayName: 'By ID',
					name: 'id',
					type: 'string',
					placeholder: 'e.g. 69f1de84f9e401a2d7d9a931',
				},
			],
		},
		{
			displayName: 'Action',
			name: 'action',
			type: 'options',
			options: ACTIONS.map(([name, value, description]) => ({ name, value, description })),
			default: 'pause',
			description: 'Action for the flow. Each status allows only some actions.',
		},
		{
			displayName: 'Updated By',
			name: 'updatedBy',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. jane.doe@example.com',
			description: "Email address of the person who changes the flow, for MoEngage's audit log",
		},
	],

	toPiece(parameters) {
		const flowId = listedObjectId(parameters.requiredText('flowId'), 'flowId', 'flow');
		const action = parameters.oneOf('action', VALUES);
		if (action === undefined) {
			throw new InvalidInput('action', 'is empty for this item', `Use one of ${VALUES.join(', ')}`);
		}
		const updatedBy = emailAddress(parameters.requiredText('updatedBy'), 'updatedBy');
		return {
			envelope: { path: { flowId } },
			lane: flowId,
			element: { action, updated_by: updatedBy },
		};
	},
};
