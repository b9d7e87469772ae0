import { couponListId } from '../../simulator/coupons';
import { ai, json, write } from '../operation';
import { DOCUMENTED, FORBIDDEN } from './create';

export default write({
	endpoint: {
		name: 'updateCouponList',
		address: 'PATCH api /v1/coupon-list/{couponListId}',
		tile: 'campaign',
		rate: 'requests 100/day',
		repeat: 'safe',
	},
	workflow: {
		couponListId: { __rl: true, mode: 'id', value: json('list') },
		name: json('name'),
		expiresAt: json('expires'),
		additionalFields: { expiryDaysBefore: json('days') },
	},
	names: {
		fields: ['couponListId', 'name', 'expiresAt', 'additionalFields'],
		additional: ['alertEmails', 'expiryDaysBefore', 'shortageThreshold'],
	},
	item: (index) => ({
		list: couponListId(index),
		name: index % 2 === 0 ? `Renamed ${index}` : '',
		expires: index % 3 === 0 ? '' : '2099-01-31',
		days: index + 1,
	}),
	mark: 'list',
	arrived: ({ couponChanges }) =>
		couponChanges.filter(({ change }) => change === 'updated').map(({ id }) => id),
	lastWins: true,
	invalidChange: { expires: '2020-01-31' },
	invalidParameter: 'Expires At',
	poison: 'name',
	answer: { status: 'ACTIVE' },
	row: ['_id'],
	documented: [DOCUMENTED],
	forbidden: FORBIDDEN,
	furtherRuns: [
		{
			items: [{ list: couponListId(2), name: 'Lost', expires: '', days: '' }],
			fault: { kind: 'resetAfter' },
		},
	],
	tools: [
		{
			parameters: {
				couponListId: ai('list'),
				name: ai('name'),
				expiresAt: ai('expires'),
				additionalFields: { shortageThreshold: ai('threshold') },
			},
			calls: [
				{ list: couponListId(1), name: 'New name', expires: '', threshold: null },
				{ list: ` ${couponListId(2)} `, name: '', expires: '2099-06-30', threshold: '' },
				{ list: couponListId(3).toUpperCase(), name: null, expires: '', threshold: '50' },
			],
			expected: [
				[couponListId(1), { name: 'New name' }],
				[couponListId(2), { expires_at: '2099-06-30' }],
				[
					couponListId(3),
					{ alert_conditions: { coupon_shortage_alert: { alert: true, threshold_count: 50 } } },
				],
			],
			arrived: ({ couponChanges }) => couponChanges.map(({ id, raw }) => [id, raw]),
			wrong: [
				{
					args: { list: 'Welcome coupons' },
					says: [/Coupon List "Welcome coupons" is not the ID of a coupon list/, /Get Many/],
				},
				{ args: { name: '' }, says: [/Name is empty, .*nothing to change/] },
				{ args: { expires: '2020-01-31' }, says: [/Expires At 2020-01-31 is in the past/] },
				{ args: { list: couponListId(999) }, says: [/The requested resource was not found/] },
			],
		},
	],
});
