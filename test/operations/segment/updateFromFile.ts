import { segmentId } from '../../simulator/segments';
import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

export default write({
	endpoint: {
		name: 'updateFileSegment',
		address: 'PUT api /v2/custom-segments/file-segment/{change}',
		tile: 'data',
		rate: 'none',
		repeat: 'safe',
	},
	workflow: {
		change: json('change'),
		name: json('name'),
		databaseName: 'my_shop',
		fileUrl: json('file'),
		attributeName: 'ID',
		attributeType: json('type'),
	},
	hasBuilderHint: true,
	names: {
		fields: [
			...['change', 'name', 'databaseName', 'fileUrl', 'attributeName', 'attributeType'],
			'additionalFields',
		],
		additional: ['callbackUrl', 'emails', 'segmentId'],
	},
	item: (index) => ({
		change: ['add', 'remove', 'replace'][index % 3],
		name: `File segment ${index}`,
		file: `https://example.com/users-${index}.csv`,
		type: ['string', 'double'][index % 2],
	}),
	mark: 'file',
	arrived: ({ segmentChanges }) =>
		segmentChanges
			.filter(({ change }) => ['add-users', 'remove-users', 'replace'].includes(change))
			.map(({ raw }) => raw.file_url),
	lastWins: true,
	invalidChange: { file: 'users.csv' },
	invalidParameter: 'File URL',
	poison: 'name',
	answer: { success: true },
	row: ['cs_name'],
	forbidden: { ...FORBIDDEN, hasRequestId: false },
	tools: [
		{
			parameters: {
				change: ai('change'),
				name: ai('name'),
				databaseName: 'my_shop',
				fileUrl: ai('file'),
				attributeName: 'ID',
				additionalFields: { segmentId: ai('segment') },
			},
			calls: [
				{ change: 'ADD', name: 'File segment 1', file: 'https://example.com/a.csv', segment: '' },
				{ change: 'remove', name: 'Any', file: 'https://example.com/b.csv', segment: segmentId(2) },
				{ change: 'Replace', name: 'File segment 3', file: 'https://example.com/c.csv' },
			],
			expected: [
				['add-users', 'File segment 1', undefined],
				['remove-users', 'Any', segmentId(2)],
				['replace', 'File segment 3', undefined],
			],
			arrived: ({ segmentChanges }) =>
				segmentChanges.map(({ change, raw }) => [change, raw.name, raw.cs_id]),
			wrong: [
				{ args: { change: 'merge' }, says: [/Change "merge"/, /add, remove, replace/] },
				{ args: { change: '' }, says: [/Change is empty/] },
				{ args: { segment: 'VIP' }, says: [/Segment ID "VIP" is not the ID of a segment/] },
				{ args: { file: 'users.csv' }, says: [/File URL "users.csv" is not an http or https URL/] },
				{ args: { name: 'No such segment' }, says: [/The custom segment does not exist/] },
			],
		},
	],
});
