import { segmentId } from '../../../simulator/segments';
import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const call = (method: string, path: string, data?: object, over: Record<string, string> = {}) =>
	client.request({
		method,
		url: `${simulator.baseUrls.api}${path}`,
		data,
		headers: {
			'MOE-APPKEY': WORKSPACE,
			'MOE-DBNAME': 'my_shop',
			...(data !== undefined && { 'Content-Type': 'application/json' }),
			...keyHeader('dataApiKey'),
			...over,
		},
	});

const filtersOf = (city: string) => ({
	filter_operator: 'and',
	filters: [{ filter_type: 'user_attributes', name: 'city', operator: 'in', value: [city] }],
});
const BERLINERS = { name: 'Berliners', included_filters: filtersOf('Berlin') };

describe('segments by filters', () => {
	const create = (body: object) => call('POST', '/v3/custom-segments', body);

	it('are created, changed, listed and read', async () => {
		const created = await create(BERLINERS);
		expect([created.status, created.data.data.name]).toEqual([201, 'Berliners']);
		const { id } = created.data.data as { id: string };
		const changed = await call('PATCH', `/v3/custom-segments/${id}`, {
			name: 'Parisians',
			included_filters: filtersOf('Paris'),
		});
		expect(changed.status).toBe(200);
		const { data } = await call('GET', `/v3/custom-segments/${id}`);
		expect(data.data).toMatchObject({ name: 'Parisians', included_filters: filtersOf('Paris') });
		const listed = await call('GET', '/v3/custom-segments?name=Parisians');
		expect(listed.data.data).toHaveLength(1);
		expect((await call('GET', `/v3/custom-segments/${segmentId(7)}`)).status).toBe(200);
	});

	it('with the name or the filters of another one are refused, and name it', async () => {
		const { data } = (await create(BERLINERS)).data as { data: { id: string } };
		const sameName = await create({ ...BERLINERS, included_filters: filtersOf('Rome') });
		expect([sameName.status, sameName.data.error.message]).toEqual([
			409,
			expect.stringContaining('same name: Berliners.'),
		]);
		const sameFilters = await create({ ...BERLINERS, name: 'Others' });
		expect(sameFilters.data.error).toMatchObject({
			existing_cs_id: data.id,
			existing_cs_name: 'Berliners',
		});
		expect(simulator.accepted.segmentChanges).toHaveLength(1);
	});

	it.each([
		{ ...BERLINERS, name: '' },
		{ ...BERLINERS, name: '<b>' },
		{ ...BERLINERS, included_filters: { filters: [] } },
		{ ...BERLINERS, included_filters: { filter_operator: 'and', filters: [{}] } },
		{ ...BERLINERS, excluded_filters: [] },
		{ ...BERLINERS, color: 'red' },
	])('are refused if they are none: %j', async (body) => {
		expect((await create(body)).status).toBe(400);
		expect(simulator.accepted.segmentChanges).toEqual([]);
	});

	it('need the key of the Data tile and MOE-APPKEY', async () => {
		const path = `/v3/custom-segments/${segmentId(1)}`;
		expect((await call('GET', path, undefined, keyHeader('campaignApiKey'))).status).toBe(401);
		expect((await call('GET', path, undefined, { 'MOE-APPKEY': 'OTHER' })).status).toBe(400);
		expect((await call('GET', '/v3/custom-segments/000000000000000000000000')).status).toBe(404);
	});
});

describe('segments by file', () => {
	const FILE = {
		...{ name: 'Visitors', attribute_name: 'ID', attribute_type: 'string' },
		file_url: 'https://example.com/users.csv',
	};
	const FILES = '/v2/custom-segments/file-segment';

	it('are created once, and changed by name or ID', async () => {
		const created = await call('POST', FILES, { ...FILE, expiry_time: 30 });
		expect([created.status, created.data.cs_name]).toEqual([202, 'Visitors']);
		expect((await call('POST', FILES, { ...FILE, expiry_time: 30 })).status).toBe(409);
		const { cs_id: id } = created.data as { cs_id: string };
		for (const change of ['add-users', 'remove-users', 'replace']) {
			expect((await call('PUT', `${FILES}/${change}`, FILE)).status).toBe(202);
			const byId = { ...FILE, name: 'Any', cs_id: id };
			expect((await call('PUT', `${FILES}/${change}`, byId)).data.cs_name).toBe('Visitors');
		}
		expect((await call('PUT', `${FILES}/replace`, { ...FILE, name: 'None' })).status).toBe(404);
		expect(simulator.accepted.segmentChanges).toHaveLength(7);
	});

	it.each([
		{ ...FILE, expiry_time: 0 },
		{ ...FILE },
		{ ...FILE, expiry_time: 30, attribute_type: 'text' },
		{ ...FILE, expiry_time: 30, file_url: 'users.csv' },
		{ ...FILE, expiry_time: 30, emails: ['jane'] },
		{ ...FILE, expiry_time: 30, cs_id: segmentId(1) },
	])('are refused if something is missing or wrong: %j', async (body) => {
		expect((await call('POST', FILES, body)).status).toBe(400);
		expect(simulator.accepted.segmentChanges).toEqual([]);
	});

	it('need the name of the database', async () => {
		const answer = await call('POST', FILES, { ...FILE, expiry_time: 30 }, { 'MOE-DBNAME': '' });
		expect(answer.status).toBe(400);
	});
});

it.each(['archive', 'unarchive'])(
	'%s takes a name or an ID, of a segment that exists',
	async (change) => {
		const path = `/v2/custom-segments/${change}`;
		const byId = await call('PATCH', path, { name: 'x', cs_id: segmentId(3) });
		expect([byId.status, byId.data.cs_id]).toEqual([202, segmentId(3)]);
		expect((await call('PATCH', path, { name: 'VIP customers' })).status).toBe(202);
		expect((await call('PATCH', path, { name: 'None' })).status).toBe(404);
		expect((await call('PATCH', path, { cs_id: segmentId(3) })).status).toBe(400);
		expect(simulator.accepted.segmentChanges.map((one) => one.change)).toEqual([
			`${change}d`,
			`${change}d`,
		]);
	},
);
