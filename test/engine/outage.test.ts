import type { IDataObject } from 'n8n-workflow';

import { ownTime } from '../fixtures/ownTime';
import { startSimulator, type Fault, type Simulator } from '../simulator';
import { caseOf, goodItems, options, savedWorkflow, type OperationCase } from './cases';
import type { FinishedRun } from './engine';
import { useEngineSideBySide } from './useEngine';

const TRIGGER = caseOf('businessEvent.trigger');
const TRACK = caseOf('event.track');
const UPSERT = caseOf('user.upsert');
const REPORT = caseOf('experience.report');

const ownSimulator = useEngineSideBySide();

/** What 300 items of a MoEngage that is gone may cost. */
const MOST_REQUESTS = 450;
const LONGEST_MS = 60_000;
/** The tests wait a little longer, so that they can say what took too long. */
const PATIENCE_MS = 900_000;

/** What comes at all has come by then, however busy the machine is. */
const PATIENT = options({ timeout: 20_000, maxConcurrency: 20 });
/** Where nothing comes at all, the wait should not be long. */
const SHORT = options({ timeout: 1500, maxConcurrency: 20 });
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const settingsFor = ({ kind }: Omit<Fault, 'path'>) => (kind === 'timeout' ? SHORT : PATIENT);

/** Good items, each of another user, so that each has a request of its own. */
function ofManyUsers(operation: OperationCase, count: number): IDataObject[] {
	return goodItems(operation, count).map((item, index) => ({
		...item,
		...('user' in item && { user: `user-${index}@example.com` }),
	}));
}

type Failed = { item: number; error: string; message: string; details: IDataObject };

function failuresOf(finished: FinishedRun): Failed[] {
	return finished
		.output('MoEngage')
		.flatMap(({ json, pairedItem }) =>
			json.error === undefined
				? []
				: [{ ...json, item: (pairedItem as { item: number }).item } as unknown as Failed],
		);
}

/** Marks of the items whose requests arrived, accepted or not. */
function arrivedMarks(
	simulator: Simulator,
	operation: OperationCase,
	items: IDataObject[],
): Set<string> {
	const bodies = simulator.requests.map(({ body }) => JSON.stringify(body));
	return new Set(
		items
			.map(operation.mark)
			.filter((mark) => bodies.some((body) => body.includes(JSON.stringify(mark)))),
	);
}

/** Most of them wait. All at once, they would keep each other from being responded to in time. */
const AT_ONCE = 6;
let running = 0;
const waiting: Array<() => void> = [];

/** Lets a test begin when few others run. */
function inTurn<A extends unknown[]>(work: (...args: A) => Promise<void>) {
	return async (...args: A): Promise<void> => {
		if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
		else running++;
		try {
			await work(...args);
		} finally {
			// Whoever waits takes the place.
			const next = waiting.shift();
			if (next === undefined) running--;
			else next();
		}
	};
}

describe('a MoEngage that is gone', () => {
	test.concurrent.each<[string, OperationCase, Omit<Fault, 'path'>]>([
		['hangs (users)', UPSERT, { kind: 'timeout' }],
		['hangs (events)', TRACK, { kind: 'timeout' }],
		['resets every connection (users)', UPSERT, { kind: 'resetBefore' }],
		['answers 503 without a body (users)', UPSERT, { kind: 'empty', status: 503 }],
		['answers 502 with a page (users)', UPSERT, { kind: 'html', status: 502 }],
		['answers 500 in JSON (events)', TRACK, { kind: 'status', status: 500 }],
	])(
		'%s: 300 items cost few requests and less than a minute, and no item is left out',
		inTurn(async (_what, operation, fault) => {
			const { run, simulator } = await ownSimulator();
			simulator.inject({ ...fault, path: operation.path, times: Infinity });
			const items = ofManyUsers(operation, 300);
			const sinceStart = ownTime();
			const finished = await run(operation.name, items, { ...CONTINUE, ...settingsFor(fault) });
			const took = sinceStart();

			expect(simulator.requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
			expect(took).toBeLessThan(LONGEST_MS);
			expect(finished.error).toBeUndefined();
			const failures = failuresOf(finished);
			expect(failures.map(({ item }) => item)).toEqual(items.map((_, item) => item));
			const arrived = arrivedMarks(simulator, operation, items);
			for (const { item, message, details } of failures) {
				if (arrived.has(operation.mark(items[item]))) continue;
				// What never left is not in doubt, and may be sent again without a second thought.
				expect(details.type).not.toBe('UnknownOutcome');
				expect(details.retriable).toBe(true);
				expect(message).toMatch(/The node did not send this item/);
			}
		}),
		PATIENCE_MS,
	);

	test.concurrent(
		'cannot be reached at all: 300 items fail in less than a minute as not sent',
		inTurn(async () => {
			const { engine, withCredential } = await ownSimulator();
			const items = ofManyUsers(TRACK, 300);
			const sinceStart = ownTime();
			const finished = await engine.run(
				savedWorkflow(TRACK.name, { ...CONTINUE, ...PATIENT }),
				withCredential(items, { apiBaseUrl: 'http://127.0.0.1:9/api' }),
			);
			expect(sinceStart()).toBeLessThan(LONGEST_MS);
			const failures = failuresOf(finished);
			expect(failures).toHaveLength(300);
			for (const { error, details } of failures) {
				expect(error).toMatch(/could not be reached/);
				expect(details).toMatchObject({ type: 'ECONNREFUSED', httpCode: null, retriable: true });
			}
		}),
		PATIENCE_MS,
	);

	test.concurrent(
		'hangs, in stop mode: the run ends soon, and a retry delivers everything',
		inTurn(async () => {
			const { retry, run, simulator } = await ownSimulator();
			simulator.inject({ kind: 'timeout', path: UPSERT.path, times: Infinity });
			const items = ofManyUsers(UPSERT, 60);
			const sinceStart = ownTime();
			const failed = await run(UPSERT.name, items, SHORT);
			expect(sinceStart()).toBeLessThan(LONGEST_MS);
			expect(failed.error?.message).toMatch(/did not respond in time/);
			simulator.clearFaults();
			const again = await retry(failed, UPSERT.name, items, PATIENT);
			expect(again.error).toBeUndefined();
			expect(UPSERT.accepted(simulator).sort()).toEqual(items.map(UPSERT.mark).sort());
		}),
		PATIENCE_MS,
	);

	test.concurrent(
		'hangs, for business events: what was sent is unknown, and a retry triggers the rest and only that',
		inTurn(async () => {
			const { retry, run, simulator } = await ownSimulator();
			simulator.inject({ kind: 'acceptThenTimeout', path: TRIGGER.path, times: Infinity });
			const items = goodItems(TRIGGER, 40);
			const settings = options({ timeout: 3000, maxConcurrency: 5 });
			const failed = await run(TRIGGER.name, items, settings);
			expect(failed.error?.message).toMatch(/unknown whether MoEngage accepted/);
			const sent = TRIGGER.accepted(simulator);
			expect(sent.length).toBeLessThan(40);
			simulator.clearFaults();
			const again = await retry(failed, TRIGGER.name, items, PATIENT);
			await retry(again, TRIGGER.name, items, PATIENT);
			const accepted = TRIGGER.accepted(simulator);
			expect(accepted).toHaveLength(40);
			expect(new Set(accepted).size).toBe(accepted.length);
			for (const mark of sent) expect(accepted).toContain(mark);
		}),
		PATIENCE_MS,
	);
});

describe('a MoEngage that is gone for 5 s', () => {
	test.concurrent.each<[string, OperationCase, number, Omit<Fault, 'path'>]>([
		['answers nothing (users)', UPSERT, 100, { kind: 'timeout' }],
		['resets connections (users)', UPSERT, 100, { kind: 'resetBefore' }],
		['answers 503 without a body (users)', UPSERT, 100, { kind: 'empty', status: 503 }],
		['answers 504 with a page (users)', UPSERT, 100, { kind: 'html', status: 504 }],
		['resets connections (reports)', REPORT, 500, { kind: 'resetAfter' }],
		['answers 500 in JSON (events)', TRACK, 100, { kind: 'status', status: 500 }],
	])(
		'%s: everything is delivered',
		inTurn(async (_what, operation, count, fault) => {
			const { run, simulator } = await ownSimulator();
			// As long as MoEngage is gone: what is sent afterwards has that long to come.
			const settings =
				fault.kind === 'timeout' ? options({ timeout: 6000, maxConcurrency: 20 }) : PATIENT;
			for (const mode of operation === REPORT ? [CONTINUE, {}] : [CONTINUE]) {
				simulator.reset();
				const items = ofManyUsers(operation, count);
				simulator.inject({ ...fault, path: operation.path, lastsMs: 5000 });
				const finished = await run(operation.name, items, { ...mode, ...settings });
				expect(finished.error).toBeUndefined();
				expect(failuresOf(finished)).toEqual([]);
				expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
			}
		}),
		PATIENCE_MS,
	);

	test.concurrent(
		'is not there at all and comes back at the same address: everything is delivered',
		inTurn(async () => {
			const { engine, simulator } = await ownSimulator();
			const port = Number(new URL(simulator.origin).port);
			const { credential } = simulator;
			await simulator.close();
			const items = ofManyUsers(TRACK, 100);
			const running = engine.run(savedWorkflow(TRACK.name, { ...CONTINUE, ...PATIENT }), {
				credential: { ...credential },
				items,
			});
			await new Promise((resolve) => setTimeout(resolve, 5000));
			const returned = await startSimulator({ port });
			try {
				expect(failuresOf(await running)).toEqual([]);
				expect(TRACK.accepted(returned).sort()).toEqual(items.map(TRACK.mark).sort());
			} finally {
				await returned.close();
			}
		}),
		PATIENCE_MS,
	);

	test.concurrent(
		'a few outages among many answers do not slow the run down',
		inTurn(async () => {
			const { run, simulator } = await ownSimulator();
			for (const after of [10, 60, 120]) {
				simulator.inject({ kind: 'resetBefore', path: UPSERT.path, after });
			}
			const items = ofManyUsers(UPSERT, 200);
			const sinceStart = ownTime();
			const finished = await run(UPSERT.name, items, { ...CONTINUE, ...PATIENT });
			expect(sinceStart()).toBeLessThan(LONGEST_MS);
			expect(failuresOf(finished)).toEqual([]);
			expect(simulator.requests).toHaveLength(203);
		}),
		PATIENCE_MS,
	);
});

describe("a gateway's page without JSON", () => {
	const BULK = { sendVia: 'bulkImport' };

	test.concurrent.each([
		['Track Event', 502, {}, true],
		['Track Event', 504, {}, true],
		['Bulk Import', 502, BULK, true],
		['Bulk Import', 504, BULK, true],
		['Track Event', 503, {}, false],
		['Bulk Import', 503, BULK, false],
	])(
		'%s, HTTP %i: not repeated by itself if the outcome is unknown',
		async (_what, status, via, unknown) => {
			const { run, simulator } = await ownSimulator();
			for (const kind of ['html', 'empty'] as const) {
				simulator.reset();
				simulator.inject({ kind, status, path: '/v1/', times: 1 });
				const items = ofManyUsers(TRACK, 3);
				const settings = {
					onError: 'continueRegularOutput',
					...options({ ...via, maxConcurrency: 1 }),
				};
				const finished = await run(TRACK.name, items, settings as typeof CONTINUE);
				const unknownItems = via === BULK ? [0, 1, 2] : [0];
				const failures = failuresOf(finished);
				expect(failures.map(({ item }) => item)).toEqual(unknown ? unknownItems : []);
				for (const { error, details } of failures) {
					expect(error).toMatch(/unknown whether MoEngage accepted/);
					expect(details).toMatchObject({ type: 'UnknownOutcome', retriable: false });
				}
				expect(simulator.accepted.events).toHaveLength(3 - failures.length);
			}
		},
	);

	test.concurrent.each([502, 504])(
		'HTTP %i is repeated where the user allows it, where a repeat changes nothing, and in JSON',
		async (status) => {
			const { run, simulator } = await ownSimulator();
			const rows = [
				[TRACK, { kind: 'html', status }, { retryUnsafe: true }],
				[TRACK, { kind: 'html', status }, { retryUnsafe: true, ...BULK }],
				[UPSERT, { kind: 'html', status }, {}],
				[REPORT, { kind: 'empty', status }, {}],
				[TRACK, { kind: 'status', status }, {}],
				[TRACK, { kind: 'status', status }, BULK],
			] as const;
			for (const [operation, fault, own] of rows) {
				simulator.reset();
				simulator.inject({ ...fault, path: '/v1/' });
				const items = ofManyUsers(operation, 3);
				const finished = await run(operation.name, items, options(own));
				expect(finished.error).toBeUndefined();
				expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
			}
		},
	);
});
