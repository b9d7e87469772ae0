import { couponListId } from '../../simulator/coupons';
import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

export default write({
	// "Upon archival, the coupon codes within the list are deleted."
	endpoint: {
		name: 'archiveCouponList',
		address: 'PUT api /v1/coupon-list/{couponListId}/archive',
		tile: 'campaign',
		rate: 'requests 100/day',
		repeat: 'reachesCustomers',
		takesNoBody: true,
		answersEmpty: true,
	},
	workflow: {
		couponListId: { __rl: true, mode: 'id', value: json('list') },
	},

	toolNotice: 'approval',
	names: { fields: ['couponListId'] },
	item: (index) => ({ list: couponListId(index) }),
	mark: 'list',
	arrived: ({ couponChanges }) =>
		couponChanges.filter(({ change }) => change === 'archived').map(({ id }) => id),
	invalidChange: { list: 'Welcome coupons' },
	invalidParameter: 'Coupon List',
	// It has no room for anything but an ID.
	poison(item, text) {
		item.list = text;
	},
	answer: { archived: true },
	row: ['_id'],
	forbidden: FORBIDDEN,
	tools: [
		{
			parameters: { couponListId: ai('list') },
			calls: [
				{ list: couponListId(11) },
				{ list: ` ${couponListId(12)} ` },
				{ list: couponListId(13) },
			],
			expected: [couponListId(11), couponListId(12), couponListId(13)],
			arrived: ({ couponChanges }) => couponChanges.map(({ id }) => id),
			wrong: [
				{ args: { list: 'Welcome' }, says: [/Coupon List "Welcome" is not the ID/] },
				{ args: { list: '' }, says: [/Coupon List is empty/] },
				{
					args: { list: couponListId(70) },
					says: [/Possible issues include .*\. Only an active list can be archived: Get has/],
				},
			],
		},
	],
});
