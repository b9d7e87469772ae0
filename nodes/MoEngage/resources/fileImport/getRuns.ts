import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import type { Reader } from '../../mapping/reader';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters } from '../fields';
import { howManyFields, limitOf } from '../paging';
import { daysBetween, endDateField, startDateField } from './days';
import { choices, pagesOf } from './pages';
import { importIdOf } from './start';

/** The filter's names; the output has PARTIAL_FAILURE in place of PARTIAL_SUCCESS. */
const STATUSES = [
	['Failed', 'FAILED'],
	['Partial Success', 'PARTIAL_SUCCESS'],
	['Processing', 'PROCESSING'],
	['Queued', 'QUEUED'],
	['Successful', 'SUCCESSFUL'],
	['Waiting', 'WAITING'],
] as const;

/** Import File Run History (`api/data/data.yaml`): the files of one import, 50 a page. */
export const getRuns: Operation = {
	value: 'getRuns',
	name: 'Get Many Runs',
	action: 'Get many runs of file import',
	description: 'Get the files of an import with their status and the numbers of rows',
	hint: 'Says how many rows of each file failed: failed_rows.',
	route: {
		endpoint: ENDPOINTS.listImportRuns,
		paging: pagesOf('id'),
		toOutput: ({ records }) => (records as IDataObject[]).map((run) => ({ ...run })),
	},
	fields: [
		{
			displayName: 'Identify Import By',
			name: 'importBy',
			type: 'options',
			options: [
				{ name: 'ID', value: 'id' },
				{ name: 'Name', value: 'name' },
			],
			default: 'id',
			description: 'How MoEngage finds the import',
		},
		{
			displayName: 'Import ID',
			name: 'importId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 67348ff2e15aee63bc257d9b',
			displayOptions: { show: { importBy: ['id'] } },
			description: 'ID of the import: import_id in the output of Get Many',
		},
		{
			displayName: 'Import Name',
			name: 'importName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Nightly customers',
			displayOptions: { show: { importBy: ['name'] } },
			description: 'Name of the import',
		},
		...howManyFields,
		filters([
			endDateField,
			startDateField,
			{
				displayName: 'Statuses',
				name: 'statuses',
				type: 'multiOptions',
				options: STATUSES.map(([name, value]) => ({ name, value })),
				default: [],
				description:
					'Statuses of files to include. If empty, all are returned. The output has PARTIAL_FAILURE for Partial Success.',
			},
		]),
	],

	toPiece(parameters, { now, workflowZone }) {
		const chosen = parameters.collection('filters');
		const element = {
			...importNamedBy(parameters),
			...given({
				date: daysBetween(chosen, now, workflowZone),
				file_status: choices(chosen, 'statuses', STATUSES),
			}),
			offset: 1,
		} as IDataObject;
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { limit: limitOf(parameters) },
		};
	},
};

function importNamedBy(parameters: Reader): IDataObject {
	if (parameters.oneOf('importBy', ['id', 'name'] as const) === 'name') {
		return { import_name: parameters.requiredText('importName') };
	}
	return { import_id: importIdOf(parameters.requiredText('importId'), 'importId') };
}
