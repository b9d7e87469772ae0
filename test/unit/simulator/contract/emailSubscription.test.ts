import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const headers = (over: Record<string, string> = {}) => ({
	'Content-Type': 'application/json',
	'MOE-APPKEY': WORKSPACE,
	...keyHeader('dataApiKey'),
	...over,
});

describe('opt-in status', () => {
	const set = (preferences: unknown, over?: Record<string, string>) =>
		client.put(
			`${simulator.baseUrls.api}/v1.0/opt-in-management/user-preferences`,
			{ user_preferences: preferences },
			{ headers: headers(over) },
		);
	const JANE = { email_id: 'jane.doe@example.com', opt_in_status: 'OPTED_OUT', channel: 'email' };

	it('is set for a known user, whatever the letter case of the status', async () => {
		const byId = { customer_id: 'customer-1001', opt_in_status: 'Opted_Out', channel: 'email' };
		for (const preferences of [JANE, byId, { ...JANE, categories: { newsletter: false } }]) {
			expect((await set(preferences)).status).toBe(200);
		}
		expect(simulator.accepted.optIns).toHaveLength(3);
	});

	it.each([
		[{ ...JANE, email_id: 'nobody@example.com' }, 'customer_id or email_id'],
		[{ opt_in_status: 'OPTED_OUT', channel: 'email' }, 'customer_id or email_id'],
		[{ ...JANE, customer_id: 4711 }, 'customer_id'],
		[{ ...JANE, opt_in_status: 'IN' }, 'opt_in_status'],
		[{ ...JANE, channel: 'sms' }, 'channel'],
		[{ ...JANE, categories: { newsletter: 'yes' } }, 'categories'],
		[{ ...JANE, categories: { newsletter: true, flash_sale: true } }, 'categories'],
		[{ ...JANE, name: 'Jane' }, '["name"]'],
		[[], 'user_preferences'],
	])('%j is refused for %s, and changes nothing', async (preferences, target) => {
		const { status, data } = await set(preferences);
		expect([status, data.error.details.target]).toEqual([400, target]);
		expect(simulator.accepted.optIns).toEqual([]);
	});

	it('needs the key of the Data tile and MOE-APPKEY', async () => {
		const answers = [
			await set(JANE, keyHeader('campaignApiKey')),
			await set(JANE, { 'MOE-APPKEY': 'OTHER' }),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
	});
});

describe('resubscription', () => {
	const resubscribe = (body: object, over?: Record<string, string>) =>
		client.post(`${simulator.baseUrls.api}/emails/v1.0/bulk-resubscribe`, body, {
			headers: headers(over),
		});
	const addresses = (count: number) =>
		Array.from({ length: count }, (_, index) => `reader-${index}@example.com`);
	const BODY = {
		...{ recipients: addresses(3), esp: 'SENDGRID', update_esp: true },
		request_id: '636b77e6e2cf83277195fb60',
	};

	it('takes up to 100 addresses', async () => {
		expect((await resubscribe(BODY)).status).toBe(202);
		expect((await resubscribe({ ...BODY, recipients: addresses(100) })).status).toBe(202);
		expect(simulator.accepted.resubscriptions).toHaveLength(103);
	});

	it.each([
		[{ recipients: addresses(101) }, 'BadRequest'],
		[{ recipients: [] }, 'InvalidInput'],
		[{ recipients: ['jane', ...addresses(2)] }, 'InvalidInput'],
		[{ request_id: '' }, 'InvalidFieldValue'],
		[{ esp: 'SPARKPOST' }, 'InvalidSettings'],
		[{ update_esp: undefined }, 'InvalidSettings'],
		[{ customer_id: 'c-1' }, 'BadRequest'],
	])('%j is refused, and changes nothing', async (change, code) => {
		const { status, data } = await resubscribe({ ...BODY, ...change });
		expect([status, data.error.err_code]).toEqual([400, code]);
		expect(simulator.accepted.resubscriptions).toEqual([]);
	});

	it('needs the key of the Data tile and MOE-APPKEY', async () => {
		const answers = [
			await resubscribe(BODY, keyHeader('campaignApiKey')),
			await resubscribe(BODY, { 'MOE-APPKEY': 'OTHER' }),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401]);
	});
});
