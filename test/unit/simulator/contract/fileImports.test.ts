import { importId } from '../../../simulator/imports';
import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const headers = (over: Record<string, string> = {}) => ({
	'MOE-APPKEY': WORKSPACE,
	...keyHeader('dataApiKey'),
	...over,
});

const base = () => `${simulator.baseUrls.api}/v1.0/data/fileimports`;
const ask = (path: string, body: object, over?: Record<string, string>) =>
	client.post(`${base()}/import/${path}`, body, {
		headers: headers({ 'Content-Type': 'application/json', ...over }),
	});
const start = (id: string, over?: Record<string, string>, body?: object) =>
	client.post(`${base()}/trigger/${id}`, body, { headers: headers(over) });

describe('the start of an import', () => {
	it('is taken once in five minutes for each import, and only for those that run at intervals', async () => {
		const first = await start(importId(1));
		expect([first.status, first.data.message]).toEqual([200, 'Triggered Import Successfully']);
		const again = await start(importId(1));
		expect([again.status, again.data.error_type]).toEqual([400, 'ALREADY_EXISTS']);
		expect((await start(importId(2))).status).toBe(200);
		for (const id of [importId(110), 'no-such-import']) {
			const { status, data } = await start(id);
			expect([status, data.error_type]).toEqual([400, 'NOT_FOUND']);
		}
		expect(simulator.accepted.startedImports).toEqual([importId(1), importId(2)]);
	});

	it('has no body, and needs the key of the Data tile and MOE-APPKEY', async () => {
		expect((await start(importId(1), {}, {})).status).toBe(400);
		expect((await start(importId(1), keyHeader('campaignApiKey'))).status).toBe(401);
		expect((await start(importId(1), { 'MOE-APPKEY': 'OTHER' })).data.title).toBe('HeaderMissing');
		expect(simulator.accepted.startedImports).toEqual([]);
	});
});

describe('the lists of imports and of their files', () => {
	it('come in pages of 50, and say whether there are more', async () => {
		const pages = await Promise.all([1, 2, 3, 4].map((offset) => ask('status', { offset })));
		expect(pages.map(({ data }) => [data.data.length, data.more_files])).toEqual([
			[50, true],
			[50, true],
			[20, false],
			[0, false],
		]);
		const { data } = await ask('run/history', { import_name: 'Nightly orders' });
		expect([data.data.length, data.more_files]).toEqual([2, 'false']);
	});

	it('are filtered', async () => {
		const { data } = await ask('status', { schedule_type: ['ONETIME'], import_type: ['USERS'] });
		expect(data.total_count).toBe(6);
		const runs = await ask('run/history', {
			import_name: 'Nightly orders',
			file_status: ['PARTIAL_SUCCESS'],
		});
		expect(
			runs.data.data.map(({ failed_rows: failed }: { failed_rows: number }) => failed),
		).toEqual([12]);
	});

	it.each([
		['status', { import_type: 'USERS' }, undefined],
		['status', { schedule_status: ['failed'] }, undefined],
		['status', { name: 'x' }, undefined],
		['status', { offset: 0 }, 'Invalid Offset Value'],
		[
			'status',
			{ date: { start_date: '2026-01-01', end_date: '2026-01-02', format: 'DD/MM/YYYY' } },
			'Invalid Date format',
		],
		[
			'status',
			{ date: { start_date: '2026-01-01', end_date: '2026-02-01', format: 'YYYY-MM-DD' } },
			'Difference exceeds 30 days',
		],
		['run/history', { import_id: importId(999) }, "Import Doesn't Exist"],
		['run/history', { import_name: 'No such' }, "Import Doesn't Exist"],
	])('%s refuses %j', async (path, body, errorType) => {
		const { status, data } = await ask(path, body);
		expect([status, data.error_type]).toEqual([400, errorType]);
	});
});
