import { ai, json, write } from '../operation';

/** What a 403 about coupons says. */
export const FORBIDDEN = {
	message: /^Your account does not have access to the Coupon Management features/,
	description: /^This feature is not enabled.*\(HTTP 403\)/,
	hasRequestId: false,
};

/** A whole list, with all alerts (OpenAPI). */
export const DOCUMENTED = {
	_id: '6721d00eefc476c0f67e0d05',
	name: 'Example Name',
	label: 'Sample Label',
	expires_at: '2024-10-31T18:29:00',
	created_by: 'John',
	email_alert_subscribers: ['john.doe@example.com'],
	alert_conditions: {
		success_alert: true,
		failure_alert: true,
		expiry_alert: { alert: true, days_before: 1 },
		coupon_shortage_alert: { alert: true, threshold_count: 10 },
	},
	status: 'ACTIVE',
};

export default write({
	endpoint: {
		name: 'createCouponList',
		address: 'POST api /v1/coupon-list',
		tile: 'campaign',
		rate: 'requests 100/day',
		repeat: 'safe',
	},
	workflow: {
		name: json('name'),
		label: json('label'),
		expiresAt: json('expires'),
		createdBy: json('by'),
		additionalFields: { alertEmails: json('emails'), shortageThreshold: json('threshold') },
	},
	hasBuilderHint: true,
	names: {
		fields: ['name', 'label', 'expiresAt', 'createdBy', 'additionalFields'],
		additional: ['alertEmails', 'expiryDaysBefore', 'shortageThreshold'],
	},
	item: (index) => ({
		name: `List ${index}`,
		label: `list_${index}`,
		expires: '2099-01-31',
		by: 'jane@example.com',
		emails: 'jane@example.com, omar@example.com',
		threshold: 100 + index,
	}),
	mark: 'name',
	arrived: ({ couponChanges }) =>
		couponChanges.filter(({ change }) => change === 'created').map(({ raw }) => raw.name),
	invalidChange: { expires: '2020-01-31' },
	invalidParameter: 'Expires At',
	poison: 'name',
	answer: { status: 'ACTIVE' },
	row: ['name'],
	documented: [DOCUMENTED],
	forbidden: FORBIDDEN,
	furtherRuns: [
		{
			items: [
				{
					...{ name: 'Lost', label: 'lost', expires: '2099-01-31', by: 'jane@example.com' },
					...{ emails: '', threshold: '' },
				},
			],
			fault: { kind: 'resetAfter' },
		},
	],
	tools: [
		{
			parameters: {
				name: ai('name'),
				label: ai('label'),
				expiresAt: ai('expires'),
				createdBy: ai('by'),
				additionalFields: {
					alertEmails: ai('emails'),
					expiryDaysBefore: ai('days'),
					shortageThreshold: ai('threshold'),
				},
			},
			calls: [
				{
					...{ name: 'Spring', label: 'spring', expires: '2099-03-31', by: 'jane@example.com' },
					...{ emails: 'jane@example.com', days: '7', threshold: 100 },
				},
				{
					...{ name: ' Summer ', label: 'summer', expires: '2099-06-30T10:00:00+02:00' },
					...{ by: 'Jane', emails: null, days: '', threshold: '' },
				},
				{
					...{ name: 'Autumn', label: 'autumn', expires: '2099-09-30', by: 'Jane' },
					...{ emails: ['a@example.com', 'b@example.com'], days: 3, threshold: null },
				},
			],
			expected: [
				{
					...{ name: 'Spring', label: 'spring', expires_at: '2099-03-31' },
					created_by: 'jane@example.com',
					email_alert_subscribers: ['jane@example.com'],
					alert_conditions: {
						coupon_shortage_alert: { alert: true, threshold_count: 100 },
						expiry_alert: { alert: true, days_before: 7 },
					},
				},
				{ name: 'Summer', label: 'summer', expires_at: '2099-06-30', created_by: 'Jane' },
				{
					...{ name: 'Autumn', label: 'autumn', expires_at: '2099-09-30', created_by: 'Jane' },
					email_alert_subscribers: ['a@example.com', 'b@example.com'],
					alert_conditions: { expiry_alert: { alert: true, days_before: 3 } },
				},
			],
			arrived: ({ couponChanges }) => couponChanges.map(({ raw }) => raw),
			wrong: [
				{
					args: { expires: '2020-01-31' },
					says: [/Expires At 2020-01-31 is in the past/, /later day/],
				},
				{ args: { expires: '' }, says: [/Expires At is empty/] },
				{ args: { label: '' }, says: [/Label is empty/] },
				{ args: { emails: 'jane' }, says: [/Alert Emails "jane" is not an email address/] },
				{ args: { threshold: 'few' }, says: [/Codes Left.* "few" is not a whole number/] },
				{ args: { name: 'Welcome coupons' }, says: [/The coupon list name already exists/] },
			],
		},
	],
});
