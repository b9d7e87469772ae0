import type { IDataObject } from 'n8n-workflow';

import { ai, json, write } from '../operation';

const CONTEXT = {
	cid: 'campaign-1',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '1',
	audience_name: 'All Users',
	audience_id: '5A',
};

export default write({
	// A report is known again by its moe_event_uuid.
	endpoint: {
		name: 'reportExperienceEvents',
		address: 'POST sdk /v1/experiences/events',
		tile: 'personalize',
		elements: 100,
		rate: 'none',
		repeat: 'safe',
	},
	workflow: {
		interaction: json('interaction'),
		customerId: json('user'),
		additionalFields: { platform: 'web', eventTime: json('at') },
	},
	hasBuilderHint: true,
	names: {
		fields: ['interaction', 'customerId', 'experienceContext', 'additionalFields'],
		additional: ['buttonId', 'eventTime', 'eventUuid', 'platform', 'timezone', 'userAttributes'],
		options: ['keepDates'],
	},
	item: (index) => ({
		user: `user-${index}@example.com`,
		interaction: index % 3 === 0 ? 'clicked' : 'shown',
		at: 1767225600 + index,
		experience_context: {
			cid: `campaign-${index}`,
			experience: 'Home banner',
			moe_locale_id: '0',
			moe_variation_id: '1',
			audience_name: 'All Users',
			audience_id: '5A',
			type: 'Web Personalization',
		},
	}),
	mark: (item) => (item.experience_context as IDataObject).cid,
	arrived: ({ experienceEvents }) => experienceEvents.map(({ attributes }) => attributes.cid),
	invalidChange: { interaction: 'viewed' },
	invalidParameter: 'Interaction',
	poison(item, text) {
		(item.experience_context as IDataObject).note = text;
	},
	answer: { status: 'success' },
	row: ['customer_id'],
	forbidden: { hasRequestId: false },
	tools: [
		{
			parameters: {
				interaction: ai('interaction'),
				customerId: ai('customer'),
				experienceContext: ai('context'),
				additionalFields: {
					buttonId: ai('button'),
					platform: ai('platform'),
					userAttributes: ai('user'),
				},
			},
			calls: [
				{
					interaction: 'Clicked',
					customer: 'a@example.com',
					context: JSON.stringify(CONTEXT),
					button: 'Shop now',
					platform: 'WEB',
					user: '{"points":3}',
				},
				{
					interaction: 'shown',
					customer: 4711,
					context: CONTEXT,
					button: null,
					platform: null,
					user: null,
				},
				{
					interaction: '',
					customer: 'c@example.com',
					context: CONTEXT,
					button: '',
					platform: '',
					user: '',
				},
			],
			expected: [
				{
					customer: 'a@example.com',
					attributes: { ...CONTEXT, b_id: 'Shop now' },
					platform: 'web',
				},
				{ customer: '4711', attributes: CONTEXT },
				{ customer: 'c@example.com', attributes: CONTEXT },
			],
			arrived: ({ experienceEvents }) =>
				experienceEvents.map(({ customerId, attributes, platform }) => ({
					customer: customerId,
					attributes,
					platform,
				})),
			wrong: [
				{ args: { interaction: 'viewed' }, says: [/Interaction "viewed"/, /shown, clicked/] },
				{
					args: { context: '{"cid":"1"}' },
					says: [/Experience Context lacks experience, moe_loc/],
				},
				{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /web, android, ios, tv/] },
			],
		},
	],
});
