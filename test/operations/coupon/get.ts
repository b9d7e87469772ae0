import { couponListId } from '../../simulator/coupons';
import { ai, json, read } from '../operation';
import { DOCUMENTED } from './create';

export default read({
	endpoint: {
		name: 'getCouponList',
		address: 'GET api /v1/coupon-list/{couponListId}',
		tile: 'campaign',
		rate: 'requests 10000/day',
		repeat: 'safe',
		answersWith: ['_id'],
		isRead: true,
	},
	workflow: { couponListId: { __rl: true, mode: 'id', value: json('list') } },

	names: { fields: ['couponListId'] },
	item: (index) => ({ list: couponListId(index) }),
	invalidChange: { list: 'Welcome coupons' },
	poison(item, text) {
		item.list = text;
	},
	// Of a list that MoEngage does not have, it says 404.
	empty: [],
	documented: [DOCUMENTED],

	tools: [
		{
			parameters: { couponListId: ai('list') },
			calls: [
				{ list: couponListId(1) },
				{ list: ` ${couponListId(2)} ` },
				{ list: couponListId(3).toUpperCase() },
			],
			expected: [1, 2, 3].map((index) => `/v1/coupon-list/${couponListId(index)}`),
			arrived: (_, { requests }) => requests.map(({ path }) => path),
			wrong: [
				{ args: { list: 'Welcome' }, says: [/Coupon List "Welcome" is not the ID/] },
				{ args: { list: couponListId(999) }, says: [/The requested resource was not found/] },
			],
		},
	],
});
