import { couponListId } from '../../../simulator/coupons';
import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const call = (
	method: string,
	path: string,
	data?: object,
	over: Record<string, string> = keyHeader('campaignApiKey'),
) =>
	client.request({
		method,
		url: `${simulator.baseUrls.api}/v1/coupon-list${path}`,
		data,
		headers: {
			'MOE-APPKEY': WORKSPACE,
			...(data !== undefined && { 'Content-Type': 'application/json' }),
			...over,
		},
	});

const LIST = { name: 'Spring', label: 'spring', expires_at: '2099-03-31', created_by: 'Jane' };
const codeOf = ({ status, data }: { status: number; data: { error?: { code: string } } }) => [
	status,
	data.error?.code,
];

it('creates lists, changes them and tells of them', async () => {
	const created = await call('POST', '', LIST);
	expect([created.status, created.data.status]).toEqual([201, 'ACTIVE']);
	const { _id: id } = created.data as { _id: string };
	expect((await call('PATCH', `/${id}`, { name: 'Summer' })).status).toBe(200);
	expect((await call('GET', `/${id}`)).data.name).toBe('Summer');
	const of = async (status: string) => (await call('GET', `?status=${status}`)).data.data.length;
	expect([await of('ACTIVE'), await of('ARCHIVED'), await of('EXPIRED')]).toEqual([61, 60, 0]);
	expect(simulator.accepted.couponChanges.map(({ change }) => change)).toEqual([
		'created',
		'updated',
	]);
});

it('archives a list and its codes without a body, and activates it again', async () => {
	const id = couponListId(1);
	expect((await call('PUT', `/${id}/archive`, {})).status).toBe(400);
	expect((await call('PUT', `/${id}/archive`)).status).toBe(204);
	expect((await call('PUT', `/${id}/archive`)).status).toBe(400);
	expect((await call('GET', `/${id}`)).data).toMatchObject({
		status: 'ARCHIVED',
		available_coupons: 0,
	});
	expect((await call('PUT', `/${id}/activate`, { expires_at: '2099-01-31' })).status).toBe(204);
	expect((await call('PUT', `/${id}/activate`, { expires_at: '2099-01-31' })).status).toBe(400);
});

it('takes files of codes, and lists them', async () => {
	const id = couponListId(2);
	const file = { file_url: 'https://shop.example.com/codes.csv', name: 'codes' };
	const taken = await call('POST', `/${id}/files`, file);
	expect([taken.status, taken.data.status, taken.data.coupons_list_id]).toEqual([
		201,
		'PENDING',
		id,
	]);
	const { data } = await call('GET', `/${id}/files`);
	expect(data.data.map(({ status }: { status: string }) => status)).toEqual([
		'SUCCESSFUL',
		'PENDING',
	]);
	for (const bad of [{ file_url: '' }, { file_url: 'codes.csv' }, { ...file, url: 'x' }]) {
		expect((await call('POST', `/${id}/files`, bad)).status).toBe(400);
	}
	expect((await call('POST', `/${couponListId(70)}/files`, file)).status).toBe(400);
});

it.each([
	[{ ...LIST, label: '' }, 'missing-mandatory-attributes'],
	[{ ...LIST, expires_at: '2020-01-31' }, 'invalid-request'],
	[{ ...LIST, expires_at: '31/03/2099' }, 'invalid-request'],
	[{ ...LIST, name: 'Welcome coupons' }, 'duplicate-coupon-list-name'],
	[{ ...LIST, label: 'coupons_1' }, 'duplicate-coupon-list-label'],
	[{ ...LIST, email_alert_subscribers: ['jane'] }, 'bad-request'],
	[{ ...LIST, alert_conditions: { expiry_alert: { days_before: 'x' } } }, 'bad-request'],
])('refuses the list %j', async (list, code) => {
	expect(codeOf(await call('POST', '', list))).toEqual([400, code]);
	expect(simulator.accepted.couponChanges).toEqual([]);
});

it('needs the key of the Campaign tile and MOE-APPKEY, and knows which lists it has', async () => {
	expect(codeOf(await call('GET', '', undefined, keyHeader('dataApiKey')))[0]).toBe(401);
	const other = { ...keyHeader('campaignApiKey'), 'MOE-APPKEY': 'OTHER' };
	expect(codeOf(await call('GET', '', undefined, other))[0]).toBe(401);
	for (const path of ['', '/files']) {
		expect(codeOf(await call('GET', `/${couponListId(999)}${path}`))).toEqual([404, 'not-found']);
	}
	expect(codeOf(await call('PATCH', `/${couponListId(1)}`, { label: 'x' }))[0]).toBe(400);
});
