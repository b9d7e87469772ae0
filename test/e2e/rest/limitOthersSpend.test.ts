import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	eventsOfManyUsers,
	goodItems,
	options,
	pinnedWorkflow,
	type NodeSettings,
	type OperationCase,
} from '../../engine/cases';
import { startSimulator, type LimitRules } from '../../simulator';
import type { Execution } from '../n8n/client';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';

/*
 * What a full n8n must reach, counted at MoEngage, while other systems spend a part of the workspace's limit.
 * `test/simulation/` has many senders, and any length of time.
 */

const instance = useInstance();

const TRACK = caseOf('event.track');
const TRIGGER = caseOf('businessEvent.trigger');

const STOP: NodeSettings = {};
const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

/** What a run cost, counted at the simulator. */
type Spent = {
	execution: Execution;
	accepted: string[];
	seconds: number;
	/** Seconds from the start to each acceptance. */
	acceptedAt: number[];
	refused: number;
};

/** Runs an operation against a workspace of its own, so that the node knows nothing of its limits yet. */
async function runUnder(
	rules: Partial<LimitRules>,
	{ name, accepted }: OperationCase,
	items: IDataObject[],
	settings: NodeSettings,
): Promise<Spent> {
	const { client } = instance();
	const simulator = await startSimulator({ rateLimits: true, latencyMs: 50, limits: rules });
	try {
		const id = await client.createCredential('Shared workspace', simulator.credential);
		const workflow = withCredential(pinnedWorkflow(name, items, settings), id);
		const saved = await client.createWorkflow(workflow);
		const execution = await client.run(saved, 300_000);
		const arrivals = simulator.requests.map(({ at }) => at);
		const start = Math.min(...arrivals);
		const taken = simulator.requests.filter(({ status }) => status !== 429);
		return {
			execution,
			accepted: accepted(simulator),
			seconds: (Math.max(...arrivals) - start) / 1000,
			acceptedAt: taken.map(({ at }) => (at - start) / 1000).sort((a, b) => a - b),
			refused: simulator.requests.length - taken.length,
		};
	} finally {
		await simulator.close();
	}
}

/** All items came out, and arrived once each. */
function expectAllOnce(spent: Spent, operation: OperationCase, items: IDataObject[]): void {
	const { execution, accepted } = spent;
	expect(execution.status).toBe('success');
	const output = execution.output('MoEngage');
	expect(output.map(({ pairedItem }) => pairedItem)).toEqual(items.map((_, item) => ({ item })));
	expect(output.filter(({ json }) => json.error !== undefined)).toEqual([]);
	expect([...accepted].sort()).toEqual(items.map(operation.mark).sort());
	// The limit was met: nothing of this is by chance.
	expect(spent.seconds).toBeGreaterThan(30);
}

function report(what: string, { seconds, refused }: Spent): void {
	process.stdout.write(`${what}: ${seconds.toFixed(0)} s, ${refused} requests refused\n`);
}

const EVENTS = eventsOfManyUsers(3000);
const LEFT = 1500;
const LEAVE_1500 = { othersLeave: { event: LEFT } };

/*
 * A minute after each of the first 1,500 the limit has room for one of the others. How long n8n takes for 1,500 requests
 * is the machine's matter: 3 s without other work, and then this allows 70 s. On a clock of its own, where computing takes
 * no time, `unit/simulation/oneSender.test.ts` allows 70 s in any case.
 */
test('3,000 events, 1,500 a minute left, headers in two forms: all arrive once, those that had to wait as fast as the first 1,500, at most 60 requests are refused', async () => {
	const forms = ['secondsLeft', 'epochSeconds'] as const;
	const printedBefore = instance().n8n.printed.length;
	const runs = forms.map(
		async (headers) => await runUnder({ ...LEAVE_1500, headers }, TRACK, EVENTS, CONTINUE),
	);
	for (const [index, spent] of (await Promise.all(runs)).entries()) {
		const forFirst = spent.acceptedAt[LEFT - 1];
		report(`3,000 events, ${forms[index]}, the first 1,500 in ${forFirst.toFixed(1)} s`, spent);
		expectAllOnce(spent, TRACK, EVENTS);
		expect(forFirst).toBeLessThanOrEqual(30);
		expect(spent.seconds).toBeLessThanOrEqual(60 + 2 * forFirst + 4);
		expect(spent.refused).toBeLessThanOrEqual(60);
	}
	// Each of the two runs says every ten seconds of its minute in n8n's log how far it is.
	const printed = instance().n8n.printed.slice(printedBefore);
	const lines = printed.match(/MoEngage node "MoEngage": [\d,]+ of 3,000 items accepted.*/g) ?? [];
	expect(lines.length).toBeGreaterThanOrEqual(2 * 4);
	expect(lines.join('\n')).toMatch(
		/1,500 of 3,000 items accepted, 1,500 to go, waiting for MoEngage's rate limit of 30,000 events per minute/,
	);
}, 320_000);

// Each has a workspace of its own, and hardly anything to do but to wait.
test('four runs beside each other: 1,500 a minute left without a header in both modes, business events at 20 a minute, and Retry-After 0 at 150 a minute', async () => {
	const triggers = goodItems(TRIGGER, 50);
	const few = eventsOfManyUsers(300);
	const [continued, stopped, triggered, asked] = await Promise.all([
		runUnder(LEAVE_1500, TRACK, EVENTS, CONTINUE),
		runUnder(LEAVE_1500, TRACK, EVENTS, STOP),
		runUnder({ othersLeave: { 'business_event/trigger': 20 } }, TRIGGER, triggers, STOP),
		runUnder({ othersLeave: { event: 150 }, headers: 'retryAfterZero' }, TRACK, few, CONTINUE),
	]);
	report('3,000 events, no header, continue mode', continued);
	report('3,000 events, no header, stop mode', stopped);
	report('50 business events, no header', triggered);
	report('300 events, Retry-After 0', asked);
	for (const spent of [continued, stopped]) {
		expectAllOnce(spent, TRACK, EVENTS);
		expect(spent.seconds).toBeLessThanOrEqual(90);
		expect(spent.refused).toBeGreaterThan(0);
		expect(spent.refused).toBeLessThanOrEqual(300);
	}
	expect(continued.execution.hints('MoEngage').join()).toMatch(
		/The node waited \d+ seconds for MoEngage's rate limit of 30,000 events per minute/,
	);
	expectAllOnce(triggered, TRIGGER, triggers);
	expect(triggered.seconds).toBeLessThanOrEqual(190);
	expectAllOnce(asked, TRACK, few);
	expect(asked.refused).toBeLessThanOrEqual(150);
}, 320_000);

describe('patience', () => {
	test('after Max Wait without any acceptance the rest fails unsent, with the time to try again', async () => {
		const items = eventsOfManyUsers(40);
		const rules = { perMinute: { event: 10 } };
		const settings = { ...CONTINUE, ...options({ maxWait: 0.1 }) };
		const spent = await runUnder(rules, TRACK, items, settings);
		const output = spent.execution.output('MoEngage').map(({ json }) => json);
		const failed = output.filter(({ error }) => error !== undefined);
		expect(failed).toHaveLength(30);
		for (const { error, message, details } of failed) {
			expect(error).toBe("MoEngage's rate limit per minute for this API is used up");
			expect(message).toMatch(/Nothing was sent|nothing was accepted/);
			expect(details).toMatchObject({ httpCode: 429, type: 'RateLimit', retriable: true });
			expect(Date.parse(String((details as IDataObject).retryAt))).not.toBeNaN();
		}
		expect(spent.accepted).toHaveLength(10);
		expect(spent.seconds).toBeLessThanOrEqual(15);
	}, 120_000);

	test('a quota of an hour that MoEngage names is named, and waited for only as long as allowed', async () => {
		const items = goodItems(TRIGGER, 8);
		const rules: Partial<LimitRules> = {
			headers: 'retryAfter',
			quotas: { 'business_event/trigger': { perHour: 5 } },
		};
		const spent = await runUnder(rules, TRIGGER, items, CONTINUE);
		const output = spent.execution.output('MoEngage').map(({ json }) => json);
		expect(output.slice(0, 5).filter(({ error }) => error !== undefined)).toEqual([]);
		for (const { error, details } of output.slice(5)) {
			expect(error).toBe("MoEngage's rate limit per hour for this API is used up");
			const retryAt = Date.parse(String((details as IDataObject).retryAt));
			expect(Math.abs(retryAt - Date.now() - 3_600_000)).toBeLessThan(60_000);
		}
		expect(spent.seconds).toBeLessThanOrEqual(10);
	}, 120_000);
});
