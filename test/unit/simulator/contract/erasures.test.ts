import { ACCEPTED, useSimulator, WORKSPACE } from '../useSimulator';

const { data, simulator } = useSimulator();

const erase = (body: unknown) => data(`/v1/opengdpr_requests/${WORKSPACE}`, body);

const REQUEST = {
	request_type: 'erasure',
	submitted_time: '2018-10-05T15:00:00Z',
	identities: [{ identity_type: 'email', identity_value: 'jane@example.com' }],
	api_version: '1.0',
};

it('takes requests for three kinds of identity, each with an ID of its own', async () => {
	const ids: unknown[] = [];
	for (const [type, value] of [
		['ID', 'u1'],
		['mobile', '+919876500000'],
		['google_advertising_id', '38400000-8cf0-11bd-b23e-10b96e40000d'],
	]) {
		const identities = [{ identity_type: type, identity_value: value }];
		const { status, data: answer } = await erase({ ...REQUEST, identities });
		expect([status, answer]).toMatchObject([200, ACCEPTED]);
		ids.push(answer.request_id);
	}
	expect(new Set(ids).size).toBe(3);
	expect(simulator.accepted.erasures.map(({ identityType }) => identityType)).toEqual([
		'ID',
		'mobile',
		'google_advertising_id',
	]);
});

const [JANE] = REQUEST.identities;

it.each<[string, Record<string, unknown>, string]>([
	['no request_type', { request_type: undefined }, 'request_type'],
	['another request_type', { request_type: 'deletion' }, 'request_type'],
	['no submitted_time', { submitted_time: undefined }, 'submitted_time'],
	['no time', { submitted_time: 'today' }, 'submitted_time'],
	['no api_version', { api_version: undefined }, 'api_version'],
	['no identities', { identities: undefined }, 'identities'],
	['an empty list of identities', { identities: [] }, 'identities'],
	['two identities', { identities: [JANE, JANE] }, 'identities'],
	['another type', { identities: [{ ...JANE, identity_type: 'phone' }] }, 'identity_type'],
	['an empty value', { identities: [{ ...JANE, identity_value: '' }] }, 'identity_value'],
])('refuses a request with %s', async (_what, fields, attribute) => {
	const { status, data: answer } = await erase({ ...REQUEST, ...fields });
	expect([status, answer.error.attribute]).toEqual([400, attribute]);
	expect(simulator.accepted.erasures).toEqual([]);
});
