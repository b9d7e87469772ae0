import { couponListId } from '../../simulator/coupons';
import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

export default write({
	// "5 coupon files to a coupon list per minute"; of a file that comes twice it says nothing.
	endpoint: {
		name: 'uploadCoupons',
		address: 'POST api /v1/coupon-list/{couponListId}/files',
		tile: 'campaign',
		rate: 'requests 5/minute 50/day of each path',
		repeat: 'reachesCustomers',
	},
	workflow: {
		couponListId: { __rl: true, mode: 'id', value: json('list') },
		fileUrl: json('file'),
		additionalFields: { name: json('name') },
	},
	hasBuilderHint: true,
	toolNotice: 'approval',
	names: {
		fields: ['couponListId', 'fileUrl', 'additionalFields'],
		additional: ['callbackUrl', 'createdBy', 'name', 'password', 'username'],
	},
	item: (index) => ({
		list: couponListId(index % 60),
		file: `https://shop.example.com/codes-${index}.csv`,
		name: `codes ${index}`,
	}),
	mark: 'file',
	arrived: ({ couponUploads }) => couponUploads.map(({ raw }) => raw.file_url),
	invalidChange: { file: 'codes.csv' },
	invalidParameter: 'File URL',
	poison: 'name',
	answer: { status: 'PENDING' },
	row: ['coupons_list_id'],
	forbidden: FORBIDDEN,
	furtherRuns: [
		{
			items: [{ list: couponListId(3), file: 'https://shop.example.com/codes-3.csv', name: '' }],
			parameters: {
				additionalFields: {
					createdBy: 'jane@example.com',
					username: 'moengage',
					password: 'secret',
					callbackUrl: 'https://n8n.example.com/webhook-waiting/1',
				},
			},
		},
	],
	tools: [
		{
			parameters: {
				couponListId: ai('list'),
				fileUrl: ai('file'),
				additionalFields: {
					name: ai('name'),
					username: ai('user'),
					password: ai('password'),
					callbackUrl: ai('callback'),
				},
			},
			calls: [
				{
					list: couponListId(1),
					file: 'https://shop.example.com/a.csv',
					name: 'Codes A',
					user: 'moengage',
					password: 'secret',
					callback: 'https://n8n.example.com/done',
				},
				{ list: ` ${couponListId(2)}`, file: ' http://shop.example.com/b.csv?day=1 ', name: '' },
				{ list: couponListId(3), file: 'https://shop.example.com/c.csv', name: null, user: null },
			],
			expected: [
				[
					couponListId(1),
					{
						file_url: 'https://shop.example.com/a.csv',
						name: 'Codes A',
						file_url_auth_username: 'moengage',
						file_url_auth_password: 'secret',
						callback_url: 'https://n8n.example.com/done',
					},
				],
				[couponListId(2), { file_url: 'http://shop.example.com/b.csv?day=1' }],
				[couponListId(3), { file_url: 'https://shop.example.com/c.csv' }],
			],
			arrived: ({ couponUploads }) => couponUploads.map(({ listId, raw }) => [listId, raw]),
			wrong: [
				{
					args: { file: 'sftp://shop.example.com/codes.csv' },
					says: [/File URL "sftp:.*" is not an http or https URL/, /https:\/\/example\.com/],
				},
				{ args: { file: '' }, says: [/File URL is empty/] },
				{ args: { callback: 'n8n' }, says: [/Callback URL "n8n" is not an http or https URL/] },
				{ args: { list: 'Welcome' }, says: [/Coupon List "Welcome" is not the ID/] },
				{
					args: { list: couponListId(70) },
					says: [/Possible issues include .*\. Only an active list takes codes: Get has/],
				},
			],
		},
	],
});
