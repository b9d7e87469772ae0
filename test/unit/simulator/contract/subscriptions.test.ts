import { randomUUID } from 'node:crypto';

import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const UUID = '5f7c1f0e-2b1d-4a57-8f0e-1c2d3e4f5a6b';
const JANE = { user_identifier_type: 'uid', user_identifier_value: 'jane.doe@example.com' };

function headers(key?: string) {
	return {
		'Content-Type': 'application/json',
		'MOE-APPKEY': WORKSPACE,
		...keyHeader('dataApiKey'),
		...(key !== undefined && { 'Idempotency-Key': key }),
	};
}

function get(path: string, params: Record<string, string> = {}) {
	return client.get(`${simulator.baseUrls.api}/v5/subscription-${path}`, {
		params,
		headers: headers(),
	});
}

function update(body: object, key: string | undefined = randomUUID()) {
	const url = `${simulator.baseUrls.api}/v5/subscription-preferences`;
	return client.patch(url, { ...JANE, ...body }, { headers: headers(key) });
}

function errorOf({ status, data }: { status: number; data: { error?: Record<string, unknown> } }) {
	return [status, data.error?.code, data.error?.target];
}

describe('subscription categories', () => {
	it('lists those of email, and refuses every other channel', async () => {
		const names = (data: { data: Array<{ name: string }> }) => data.data.map(({ name }) => name);
		for (const query of [undefined, { channel: 'email' }]) {
			expect(names((await get('categories', query)).data)).toEqual([
				'promotional',
				'newsletter',
				'product_update',
			]);
		}
		for (const channel of ['push', 'sms', '']) {
			const refused = errorOf(await get('categories', { channel }));
			expect(refused).toEqual([400, 'BadArgument', 'channel']);
		}
	});

	it('needs the key of the Data tile and MOE-APPKEY', async () => {
		const url = `${simulator.baseUrls.api}/v5/subscription-categories`;
		const answers = [
			await client.get(url, { headers: { ...headers(), ...keyHeader('campaignApiKey') } }),
			await client.get(url, { headers: { ...headers(), 'MOE-APPKEY': 'OTHER' } }),
			await client.get(url),
		];
		expect(answers.map(errorOf)).toEqual(Array(3).fill([401, 'Unauthorized', 'Authorization']));
	});
});

describe('subscription preferences', () => {
	it('finds a user by each kind of identifier, and says what is wrong with others', async () => {
		const of = (type: string, value: string) =>
			get('preferences', { user_identifier_type: type, user_identifier_value: value });
		const { data } = (await of('uid', 'jane.doe@example.com')).data as {
			data: { user_id: string; categories: Array<{ status: string }> };
		};
		expect(data.user_id).toMatch(/^usr_[0-9a-f]{24}$/);
		expect(data.categories.map(({ status }) => status)).toEqual(Array(3).fill('subscribed'));
		for (const [type, value] of [
			['email', 'jane.doe@example.com'],
			['moe_user_id', data.user_id],
			['moe_user_id', data.user_id.slice(4)],
		]) {
			expect((await of(type, value)).data.data.user_id).toBe(data.user_id);
		}
		expect(errorOf(await of('uid', 'nobody'))).toEqual([404, 'NotFound', 'user_identifier_value']);
		expect(errorOf(await of('uid', ''))).toEqual([400, 'BadArgument', 'user_identifier_value']);
		expect(errorOf(await of('phone', '1'))).toEqual([400, 'BadArgument', 'user_identifier_type']);
	});

	it('refuses an email address that several users have', async () => {
		const post = (id: string) =>
			client.post(
				`${simulator.baseUrls.api}/v1/customer/${WORKSPACE}`,
				{ type: 'customer', customer_id: id, attributes: { u_em: 'shared@example.com' } },
				{ headers: headers() },
			);
		for (const id of ['one', 'two', 'three']) await post(id);
		const shared = { user_identifier_type: 'email', user_identifier_value: 'shared@example.com' };
		expect(errorOf(await get('preferences', shared))[0]).toBe(409);
		expect(errorOf(await update({ ...shared, is_globally_unsubscribed: true }))[0]).toBe(409);
	});

	it('changes the named categories only; true ignores them, false cancels it', async () => {
		const state = async () => {
			const { data } = (await get('preferences', JANE)).data as {
				data: {
					is_globally_unsubscribed: boolean;
					categories: Array<{ name: string; status: string }>;
				};
			};
			const off = data.categories.filter(({ status }) => status === 'unsubscribed');
			return [data.is_globally_unsubscribed, off.map(({ name }) => name)];
		};
		const no = (name: string) => ({ [name]: false });
		expect(
			(await update({ is_globally_unsubscribed: false, categories: no('newsletter') })).status,
		).toBe(202);
		expect(await state()).toEqual([false, ['newsletter']]);
		await update({ is_globally_unsubscribed: true, categories: no('promotional') });
		expect(await state()).toEqual([true, ['newsletter']]);
		const email = { channel: 'email', categories: no('promotional') };
		await update({ is_globally_unsubscribed: false, ...email });
		expect(await state()).toEqual([false, ['promotional', 'newsletter']]);
	});

	it('counts a key once, replays its response, and refuses it with another body', async () => {
		const first = await update({ is_globally_unsubscribed: true }, UUID);
		const again = await update({ is_globally_unsubscribed: true }, UUID);
		expect(again.data).toEqual(first.data);
		expect(simulator.accepted.subscriptionUpdates).toHaveLength(1);
		const other = await update({ is_globally_unsubscribed: false }, UUID);
		expect(errorOf(other)).toEqual([409, 'Conflict', 'Idempotency-Key']);
		for (const none of ['', 'not-a-uuid', '6ba7b810-9dad-11d1-80b4-00c04fd430c8']) {
			const refused = await update({ is_globally_unsubscribed: true }, none);
			expect(errorOf(refused)).toEqual([400, 'BadArgument', 'Idempotency-Key']);
		}
	});

	it('refuses what the document excludes', async () => {
		const on = { is_globally_unsubscribed: false };
		const targets = [
			await update({}),
			await update({ is_globally_unsubscribed: 'false' }),
			await update({ ...on, channel: 'push' }),
			await update({ ...on, categories: { flash_sale: true } }),
			await update({ ...on, categories: { newsletter: 'yes' } }),
			await update({ ...on, event_attributes: { a: 1 } }),
			await update({ ...on, event_attributes: { a: 'x'.repeat(256) } }),
			await update({
				...on,
				event_attributes: Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, 'x'])),
			}),
		].map(errorOf);
		expect(targets.map(([status]) => status)).toEqual(Array(8).fill(400));
		expect(targets.map(([, , target]) => target)).toEqual([
			'is_globally_unsubscribed',
			'is_globally_unsubscribed',
			'channel',
			'categories',
			'categories',
			'event_attributes',
			'event_attributes',
			'event_attributes',
		]);
		expect(simulator.accepted.subscriptionUpdates).toEqual([]);
	});

	it('takes 100 updates a minute, apart from the reads', async () => {
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await update({ is_globally_unsubscribed: true });
		expect((await update({ is_globally_unsubscribed: true })).status).toBe(429);
		expect((await get('preferences', JANE)).status).toBe(200);
	});
});
