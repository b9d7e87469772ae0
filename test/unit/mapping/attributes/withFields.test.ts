import { deliver } from '../../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../../nodes/MoEngage/delivery/operation';
import { create } from '../../../../nodes/MoEngage/resources/catalogItem/create';
import { upsert as upsertDevice } from '../../../../nodes/MoEngage/resources/device/upsert';
import { upsert as upsertUser } from '../../../../nodes/MoEngage/resources/user/upsert';
import { fakeRun } from '../../delivery/fakeRun';

/** Parameters of an operation with attributes that it has fields for, and one that has the same value as its field. */
const CASES: Array<[string, Operation, object, Record<string, unknown>, string]> = [
	[
		'a catalog item',
		create,
		{
			...{ catalogId: '66d55ae445921e4d35ae4370', itemId: 'sku-1', title: 'T-Shirt' },
			...{ link: 'https://example.com/p', imageLink: 'https://example.com/i' },
		},
		{ id: 'sku-2', title: ' T-Shirt ', link: { url: 'https://example.com/q' }, price: 5 },
		'"id" (item 0, 1), "link" (item 0, 1)',
	],
	[
		'a device',
		upsertDevice,
		{ customerId: 'cust-1', deviceId: 'device-1', platform: 'iOS', pushId: 'token-1' },
		{ platform: '', push_id: 'token-2', model: 'X' },
		'"push_id" (item 0, 1)',
	],
	[
		'a user',
		upsertUser,
		{ customerId: 'cust-1', standardAttributes: { firstName: 'Jane', email: 'jane@example.com' } },
		{ u_fn: 'Joan', u_em: 'jane@example.com', plan: 'gold' },
		'"u_fn" (item 0, 1)',
	],
];

describe.each(CASES)('attributes of %s that also have a field', (...one) => {
	const [, operation, fields, attributes, told] = one;

	async function hintsWith(parameters: object): Promise<string[]> {
		const { context, hints, requests } = fakeRun({
			items: [attributes, attributes] as never,
			credential: { campaignApiKey: 'c' },
			parameters: { ...fields, ...parameters } as Record<string, unknown>,
		});
		await deliver(context, operation);
		expect(requests.length).toBeGreaterThan(0);
		return hints.filter((hint) => hint.includes('field of its own'));
	}

	test('lose to the field, and a hint says whose value was not sent', async () => {
		const json = { specifyAttributes: 'json', attributesJson: JSON.stringify(attributes) };
		expect(await hintsWith(json)).toEqual([expect.stringContaining(told)]);
	});

	test('raise no hint in a whole item, of which nobody chose them', async () => {
		expect(await hintsWith({ specifyAttributes: 'item' })).toEqual([]);
	});

	test('raise no hint without them', async () => {
		const json = { specifyAttributes: 'json', attributesJson: '{}' };
		expect(await hintsWith(json)).toEqual([]);
	});
});
