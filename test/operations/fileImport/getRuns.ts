import { importId } from '../../simulator/imports';
import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listImportRuns',
		address: 'POST fileimports-data-api /v1.0/data/fileimports/import/run/history',
		tile: 'data',
		rate: 'requests 50/minute',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: {
		importBy: json('by'),
		importId: json('id'),
		importName: json('name'),
		filters: { statuses: json('statuses') },
	},
	hasBuilderHint: true,
	names: {
		fields: ['importBy', 'importId', 'importName', 'returnAll', 'limit', 'filters'],
		filters: ['endDate', 'startDate', 'statuses'],
	},
	item: (index) => ({ by: 'id', id: importId(index), name: '', statuses: '' }),
	carries: ({ id }) => [String(id)],
	invalidChange: { id: 'Nightly customers' },
	poison: (item, text) => {
		item.id = `${String(item.id)}${text}`;
	},
	empty: [{ status: 'success', total_count: '0', data: [], offset: 1, more_files: 'false' }],
	tools: [
		{
			parameters: {
				importBy: ai('by'),
				importId: ai('id'),
				importName: ai('name'),
				filters: { statuses: ai('statuses') },
			},
			calls: [
				{ by: '', id: importId(1), statuses: 'partial_success' },
				{ by: 'Name', name: 'Nightly orders', statuses: '' },
				{ by: 'id', id: ` ${importId(2)} `, statuses: ['FAILED', 'successful'] },
			],
			expected: [
				{ import_id: importId(1), file_status: ['PARTIAL_SUCCESS'], offset: 1 },
				{ import_name: 'Nightly orders', offset: 1 },
				{ import_id: importId(2), file_status: ['FAILED', 'SUCCESSFUL'], offset: 1 },
			],
			arrived: bodies('/run/history'),
			wrong: [
				{ args: { id: 'orders' }, says: [/Import ID "orders" is not the ID of an import/] },
				{ args: { by: 'name', name: '' }, says: [/Import Name is empty/] },
				{ args: { by: 'name', name: 'No such' }, says: [/No import exist in the database/] },
				{
					args: { statuses: 'PARTIAL_FAILURE' },
					says: [/Statuses "PARTIAL_FAILURE"/, /PARTIAL_SUCCESS/],
				},
			],
		},
	],
});
