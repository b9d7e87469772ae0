import { importId } from '../../simulator/imports';
import { ai, json, write } from '../operation';

export default write({
	// "Once in every five minutes for a specific schedule_id"; a repeat would run the import again.
	endpoint: {
		name: 'startImport',
		address: 'POST fileimports-data-api /v1.0/data/fileimports/trigger/{scheduleId}',
		tile: 'data',
		rate: 'requests 1/5 minutes of each path',
		repeat: 'reachesCustomers',
		takesNoBody: true,
	},
	workflow: { scheduleId: json('id') },
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: { fields: ['scheduleId'] },
	item: (index) => ({ id: importId(index) }),
	mark: 'id',
	arrived: ({ startedImports }) => startedImports,
	invalidChange: { id: 'Nightly customers' },
	invalidParameter: 'Import ID',
	poison: (item, text) => {
		item.id = `${String(item.id)}${text}`;
	},
	answer: { status: 'success', message: 'Triggered Import Successfully' },
	row: ['import_id'],
	tools: [
		{
			parameters: { scheduleId: ai('import') },
			calls: [{ import: importId(3) }, { import: ` ${importId(4)} ` }, { import: importId(5) }],
			expected: [importId(3), importId(4), importId(5)],
			arrived: ({ startedImports }) => startedImports,
			wrong: [
				{
					args: { import: 'Nightly customers' },
					says: [/Import ID "Nightly customers" is not the ID of an import/, /Get Many/],
				},
				{ args: { import: '' }, says: [/Import ID is empty/] },
				{ args: { import: importId(110) }, says: [/This import is either deleted or expired/] },
			],
		},
	],
});
