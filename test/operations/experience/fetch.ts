import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'fetchExperiences',
		address: 'POST sdk /v1/experiences/fetch',
		tile: 'personalize',
		rate: 'requests 10000/minute',
		repeat: 'safe',
		answersWith: ['experiences'],
		isRead: true,
	},
	workflow: {
		customerId: json('user'),
		experienceKeys: json('keys'),
		additionalFields: { sessionAttributes: json('session') },
	},
	hasBuilderHint: true,
	names: {
		fields: ['customerId', 'experienceKeys', 'simplify', 'additionalFields'],
		additional: [
			'dayOfWeek',
			'sessionAttributes',
			'timeOfDay',
			'userAgent',
			'userIdentifiers',
			'userIp',
		],
	},
	item: (index) => ({
		user: `user-${index}@example.com`,
		keys: 'homepage-banner',
		session: { utm_medium: 'email' },
	}),
	invalidChange: { user: { a: 1 } },
	poison(item, text) {
		item.session = { utm_medium: text };
	},
	empty: [{ experiences: {} }],
	tools: [
		{
			parameters: {
				customerId: ai('customer'),
				experienceKeys: ai('keys'),
				simplify: ai('simple'),
				additionalFields: {
					sessionAttributes: ai('session'),
					timeOfDay: ai('hour'),
					dayOfWeek: ai('day'),
				},
			},
			calls: [
				{
					customer: 'a@example.com',
					keys: 'homepage-banner, promo-strip',
					simple: 'true',
					session: '{"utm_medium":"email"}',
					hour: 9,
					day: 'monday',
				},
				{
					customer: 4711,
					keys: ['cart-upsell'],
					simple: true,
					session: { visits: 3 },
					hour: '14',
					day: '',
				},
				{ customer: '', keys: '', simple: '', session: '', hour: null, day: null },
			],
			expected: [
				{
					utm_medium: 'email',
					identifiers: { customer_id: 'a@example.com' },
					experience_key: ['homepage-banner', 'promo-strip'],
					DAY_OF_THE_WEEK: 'Monday',
					TIME_OF_THE_DAY: '09',
				},
				{
					visits: 3,
					identifiers: { customer_id: '4711' },
					experience_key: ['cart-upsell'],
					TIME_OF_THE_DAY: '14',
				},
				{ identifiers: {} },
			],
			arrived: bodies('/fetch'),
			wrong: [
				{ args: { day: 'Mon' }, says: [/Day of the Week "Mon"/, /Monday, Tuesday/] },
				{ args: { hour: '2 pm' }, says: [/Time of Day "2 pm"/, /00 to 23/] },
				{ args: { session: 'utm=email' }, says: [/Session Attributes is not valid JSON/] },
			],
		},
	],
});
