import { useSimulator, WORKSPACE, type Key } from '../useSimulator';

const { api, simulator } = useSimulator();

const ALERT = '636b77e6e2cf83277195fb60';

const send = (body: unknown, key: Key = 'informApiKey', appKey = WORKSPACE) =>
	api('/v1.0/alerts/send', body, key, { headers: { 'MOE-APPKEY': appKey } });

const EMAIL = { recipient: 'a@example.com' };
const body = { alert_id: ALERT, transaction_id: 'T1', payloads: { EMAIL } };

describe('inform', () => {
	it('asks for its own key and MOE-APPKEY, and knows no alert without an ID', async () => {
		const refused = {
			message: 'Invalid App Key or Basic Auth',
			err_code: 'UNAUTHORIZED',
			status_code: 120001,
		};
		const answers = [
			await send(body, 'dataApiKey'),
			await send(body, 'informApiKey', 'OTHER'),
			await send({}),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
		expect([answers[0].data, answers[1].data]).toEqual([refused, refused]);
		expect(answers[2].data).toMatchObject({ message: 'Invalid Alert ID', err_code: 'BAD_REQUEST' });
	});

	it('records alerts by ID and by reference name', async () => {
		const answers = [
			await send({ ...body, user_id: 'u1' }),
			await send({
				alert_reference_name: 'delivery_update',
				user_id: 'u2',
				transaction_id: 'T2',
				payloads: { SMS: {}, PUSH: { recipient: 'token' } },
			}),
			await send({
				...body,
				transaction_id: 'T3',
				payloads: { EMAIL: { ...EMAIL, personalized_attachments: { invoice: 'JVBERg==' } } },
			}),
		];
		expect(answers.map(({ status, data }) => [status, data.message])).toEqual(
			Array(3).fill([200, 'Successfully Received']),
		);
		expect(simulator.accepted.alerts).toMatchObject([
			{ alert: ALERT, userId: 'u1', transactionId: 'T1' },
			{ alert: 'delivery_update', userId: 'u2', transactionId: 'T2' },
			{ alert: ALERT, transactionId: 'T3' },
		]);
	});

	it('knows a transaction again, and only one that it has accepted', async () => {
		const statuses = [];
		for (const [id, payloads] of [
			['T1', { FAX: EMAIL }],
			['T1', { EMAIL }],
			['T1', { EMAIL }],
			['T2', { EMAIL }],
		] as const) {
			statuses.push((await send({ ...body, transaction_id: id, payloads })).status);
		}
		expect(statuses).toEqual([400, 200, 409, 200]);
		expect((await send(body)).data).toEqual({
			message: 'Duplicate Transaction ID',
			err_code: 'DUPLICATE_REQUEST_RECEIVED',
			status_code: 120105,
		});
		expect(simulator.accepted.alerts.map(({ transactionId }) => transactionId)).toEqual([
			'T1',
			'T2',
		]);
	});

	it.each<[string, Record<string, unknown>, RegExp]>([
		['an unknown alert', { alert_id: 'none' }, /Invalid Alert ID/],
		['no transaction', { transaction_id: undefined }, /transaction_id/],
		['a transaction of 51 characters', { transaction_id: 'x'.repeat(51) }, /transaction_id/],
		['no channel', { payloads: {} }, /payloads/],
		['a channel that the alert does not have', { payloads: { FAX: EMAIL } }, /FAX/],
		['no recipient and no user', { payloads: { EMAIL: {} } }, /EMAIL\.recipient/],
		[
			'an attachment that is not Base64',
			{ payloads: { EMAIL: { ...EMAIL, personalized_attachments: { a: 'é' } } } },
			/personalized_attachments/,
		],
		[
			'an attachment of an SMS',
			{ payloads: { SMS: { recipient: '1', personalized_attachments: { a: 'YQ==' } } } },
			/personalized_attachments/,
		],
	])('refuses %s', async (_case, fields, message) => {
		const { status, data } = await send({ ...body, ...fields });
		expect([status, data.err_code, data.status_code]).toEqual([400, 'BAD_REQUEST', 120002]);
		expect(data.message).toMatch(message);
		expect(simulator.accepted.alerts).toEqual([]);
	});
});
