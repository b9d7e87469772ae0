import { client, useSimulator, WORKSPACE } from './useSimulator';

const { data, personalize, simulator } = useSimulator();

describe('paths', () => {
	it('answers 404 for an unknown path and 405 for a wrong method', async () => {
		expect((await data('/v1/nothing', {})).status).toBe(404);
		expect((await data('/v1/event/', {})).status).toBe(404);
		expect((await personalize('/nothing', {})).data).toEqual({
			title: 'Not Found',
			description: 'Not Found',
		});
		const push = await client.post(`${simulator.baseUrls.push}/v2/transaction/sendpush`, {});
		expect([push.status, push.data.status]).toEqual([404, 'error']);
		const get = await client.get(`${simulator.baseUrls.api}/v1/event/${WORKSPACE}`);
		expect([get.status, get.headers.allow]).toEqual([405, 'POST']);
	});
});
