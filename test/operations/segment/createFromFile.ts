import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

export default write({
	// 10 files an hour and 100 a day, of which MoEngage's refusals tell: it counts users, too.
	endpoint: {
		name: 'createFileSegment',
		address: 'POST api /v2/custom-segments/file-segment',
		tile: 'data',
		rate: 'none',
		repeat: 'safe',
	},
	workflow: {
		name: json('name'),
		databaseName: 'my_shop',
		fileUrl: json('file'),
		attributeName: 'ID',
		attributeType: json('type'),
		expiryDays: json('days'),
	},
	hasBuilderHint: true,
	names: {
		fields: [
			...['name', 'databaseName', 'fileUrl', 'attributeName', 'attributeType', 'expiryDays'],
			'additionalFields',
		],
		additional: ['callbackUrl', 'emails'],
	},
	item: (index) => ({
		name: `New file ${index}`,
		file: `https://example.com/users-${index}.csv`,
		type: ['string', 'double'][index % 2],
		days: 10 + index,
	}),
	mark: 'name',
	arrived: ({ segmentChanges }) =>
		segmentChanges.filter(({ change }) => change === 'file created').map(({ segment }) => segment),
	invalidChange: { file: '/tmp/users.csv' },
	invalidParameter: 'File URL',
	poison: 'name',
	answer: { success: true },
	row: ['cs_name'],
	forbidden: { ...FORBIDDEN, hasRequestId: false },
	furtherRuns: [
		{
			items: [{ name: 'Lost', file: 'https://example.com/l.csv', type: 'string', days: 1 }],
			fault: { kind: 'resetAfter' },
		},
	],
	tools: [
		{
			parameters: {
				name: ai('name'),
				databaseName: ai('database'),
				fileUrl: ai('file'),
				attributeName: ai('attribute'),
				attributeType: ai('type'),
				expiryDays: ai('days'),
				additionalFields: { callbackUrl: ai('callback'), emails: ai('emails') },
			},
			calls: [
				{
					...{ name: 'A', database: 'my_shop', file: 'https://example.com/a.csv' },
					...{ attribute: 'ID', type: 'STRING', days: '30' },
					...{ callback: 'https://n8n.example.com/x', emails: 'jane@example.com' },
				},
				{
					...{ name: ' B ', database: 'my_shop', file: ' https://example.com/b.csv ' },
					...{ attribute: 'u_em', type: '', days: 1, callback: '', emails: null },
				},
				{
					...{ name: 'C', database: 'my_shop', file: 'https://example.com/c.csv' },
					...{ attribute: 'crm_number', type: 'double', days: 365 },
				},
			],
			expected: [
				{
					...{ name: 'A', attribute_name: 'ID', attribute_type: 'string' },
					...{ file_url: 'https://example.com/a.csv', expiry_time: 30 },
					...{ callback_url: 'https://n8n.example.com/x', emails: ['jane@example.com'] },
				},
				{
					...{ name: 'B', attribute_name: 'u_em', attribute_type: 'string' },
					...{ file_url: 'https://example.com/b.csv', expiry_time: 1 },
				},
				{
					...{ name: 'C', attribute_name: 'crm_number', attribute_type: 'double' },
					...{ file_url: 'https://example.com/c.csv', expiry_time: 365 },
				},
			],
			arrived: ({ segmentChanges }) => segmentChanges.map(({ raw }) => raw),
			wrong: [
				{
					args: { file: 's3://bucket/users.csv' },
					says: [/File URL "s3:.*" is not an http or https URL/, /https:/],
				},
				{ args: { name: '<VIP>' }, says: [/Name "<VIP>" has < or >/] },
				{ args: { days: 'soon' }, says: [/Expiry \(Days\) "soon" is not a number of days/] },
				{ args: { type: 'text' }, says: [/Attribute Type "text"/, /string, double/] },
				{ args: { emails: 'jane' }, says: [/Emails "jane" is not an email address/] },
				{ args: { name: 'VIP customers' }, says: [/already exists/] },
			],
		},
	],
});
