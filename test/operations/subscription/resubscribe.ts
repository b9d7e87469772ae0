import type { IDataObject } from 'n8n-workflow';

import { ai, json, write } from '../operation';

export default write({
	endpoint: {
		name: 'resubscribe',
		address: 'POST api /emails/v1.0/bulk-resubscribe',
		tile: 'data',
		elements: 100,
		rate: 'requests 10/minute 14400/day',
		repeat: 'safe',
	},
	workflow: { email: json('email'), updateEsp: json('sendgrid') },
	hasBuilderHint: true,
	names: { fields: ['email', 'updateEsp'], options: ['projectCode'] },
	item: (index) => ({ email: `reader-${index}@example.com`, sendgrid: true }),
	mark: 'email',
	arrived: ({ resubscriptions }) => resubscriptions.map(({ email }) => email),
	lastWins: true,
	isShort: true,
	invalidChange: { sendgrid: '' },
	invalidParameter: 'Update SendGrid',
	poison(item, text) {
		item.email = `${text}.${String(item.email)}`;
	},
	answer: { message: 'The request is submitted successfully.' },
	row: ['email'],
	forbidden: { message: /^Forbidden or bad request$/ },
	tools: [
		{
			parameters: { email: ai('address'), updateEsp: ai('sendgrid') },
			calls: [
				{ address: 'jane.doe@example.com', sendgrid: 'true' },
				{ address: ' omar@example.com ', sendgrid: false },
				{ address: 'Yan@example.com', sendgrid: 'TRUE' },
			],
			expected: [
				{ email: 'jane.doe@example.com', updateEsp: true },
				{ email: 'omar@example.com', updateEsp: false },
				{ email: 'Yan@example.com', updateEsp: true },
			],
			arrived: ({ resubscriptions }) => resubscriptions as unknown as IDataObject[],
			wrong: [
				{ args: { address: 'Jane' }, says: [/Email "Jane" is not an email address/] },
				{ args: { address: '' }, says: [/Email is empty/] },
				{ args: { sendgrid: '' }, says: [/Update SendGrid is empty/, /true or false/] },
			],
		},
	],
});
