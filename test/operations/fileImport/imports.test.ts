import { caseOf, goodItems, ONE_AT_A_TIME, options } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';
import { startSimulator } from '../../simulator';
import { importId } from '../../simulator/imports';

const START = caseOf('fileImport.start');

const { run, simulator } = useEngine({
	startSimulator: () => startSimulator({ importSpeed: 300 }),
});

const offsets = () => simulator.requests.map(({ body }) => (body as { offset?: number }).offset);

describe('the list of imports', () => {
	test('120 imports are read in 3 pages, each once', async () => {
		const finished = await run('fileImport.getMany', [{}], {
			parameters: { returnAll: true, filters: {} },
		});
		expect(offsets()).toEqual([1, 2, 3]);
		const ids = finished.output('Done').map(({ json }) => json.import_id);
		expect(new Set(ids).size).toBe(120);
		expect(ids).toHaveLength(120);
	});

	test('a limit of 60 takes 2 pages, and the default one', async () => {
		const limited = await run('fileImport.getMany', [{}], {
			parameters: { limit: 60, filters: {} },
		});
		expect(limited.output('Done')).toHaveLength(60);
		expect(offsets()).toEqual([1, 2]);
		const usual = await run('fileImport.getMany', [{}], { parameters: { filters: {} } });
		expect(usual.output('Done')).toHaveLength(50);
		expect(offsets()).toEqual([1, 2, 1]);
	});

	test('files of an import come page by page, although MoEngage says so in text', async () => {
		const files = (page: number) => ({
			status: 'success',
			total_count: '120',
			data: Array.from({ length: page === 3 ? 20 : 50 }, (_, file) => ({
				id: `file-${page}-${file}`,
				failed_rows: file,
			})),
			offset: page,
			more_files: page === 3 ? 'false' : 'true',
		});
		for (const page of [1, 2, 3]) simulator.inject({ kind: 'answer', body: files(page) });
		const finished = await run('fileImport.getRuns', [{ by: 'id', id: importId(1) }], {
			parameters: { returnAll: true },
		});
		expect(finished.output('Done')).toHaveLength(120);
		expect(offsets()).toEqual([1, 2, 3]);
	});
});

describe('the start of an import', () => {
	// At 300 times the speed, MoEngage's five minutes are a second.
	test('that ran in the last five minutes waits, and holds up no other import', async () => {
		const [first, second, third] = goodItems(START, 3);
		await run(START.name, [first]);
		const finished = await run(START.name, [first, second, third], options({ maxWait: 1 }));
		expect(finished.error).toBeUndefined();
		const { startedImports } = simulator.accepted;
		expect(startedImports).toEqual([first, second, third, first].map(({ id }) => id));
		const refused = simulator.requests.filter(({ status }) => status === 400);
		expect(refused.length).toBeGreaterThan(0);
		expect(finished.output('Done').map(({ json }) => json.import_id)).toEqual(
			[first, second, third].map(({ id }) => id),
		);
	});

	test('that may not run within Max Wait fails as not started, with when to try again', async () => {
		const [first, second, third] = goodItems(START, 3);
		await run(START.name, [first]);
		simulator.inject({
			kind: 'answer',
			status: 400,
			body: {
				status: 'fail',
				error_type: 'ALREADY_EXISTS',
				message: 'Import has run in the last 5 min.',
			},
			path: String(first.id),
			times: Infinity,
		});
		const began = Date.now();
		const finished = await run(START.name, [first, second, third], {
			onError: 'continueErrorOutput',
			...options({ maxWait: 0.02 }),
		});
		expect(simulator.accepted.startedImports).toEqual([first, second, third].map(({ id }) => id));
		const [{ json }] = finished.output('Failed');
		expect(json.error).toBe('MoEngage accepts this only once in 5 minutes');
		const { details } = json as { details: { retryAt: string; retriable: boolean } };
		expect(details).toMatchObject({ retriable: true, type: 'RateLimit' });
		const wait = Date.parse(details.retryAt) - began;
		expect(wait).toBeGreaterThanOrEqual(5 * 60_000);
		expect(wait).toBeLessThan(6 * 60_000);
	});

	test.each([
		['a lost connection', { kind: 'resetAfter' }],
		['a fault of MoEngage', { kind: 'acceptThenStatus', status: 500 }],
		["a gateway's page", { kind: 'html', status: 502 }],
	] as const)('is not repeated after %s, nor by a retry', async (_what, fault) => {
		const items = goodItems(START, 3);
		simulator.inject({ ...fault, path: START.path, after: 1 });
		const finished = await run(START.name, items, {
			...ONE_AT_A_TIME,
			onError: 'continueRegularOutput',
			retryOnFail: true,
			maxTries: 3,
			waitBetweenTries: 1,
		});
		const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ json }) => (json.details as { type: string }).type)).toEqual([
			'UnknownOutcome',
		]);
		const sent = simulator.requests.filter(({ path }) => path.includes(String(items[1].id)));
		expect(sent).toHaveLength(1);
	});

	test('that several items ask for happens once, and each gets its output', async () => {
		const [first, second] = goodItems(START, 3);
		const finished = await run(START.name, [first, second, first, first]);
		expect(simulator.accepted.startedImports).toHaveLength(2);
		expect(finished.output('Done').map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
	});

	test('has no body', async () => {
		await run(START.name, goodItems(START, 3));
		expect(simulator.requests.map(({ bytes }) => bytes)).toEqual([0, 0, 0]);
	});
});
