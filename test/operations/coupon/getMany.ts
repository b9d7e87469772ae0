import { ai, json, read } from '../operation';
import { DOCUMENTED } from './create';

export default read({
	endpoint: {
		name: 'listCouponLists',
		address: 'GET api /v1/coupon-list',
		tile: 'campaign',
		rate: 'requests 10000/day',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { filters: { status: json('status') } },
	hasBuilderHint: true,
	names: { fields: ['filters'], filters: ['status'] },
	item: (index) => ({ status: ['ACTIVE', 'ARCHIVED', ''][index % 3] }),
	invalidChange: { status: 'Lost' },
	poison(item, text) {
		item.status = text;
	},
	empty: [{ data: [] }],
	documented: [{ data: [DOCUMENTED] }],
	tools: [
		{
			parameters: { filters: { status: ai('status') } },
			calls: [{ status: 'active' }, { status: '' }, { status: ' Expired ' }],
			expected: [{ status: 'ACTIVE' }, {}, { status: 'EXPIRED' }],
			arrived: (_, { requests }) => requests.map(({ query }) => query),
			wrong: [{ args: { status: 'open' }, says: [/Status "open"/, /ACTIVE, ARCHIVED, EXPIRED/] }],
		},
	],
});
