import { couponListId } from '../../simulator/coupons';
import { ai, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'listCouponFiles',
		address: 'GET api /v1/coupon-list/{couponListId}/files',
		tile: 'campaign',
		rate: 'requests 10000/day',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { couponListId: { __rl: true, mode: 'id', value: json('list') } },
	hasBuilderHint: true,
	names: { fields: ['couponListId'] },
	item: (index) => ({ list: couponListId(index) }),
	invalidChange: { list: 'Welcome coupons' },
	poison(item, text) {
		item.list = text;
	},
	empty: [{ data: [] }],
	documented: [
		{ data: [{ _id: '6721d00f0000000000000001', callback_url: 'https://example.com/done' }] },
	],
	tools: [
		{
			parameters: { couponListId: ai('list') },
			calls: [
				{ list: couponListId(1) },
				{ list: ` ${couponListId(2)} ` },
				{ list: couponListId(3).toUpperCase() },
			],
			expected: [1, 2, 3].map((index) => `/v1/coupon-list/${couponListId(index)}/files`),
			arrived: (_, { requests }) => requests.map(({ path }) => path),
			wrong: [
				{ args: { list: 'Welcome' }, says: [/Coupon List "Welcome" is not the ID/] },
				{ args: { list: couponListId(999) }, says: [/The requested resource was not found/] },
			],
		},
	],
});
