import { couponListId } from '../../simulator/coupons';
import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

export default write({
	// "Only active coupon lists can be utilized in campaigns"; of a repeat it says nothing.
	endpoint: {
		name: 'activateCouponList',
		address: 'PUT api /v1/coupon-list/{couponListId}/activate',
		tile: 'campaign',
		rate: 'requests 100/day',
		repeat: 'reachesCustomers',

		answersEmpty: true,
	},
	workflow: {
		couponListId: { __rl: true, mode: 'id', value: json('list') },
		expiresAt: json('expires'),
	},
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: { fields: ['couponListId', 'expiresAt'] },
	item: (index) => ({ list: couponListId(60 + index), expires: '2099-01-31' }),
	mark: 'list',
	arrived: ({ couponChanges }) =>
		couponChanges.filter(({ change }) => change === 'activated').map(({ id }) => id),
	invalidChange: { expires: '2020-01-31' },
	invalidParameter: 'Expires At',
	// It has no room for anything but an ID and a day.
	poison(item, text) {
		item.list = text;
	},
	answer: { activated: true },
	row: ['_id'],
	forbidden: FORBIDDEN,
	tools: [
		{
			parameters: { couponListId: ai('list'), expiresAt: ai('expires') },
			calls: [
				{ list: couponListId(61), expires: '2099-03-31' },
				{ list: ` ${couponListId(62)} `, expires: '2099-04-30T00:00:00Z' },
				{ list: couponListId(63), expires: '2099-05-31' },
			],
			expected: [couponListId(61), couponListId(62), couponListId(63)],
			arrived: ({ couponChanges }) => couponChanges.map(({ id }) => id),
			wrong: [
				{ args: { list: 'Welcome' }, says: [/Coupon List "Welcome" is not the ID/] },
				{ args: { list: '' }, says: [/Coupon List is empty/] },
				{ args: { expires: '2020-01-31' }, says: [/Expires At 2020-01-31 is in the past/] },
			],
		},
	],
});
