import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import { Gate, type Ticket } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { windowsOf } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { Pool } from '../../../../nodes/MoEngage/delivery/limits/pool';
import { RunLimits } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import type { SendPorts, SendRules } from '../../../../nodes/MoEngage/delivery/sending/ports';
import { send } from '../../../../nodes/MoEngage/delivery/sending/send';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import {
	countsItems,
	ENDPOINTS,
	type Endpoint,
} from '../../../../nodes/MoEngage/transport/endpoints';
import { VirtualClock } from '../virtualClock';

const SECOND_MS = 1000;

const REFUSED_CONNECTION: Reply = {
	kind: 'unanswered',
	mayHaveArrived: false,
	isPassing: true,
	reason: 'MoEngage could not be reached',
	code: 'ECONNREFUSED',
};
const FAULT = readReply({ statusCode: 503, headers: {}, body: {} });

afterEach(() => jest.restoreAllMocks());

/** Sends so many requests of one item, in time that passes only here. */
async function sendAll(
	name: keyof typeof ENDPOINTS,
	count: number,
	maxConcurrency: number,
	replyTo: (nth: number) => Reply,
) {
	const clock = new VirtualClock();
	jest.spyOn(performance, 'now').mockImplementation(clock.read);
	const gate = new Gate(new Pool(() => 0.5), clock.read, clock.pause);
	const endpoint: Endpoint = ENDPOINTS[name];
	const windows = windowsOf(endpoint.limits.rate);
	const fates: Record<string, number> = {};
	const note = (fate: string, items: unknown[]) => {
		fates[fate] = (fates[fate] ?? 0) + items.length;
	};
	let sent = 0;
	const ports = {
		transmit: async () => {
			const reply = replyTo(++sent);
			await clock.pause(5);
			return reply;
		},
		wait: async (ms: number) => await clock.pause(ms).then(() => true),
		isCancelled: () => false,
		cancelled: new Promise<false>(() => undefined),
		outcomes: {
			departing: () => undefined,
			mayStillLeave: () => true,
			areInDoubt: () => false,
			leftOpen: () => undefined,
			withheld: () => undefined,
			splitting: () => undefined,
			accepted: (pieces: unknown[]) => {
				note('accepted', pieces);
				return false;
			},
			failed: (items: number[]) => note('failed', items),
			unsent: (items: number[], { because }: { because: string }) => note(because, items),
		},
	} as unknown as SendPorts;
	const rules = {
		...{ route: { endpoint }, maxConcurrency, maxRetries: 4 },
		...{ retryUnsafe: false, stopsOnFailure: false },
		limits: new RunLimits(new Patience(15 * 60 * SECOND_MS), new FairUse('account', []), {
			...{ gateOf: () => gate, windows, countsItems: countsItems(endpoint) },
		}),
	} as SendRules;
	const requests = Array.from({ length: count }, (_, item) => ({
		pieces: [pieceOfItem({ element: {} }, item)],
		bytes: 1,
	}));
	let endedAt = Infinity;
	const sending = send(requests, rules, ports).then(() => {
		endedAt = clock.now;
	});
	while (endedAt === Infinity && clock.now < 3_600_000) await clock.pass(SECOND_MS);
	await sending;
	/** How many requests the limit lets leave at once after the run. */
	const roomLeft = async () => {
		for (let left = 0; ; left++) {
			const wait = gate.take({ cost: 1, windows }, new Patience(0), new Promise(() => undefined));
			const taken = await Promise.race([wait, clock.pass(0).then(() => undefined)]);
			if (taken === undefined || !('giveBack' in taken)) return left;
			(taken as Ticket).giveBack(readReply({ statusCode: 200, headers: {}, body: {} }));
		}
	};
	return { fates, sent, seconds: endedAt / SECOND_MS, roomLeft };
}

const OUTAGES: Array<[string, () => Reply]> = [
	['refuses connections', () => REFUSED_CONNECTION],
	['has a fault', () => FAULT],
];

describe.each(OUTAGES)('a MoEngage that %s', (_what, replyTo) => {
	test.each<[keyof typeof ENDPOINTS, number, number]>([
		['updateSubscriptionPreferences', 2000, 100],
		['triggerBusinessEvent', 5000, 10],
		['createCatalogItems', 300, 100],
		['searchFlows', 500, 100],
	])(
		'ends a run beside a small limit in a minute, blamed on the outage alone: %s',
		async (name, count, maxConcurrency) => {
			const { fates, sent, seconds } = await sendAll(name, count, maxConcurrency, replyTo);
			expect(seconds).toBeLessThan(60);
			expect(sent).toBeLessThan(150);
			expect(fates.limit).toBeUndefined();
			expect(fates.outage + fates.failed).toBe(count);
			expect(fates.outage).toBeGreaterThan(count / 2);
		},
	);

	test('leaves the limit to the next run but for what was sent', async () => {
		for (const name of ['updateSubscriptionPreferences', 'createCatalogItems'] as const) {
			const { sent, roomLeft } = await sendAll(name, 300, 100, replyTo);
			const { limits }: Endpoint = ENDPOINTS[name];
			const { perMinute = 0 } = limits.rate ?? {};
			expect(await roomLeft()).toBeGreaterThanOrEqual(Math.min(perMinute, 200) - sent);
		}
	});
});

test('a MoEngage that comes back is sent everything', async () => {
	for (const outages of [16, 17, 19]) {
		const { fates } = await sendAll('createCatalogItems', 300, 100, (nth) =>
			nth <= outages ? REFUSED_CONNECTION : readReply({ statusCode: 200, headers: {}, body: {} }),
		);
		expect(fates).toEqual({ accepted: 300 });
	}
});
