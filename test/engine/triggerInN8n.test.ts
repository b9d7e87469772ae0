import type { INodeParameters } from 'n8n-workflow';

import { useTrigger } from './useTrigger';

const { engine, call } = useTrigger();

const SECRET = 'correct horse battery staple';
const CREDENTIAL = {
	dataCenter: '01',
	workspaceId: 'DEMO',
	campaignApiKey: 'campaign-key-1',
	webhookSecret: SECRET,
};
const STREAM = { source: 'stream' };
const CONNECTOR = { source: 'connector' };
const ALERT = { source: 'alert' };
const PROOF = { 'x-webhook-secret': SECRET };
const BATCH = { app_name: 'Shop', events: [{ event_code: 'SMS_SENT' }, { event_code: 'NEW' }] };

describe("in n8n's engine, a workflow with the trigger", () => {
	test.each<[parameters: INodeParameters, httpMethod: string]>([
		[STREAM, 'POST'],
		[ALERT, 'POST'],
		[CONNECTOR, 'POST'],
		[{ ...CONNECTOR, httpMethod: 'GET' }, 'GET'],
		[{ ...CONNECTOR, httpMethod: 'DELETE' }, 'DELETE'],
		// Left behind from when the source was another one.
		[{ ...STREAM, httpMethod: 'GET' }, 'POST'],
	])('of %j is published, and listens to %s', async (parameters, httpMethod) => {
		expect(await engine.publish(parameters, CREDENTIAL)).toEqual({ httpMethod, path: 'moengage' });
	});

	test('is started by a call that proves itself, with the items that its filters leave', async () => {
		const parameters = { ...STREAM, filters: { channels: ['sms'], eventCodes: ['SMS_SENT'] } };
		const taken = await call(parameters, CREDENTIAL, { body: BATCH, headers: PROOF });
		expect(taken).toMatchObject({ status: 200, thrown: undefined, warnings: undefined });
		expect(taken.items).toEqual([{ app_name: 'Shop', event_code: 'SMS_SENT' }]);
		expect((await call(STREAM, CREDENTIAL, { body: BATCH })).status).toBe(401);
	});

	test.each([
		['={{ "127.0.0.1" }}', 200, undefined],
		['={{ ["10.0.0.1", "127.0.0.0/8"] }}', 200, undefined],
		['={{ [] }}', 403, ['"MoEngage Trigger" rejected a call: IP Allowlist has no address']],
	])('lets in whom the expression %s names', async (ipAllowlist, status, warnings) => {
		const parameters = { ...STREAM, options: { ipAllowlist } };
		const taken = await call(parameters, CREDENTIAL, { body: BATCH, headers: PROOF });
		expect(taken).toMatchObject({ status, warnings });
	});

	test('is not published, and takes no call, if the expression of a field fails', async () => {
		const expression = "={{ $('No such node').first().json.codes }}";
		for (const own of [
			{ filters: { otherEventCodes: expression } },
			{ filters: { channels: expression } },
			{ options: { ipAllowlist: expression } },
		]) {
			const parameters = { ...STREAM, ...own } as INodeParameters;
			const words = /No such node|node .* doesn't exist|referenced node/i;
			await expect(engine.publish(parameters, CREDENTIAL)).rejects.toThrow(words);
			const taken = await call(parameters, CREDENTIAL, { body: BATCH, headers: PROOF });
			expect(taken).toMatchObject({ status: 401, items: undefined, thrown: undefined });
			expect(taken.warnings).toEqual([expect.stringMatching(words)]);
		}
	});
});
