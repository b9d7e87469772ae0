import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { fieldsOf, wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters, simplifyField } from '../fields';
import { howManyFields, limitOf } from '../paging';
import { daysBetween, endDateField, startDateField } from './days';
import { choices, pagesOf } from './pages';

const IMPORT_TYPES = [
	['Auxiliary Data', 'AUX_DATA'],
	['Events', 'EVENTS'],
	['Users', 'USERS'],
] as const;

const FILE_SOURCES = [
	['CSV', 'CSV'],
	['S3', 'S3'],
	['SFTP', 'SFTP'],
] as const;

const SCHEDULE_TYPES = [
	['One Time', 'ONETIME'],
	['Periodic', 'PERIODIC'],
] as const;

const STATUSES = [
	['Archived', 'ARCHIVED'],
	['Failed', 'FAILED'],
	['Partial Success', 'PARTIAL_SUCCESS'],
	['Processing', 'PROCESSING'],
	['Queued', 'QUEUED'],
	['Scheduled', 'SCHEDULED'],
	['Successful', 'SUCCESSFUL'],
] as const;

const SIMPLE_FIELDS = [
	...['import_id', 'import_name', 'import_type', 'import_source', 'schedule_type', 'status'],
	...['last_run_status', 'last_run_at', 'next_scheduled_at', 'total_files', 'processed_files'],
	...['total_rows', 'processed_rows'],
];

/** Import Details (`api/data/data.yaml`): 50 imports a page. Its schema has single values where its example has lists. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many file imports',
	description: 'Get imports with their IDs, status and numbers of rows',
	route: { endpoint: ENDPOINTS.listImports, paging: pagesOf('import_id'), toOutput },
	fields: [
		...howManyFields,
		filters([
			endDateField,
			choiceField('File Sources', 'fileSources', FILE_SOURCES),
			{
				displayName: 'Import Name',
				name: 'importName',
				type: 'string',
				default: '',
				placeholder: 'e.g. Nightly customers',
				description: 'Name of an import',
			},
			choiceField('Import Types', 'importTypes', IMPORT_TYPES),
			choiceField('Schedule Types', 'scheduleTypes', SCHEDULE_TYPES),
			startDateField,
			choiceField('Statuses', 'statuses', STATUSES),
		]),
		simplifyField,
	],

	toPiece(parameters, { now, workflowZone }) {
		const chosen = parameters.collection('filters');
		const element = given({
			import_name: chosen.text('importName'),
			import_type: choices(chosen, 'importTypes', IMPORT_TYPES),
			date: daysBetween(chosen, now, workflowZone),
			schedule_type: choices(chosen, 'scheduleTypes', SCHEDULE_TYPES),
			file_source: choices(chosen, 'fileSources', FILE_SOURCES),
			schedule_status: choices(chosen, 'statuses', STATUSES),
			offset: 1,
		}) as IDataObject;
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { limit: limitOf(parameters), simplify: wantsSimple(parameters) },
		};
	},
};

function choiceField(
	displayName: string,
	name: string,
	allowed: ReadonlyArray<readonly [string, string]>,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'multiOptions',
		options: allowed.map(([label, value]) => ({ name: label, value })),
		default: [],
		description: `${displayName} to include. If empty, all are returned.`,
	};
}

function toOutput({ records }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const imports = records as IDataObject[];
	if (memo.simplify !== true) return imports.map((one) => ({ ...one }));
	return imports.map((one) => fieldsOf(one, SIMPLE_FIELDS));
}
