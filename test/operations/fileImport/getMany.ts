import type { IDataObject } from 'n8n-workflow';

import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listImports',
		address: 'POST fileimports-data-api /v1.0/data/fileimports/import/status',
		tile: 'data',
		rate: 'requests 50/minute',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { filters: { importName: json('name'), importTypes: json('types') } },
	names: {
		fields: ['returnAll', 'limit', 'filters', 'simplify'],
		filters: [
			...['endDate', 'fileSources', 'importName', 'importTypes', 'scheduleTypes', 'startDate'],
			'statuses',
		],
	},
	item: (index) => ({
		name: ['Nightly customers', 'Nightly orders', 'Weekly stores'][index % 3],
		types: '',
	}),
	invalidChange: { types: 'Customers' },
	poison: 'name',
	empty: [{ status: 'success', total_count: 0, data: [], offset: 1, more_files: false }],
	tools: [
		{
			parameters: {
				returnAll: ai('all'),
				limit: ai('limit'),
				simplify: ai('simple'),
				filters: {
					importName: ai('name'),
					importTypes: ai('types'),
					statuses: ai('statuses'),
					startDate: ai('from'),
					endDate: ai('to'),
				},
			},
			calls: [
				{ all: 'true', name: 'Nightly orders', types: 'users, events', statuses: '' },
				{ all: false, limit: '2', statuses: ['failed', 'Partial_Success'], simple: 'false' },
				{ name: null, from: '2026-01-01', to: '2026-01-31T10:00:00Z' },
			],
			expected: [
				{ import_name: 'Nightly orders', import_type: ['USERS', 'EVENTS'], offset: 1 },
				{ schedule_status: ['FAILED', 'PARTIAL_SUCCESS'], offset: 1 },
				{
					date: { start_date: '2026-01-01', end_date: '2026-01-31', format: 'YYYY-MM-DD' },
					offset: 1,
				},
			],
			arrived: (accepted, simulator) =>
				(bodies('/import/status')(accepted, simulator) as IDataObject[]).filter(
					({ offset }) => offset === 1,
				),
			wrong: [
				{
					args: { types: 'customers' },
					says: [/Import Types "customers"/, /AUX_DATA, EVENTS, USERS/],
				},
				{ args: { statuses: 'done' }, says: [/Statuses "done"/, /SUCCESSFUL/] },
				{ args: { all: '', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
				{
					args: { from: '2026-01-01', to: '2026-03-01' },
					says: [/Start Date 2026-01-01 is 59 days before End Date/, /at most 30 days apart/],
				},
				{
					args: { from: '2026-01-10', to: '2026-01-01' },
					says: [/End Date 2026-01-01 is before Start Date 2026-01-10/],
				},
			],
		},
	],
});
