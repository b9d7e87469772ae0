import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import type { Simulator } from '../simulator';
import {
	caseOf,
	manyItems,
	ONE_AT_A_TIME,
	options,
	savedWorkflow,
	startCaseSimulator,
	WRITES,
	type OperationCase,
} from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, run, simulator, withCredential } = useEngine();

/** Another MoEngage, until the test ends. */
let other: Simulator;

async function startOther(workspaceId?: string): Promise<void> {
	other = await startCaseSimulator(workspaceId);
}

afterEach(async () => await other?.close());

/** Several items, of which the first MoEngage accepted some and refused the others. */
async function failHalfway(operation: OperationCase, items: IDataObject[]) {
	simulator.inject({
		kind: 'status',
		status: 400,
		path: operation.path,
		after: operation.packs ? 1 : 3,
		times: Infinity,
	});
	const failed = await run(operation.name, items, ONE_AT_A_TIME);
	simulator.clearFaults();
	expect(failed.error?.httpCode).toBe('400');
	expect(operation.accepted(simulator).length).toBeGreaterThan(0);
	return failed;
}

const MOVES = [
	{ where: 'to another workspace', workspaceId: 'PRODUCTION' },
	{ where: 'to the same workspace of another data center', workspaceId: undefined },
];

/** The API host of MoEngage that an operation calls. */
const hostOf = ({ endpoint }: OperationCase) => endpoint.address.split(' ')[1];

/** Operations of one host take turns; one that has a host to itself is moved both ways. */
const MOVED = WRITES.flatMap((operation) => {
	const ofHost = WRITES.filter((one) => hostOf(one) === hostOf(operation));
	const turn = ofHost.indexOf(operation);
	return MOVES.filter((_, nth) => ofHost.length === 1 || nth === turn % MOVES.length).map(
		(move) => ({ name: operation.name, operation, ...move }),
	);
});

describe('a retry after the credential was moved', () => {
	test.each(share(3, MOVED))(
		'$name, $where: sends everything there, and nothing more to the old one',
		async ({ operation, workspaceId }) => {
			await startOther(workspaceId);
			const items = manyItems(operation, 6);
			const failed = await failHalfway(operation, items);
			const before = simulator.requests.length;
			const again = await engine.retry(failed, savedWorkflow(operation.name), {
				credential: { ...other.credential },
				items,
			});
			expect(again.error).toBeUndefined();
			expect(operation.accepted(other).sort()).toEqual(items.map(operation.mark).sort());
			expect(again.output('MoEngage')).toHaveLength(items.length);
			expect(simulator.requests).toHaveLength(before);
		},
	);

	test('sends there what is unknown at the old workspace', async () => {
		await startOther('PRODUCTION');
		const items = manyItems(TRIGGER, 5);
		simulator.inject({ kind: 'acceptThenTimeout', path: TRIGGER.path, after: 2 });
		const failed = await run(TRIGGER.name, items, options({ maxConcurrency: 1, timeout: 1500 }));
		expect(failed.error?.message).toMatch(/unknown/);
		const again = await engine.retry(failed, savedWorkflow(TRIGGER.name), {
			credential: { ...other.credential },
			items,
		});
		expect(again.error).toBeUndefined();
		expect(TRIGGER.accepted(other).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});

	test('and after it was moved again sends what is left there', async () => {
		await startOther('PRODUCTION');
		const items = manyItems(TRACK, 6);
		const failed = await failHalfway(TRACK, items);
		other.inject({ kind: 'status', status: 400, path: TRACK.path, after: 2 });
		const moved = await engine.retry(failed, savedWorkflow(TRACK.name, ONE_AT_A_TIME), {
			credential: { ...other.credential },
			items,
		});
		expect(moved.error?.description).toContain('MoEngage accepted 2 of 6 items');
		const again = await engine.retry(moved, savedWorkflow(TRACK.name), {
			credential: { ...other.credential },
			items,
		});
		expect(again.error).toBeUndefined();
		expect(TRACK.accepted(other).sort()).toEqual(items.map(TRACK.mark).sort());
	});
});

describe('a retry with the same workspace and host sends only the rest', () => {
	test.each<[string, (credential: IDataObject) => IDataObject]>([
		['with another key', ({ dataApiKey }) => ({ dataApiKey: ` ${String(dataApiKey)} ` })],
		[
			'with blanks around the workspace ID',
			({ workspaceId }) => ({ workspaceId: `${String(workspaceId)}\n` }),
		],
		[
			'with a slash behind the base URL',
			({ apiBaseUrl }) => ({ apiBaseUrl: `${String(apiBaseUrl)}/` }),
		],
		[
			'with another base URL of a host that it does not use',
			() => ({ pushBaseUrl: 'https://push.example.com' }),
		],
	])('%s', async (_what, change) => {
		const items = manyItems(TRACK, 6);
		const failed = await failHalfway(TRACK, items);
		const again = await engine.retry(
			failed,
			savedWorkflow(TRACK.name),
			withCredential(items, change({ ...simulator.credential })),
		);
		expect(again.error).toBeUndefined();
		expect(TRACK.accepted(simulator).sort()).toEqual(items.map(TRACK.mark).sort());
	});

	test('after a first try whose key was refused', async () => {
		const items = manyItems(REPORT, 4);
		const failed = await engine.run(
			savedWorkflow(REPORT.name),
			withCredential(items, { personalizeApiKey: 'wrong' }),
		);
		expect(failed.error?.httpCode).toBe('401');
		const again = await retry(failed, REPORT.name, items);
		expect(again.error).toBeUndefined();
		expect(REPORT.accepted(simulator).sort()).toEqual(items.map(REPORT.mark).sort());
	});
});
