import { startSimulator } from '../../simulator';
import { basic, client, eventOf, useSimulator, WORKSPACE } from './useSimulator';

const { business, data, keyHeader, personalize, trackEvent, simulator } = useSimulator();

describe('access', () => {
	it('asks for MOE-APPKEY on the Personalize host: 400 without it, 401 for a wrong key', async () => {
		const headers = keyHeader('personalizeApiKey');
		const url = `${simulator.baseUrls.sdk}/v1/experiences/metadata`;
		const unknown = {
			title: 'Request Error',
			description:
				'MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME',
		};
		const without = await client.get(url, { headers });
		expect([without.status, without.data]).toEqual([400, unknown]);
		const other = await client.get(url, { headers: { ...headers, 'MOE-APPKEY': 'OTHER' } });
		expect([other.status, other.data]).toEqual([400, unknown]);
		const wrongKey = await client.get(url, {
			headers: { ...keyHeader('dataApiKey'), 'MOE-APPKEY': WORKSPACE },
		});
		expect([wrongKey.status, wrongKey.data]).toEqual([
			401,
			{
				title: 'Authentication required',
				description: 'Invalid API_KEY used in Authentication Header',
			},
		]);
	});

	it('compares the workspace id of path and app_id, URL-decoded', async () => {
		expect((await data('/v1/event/OTHER', eventOf('c1', 'A'))).status).toBe(401);
		expect((await data('/v1/event/%E0%A4%A', eventOf('c1', 'A'))).status).toBe(401);
		const merge = { merge_data: [{ merged_user: 'a', retained_user: 'b' }] };
		const otherApp = await data('/v1/customer/merge', merge, { params: { app_id: 'OTHER' } });
		expect(otherApp.status).toBe(401);
		const noApp = await data('/v1/customer/merge', merge);
		expect([noApp.status, noApp.data.error.type]).toEqual([400, 'ParamsRequired']);

		const odd = await startSimulator({ workspaceId: 'A/B ünï' });
		const { apiBaseUrl, workspaceId, dataApiKey } = odd.credential;
		const answer = await client.post(
			`${apiBaseUrl}/v1/event/${encodeURIComponent(workspaceId)}`,
			eventOf('c1', 'A'),
			{ headers: { Authorization: basic(workspaceId, dataApiKey) } },
		);
		expect(answer.status).toBe(200);
		await odd.close();
	});

	it('answers 415 for a body that is not declared as JSON', async () => {
		const headers = { 'Content-Type': 'text/plain' };
		const body = JSON.stringify(eventOf('c1', 'A'));
		expect((await trackEvent(body, { headers })).data.error.type).toBe('Unsupported media type');
		expect((await business('/trigger', '{}', { headers })).status).toBe(415);
		expect((await personalize('/events', '{}', { headers })).status).toBe(415);
		const charset = { 'Content-Type': 'application/json; charset=utf-8' };
		expect((await trackEvent(body, { headers: charset })).status).toBe(200);
	});

	it('answers 400 "Malformed JSON" for a body that cannot be read', async () => {
		const description =
			'Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.';
		// As buffers, because axios quotes a text that is not JSON.
		for (const body of [Buffer.from('{"type": "event"'), Buffer.from([0x22, 0xff, 0x22])]) {
			const event = await trackEvent(body);
			expect([event.status, event.data.error.type]).toEqual([400, 'Malformed JSON']);
			const events = await personalize('/events', body);
			expect([events.status, events.data]).toEqual([400, { title: 'Malformed JSON', description }]);
			const trigger = await business('/trigger', body);
			expect([trigger.status, trigger.data.error.message]).toEqual([400, description]);
		}
		expect((await trackEvent('[]')).data.error.type).toBe('Body type is not JSON');
	});
});
