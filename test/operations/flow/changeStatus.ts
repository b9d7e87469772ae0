import { flowId } from '../../simulator/campaigns';
import { NO_PERMISSION } from '../campaign/changeStatus';
import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'changeFlowStatus',
		address: 'PATCH api /v5/flows/{flowId}/status',
		tile: 'campaign',
		rate: 'requests 10/second 100/minute 6000/hour',
		pool: 'flows',
		repeat: 'reachesCustomers',
	},
	workflow: {
		flowId: { __rl: true, mode: 'id', value: json('flow') },
		action: json('action'),
		updatedBy: json('by'),
	},
	toolNotice: 'approval',
	names: { fields: ['flowId', 'action', 'updatedBy'] },
	item: (index) => ({
		flow: flowId(index),
		action: index % 8 === 7 ? 'resume' : 'pause',
		by: 'jane.doe@example.com',
	}),
	mark: 'flow',
	arrived: ({ statusChanges }) => statusChanges.map(({ id }) => id),

	invalidChange: { by: 'jane' },
	invalidParameter: 'Updated By',
	poison(item, text) {
		item.by = `${text}@example.com`;
	},
	answer: { type: 'flow' },
	// The response has its ID.
	row: [],
	forbidden: NO_PERMISSION,
	tools: [
		{
			parameters: { flowId: ai('flow'), action: ai('action'), updatedBy: ai('by') },
			calls: [
				{ flow: flowId(0), action: 'Pause', by: 'jane@example.com' },
				{ flow: flowId(7), action: 'archive', by: ' jane@example.com ' },
				{ flow: flowId(1), action: 'RETIRE', by: 'jane@example.com' },
			],
			expected: [
				{ action: 'pause', updated_by: 'jane@example.com' },
				{ action: 'archive', updated_by: 'jane@example.com' },
				{ action: 'retire', updated_by: 'jane@example.com' },
			],
			arrived: ({ statusChanges }) => statusChanges.map(({ raw }) => raw),
			wrong: [
				{ args: { by: 'Jane' }, says: [/Updated By "Jane" is not an email address/] },
				{ args: { flow: 'Flow 0' }, says: [/Flow "Flow 0" is not the ID of a flow/] },
				{ args: { action: 'delete' }, says: [/Action "delete"/, /archive, pause, resume/] },
			],
		},
	],
});
