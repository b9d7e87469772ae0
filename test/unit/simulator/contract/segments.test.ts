import { ACCEPTED, client, useSimulator, WORKSPACE } from '../useSimulator';

const { data, keyHeader, simulator } = useSimulator();

const APP = { headers: { 'MOE-APPKEY': WORKSPACE } };

const sync = (body: unknown) => data('/v1/integrations/cohortsync', body, APP);

const list = (params: Record<string, string> = {}, appKey = WORKSPACE) =>
	client.get(`${simulator.baseUrls.api}/v3/custom-segments`, {
		params,
		headers: { 'MOE-APPKEY': appKey, ...keyHeader('dataApiKey') },
	});

const parameters = {
	cohort_name: 'VIP',
	cohort_id: 'vip',
	members: [{ uid: 'u1' }, { uid: 'u2' }, { uid: 'u3' }],
};
const body = { action: 'add_members', partner: 'n8n', parameters };

describe('cohort sync', () => {
	it('records the users that were added and removed', async () => {
		const answers = [
			await sync(body),
			await sync({
				...body,
				action: 'remove_members',
				parameters: { ...parameters, cohort_description: 'Gold', members: [{ uid: 'u2' }] },
			}),
		];
		expect(answers.map(({ status, data: answer }) => [status, answer])).toEqual([
			[200, ACCEPTED],
			[200, ACCEPTED],
		]);
		const cohort = { cohortId: 'vip', cohortName: 'VIP', partner: 'n8n' };
		expect(simulator.accepted.cohortChanges).toEqual([
			{ ...cohort, change: 'added', uid: 'u1' },
			{ ...cohort, change: 'added', uid: 'u2' },
			{ ...cohort, change: 'added', uid: 'u3' },
			{ ...cohort, change: 'removed', uid: 'u2', description: 'Gold' },
		]);
	});

	it.each<[string, Record<string, unknown>, string]>([
		['no action', { action: undefined }, 'action is not found in the payload'],
		[
			'another action',
			{ action: 'add' },
			"action can only be in ['add_members', 'remove_members']",
		],
		['no partner', { partner: '' }, 'partner can not be empty Unicode String'],
		['no parameters', { parameters: undefined }, 'parameters is not found in the payload'],
		[
			'no members',
			{ parameters: { ...parameters, members: [] } },
			'members can not be empty Array',
		],
		[
			'a number as uid',
			{ parameters: { ...parameters, members: [{ uid: 1 }] } },
			'uid is expected to be String or Unicode String.',
		],
		[
			'a restricted name',
			{ parameters: { ...parameters, cohort_name: 'a:b' } },
			'cohort_name has restricted characters',
		],
		[
			'a name with a period in front',
			{ parameters: { ...parameters, cohort_name: '.a' } },
			'cohort_name has restricted characters',
		],
	])('refuses %s', async (_case, fields, message) => {
		const { status, data: answer } = await sync({ ...body, ...fields });
		expect([status, answer.error.message]).toEqual([400, message]);
		expect(simulator.accepted.cohortChanges).toEqual([]);
	});

	it('refuses more than 128 KB, and a request without MOE-APPKEY', async () => {
		const members = Array.from({ length: 9000 }, (_, index) => ({ uid: `user-${index}` }));
		const large = await sync({ ...body, parameters: { ...parameters, members } });
		expect([large.status, large.data.error.message]).toEqual([413, 'Payload can not exceed 128KB']);
		const bare = await data('/v1/integrations/cohortsync', body);
		expect([bare.status, bare.data.error.type]).toEqual([401, 'Authentication required']);
	});
});

describe('custom segments', () => {
	it('are listed all, or by their exact name', async () => {
		const all = await list();
		expect(all.status).toBe(200);
		expect(all.data).toMatchObject({ type: 'custom_segment', response_id: expect.any(String) });
		expect(all.data.data).toHaveLength(4);
		expect((await list({ name: 'VIP customers' })).data.data).toEqual([
			{
				name: 'VIP customers',
				id: '6388a97a02adb9071ca84c01',
				created_time: '2022-12-01T13:17:46.409000',
				type: 'ELASTIC_SEARCH',
				source: 'API',
			},
		]);
		expect((await list({ name: 'VIP' })).data.data).toEqual([]);
	});

	it('have those of cohorts among them, once', async () => {
		for (let times = 0; times < 3; times++) await sync(body);
		const { data: answer } = await list({ name: 'VIP' });
		expect(answer.data.map(({ id }: { id: string }) => id)).toEqual(['vip']);
	});

	it('are not listed for an unknown MOE-APPKEY', async () => {
		const { status, data: answer } = await list({}, 'OTHER');
		expect([status, answer.error.code]).toEqual([400, 'Request Error']);
	});
});
