import { filled } from '../../fixtures/filled';
import { share } from '../../fixtures/share';
import {
	mean,
	measure,
	REQUIRED,
	unmet,
	usedPerWindow,
	type Requirement,
} from '../../simulation/measures';
import {
	KINDS,
	kindName,
	serverOf,
	together,
	type Kind,
	type Setting,
} from '../../simulation/scenarios';
import type { SenderPlan } from '../../simulation/sender';
import { headersOfRequests, lyingHeaders, type ServerPlan } from '../../simulation/server';
import { run, type Outcome } from '../../simulation/world';

const MINUTE_MS = 60_000;
const SEEDS = share(2, [1, 2]);

const cases = KINDS.map((kind) => ({ kind, name: kindName(kind) }));
const silent = cases.filter(({ kind }) => !kind.hasHeaders);

const requiredOf = ({ hasHeaders }: Kind) => (hasHeaders ? REQUIRED.headers : REQUIRED.noHeaders);

function outcomesOf(
	setting: Omit<Setting, 'seed'>,
	senders: number,
	server: Partial<ServerPlan> = {},
	sender: Partial<SenderPlan> = {},
	documented?: number,
): Outcome[] {
	return SEEDS.map((seed) =>
		run({
			server: { ...serverOf({ ...setting, seed }), ...server },
			documented,
			senders: together(senders, seed, sender),
			lastChange: 0,
			windows: setting.counted,
			seed,
		}),
	);
}

describe.each([1, 5])('the limit of %i senders changes', (senders) => {
	/** Parts of what others leave that are used, in the windows that begin from one minute to another. */
	const usedFrom = (outcome: Outcome, from: number, to: number, left: number) =>
		usedPerWindow(outcome)
			.filter((_, window) => {
				const start = outcome.countedFrom / MINUTE_MS + window;
				return start >= from && start < to;
			})
			.map((used) => used / left);

	test.each(share(2, cases))('it drops to zero for minutes, and comes back: $name', ({ kind }) => {
		const required = requiredOf(kind);
		const limit = 3000;
		const isZero = (at: number) => at >= 3 * MINUTE_MS && at < 7 * MINUTE_MS;
		const server = { phase: 0, othersLeave: (at: number) => (isZero(at) ? 0 : limit) };
		for (const outcome of filled(outcomesOf({ kind, limit, counted: 12 }, senders, server))) {
			expect(measure(outcome, 0).refused).toBeLessThanOrEqual(required.refused);
			expect(Math.max(...usedFrom(outcome, 3, 7, 1))).toBe(0);
			for (const used of filled(usedFrom(outcome, 8, 12, 1))) {
				expect(used).toBeGreaterThanOrEqual(required.used);
			}
		}
	});

	test.each(share(2, cases, 1))('others take more, and less again: $name', ({ kind }) => {
		const required = requiredOf(kind);
		const limit = 10_000;
		const parts = [0.9, 0.3, 0.7];
		const part = (at: number) => parts[Math.floor(at / MINUTE_MS / 4)] ?? 0.7;
		const server = { phase: 0, othersLeave: (at: number) => limit * part(at) };
		for (const outcome of filled(outcomesOf({ kind, limit, counted: 12 }, senders, server))) {
			expect(measure(outcome, 0).refused).toBeLessThanOrEqual(required.refused);
			for (const [index, left] of parts.entries()) {
				for (const used of filled(usedFrom(outcome, 4 * index + 2, 4 * index + 4, left))) {
					expect(used).toBeGreaterThanOrEqual(required.used);
				}
			}
		}
	});
});

describe('headers that always say that 1,000 are left are soon believed no more', () => {
	const limit = 10_000;
	const headers = lyingHeaders(1000);

	test.each(silent)('$name', ({ kind }) => {
		for (const senders of [2, 5]) {
			for (const outcome of filled(outcomesOf({ kind, limit, counted: 7 }, senders, { headers }))) {
				expect(unmet(outcome, REQUIRED.noHeaders)).toEqual([]);
			}
		}
	});

	test.each(silent)('others leave half to one sender: $name', ({ kind }) => {
		const server = { headers, othersLeave: () => limit / 2 };
		for (const outcome of filled(outcomesOf({ kind, limit, counted: 7 }, 1, server))) {
			const { usedLater, refused } = measure(outcome, 0);
			expect(usedLater).toBeGreaterThanOrEqual(0.5 * REQUIRED.noHeaders.used);
			expect(refused).toBeLessThanOrEqual(REQUIRED.noHeaders.refused);
		}
	});
});

describe.each([100, 1000, 3000])(
	'headers that say that nothing is left of %i, while everything is accepted',
	(limit) => {
		test.each(silent)('are soon believed no more: $name', ({ kind }) => {
			for (const senders of [1, 2]) {
				// Nobody enforces it, so that only what MoEngage documents bounds each sender.
				const server = { limit: 1e9, headers: lyingHeaders(0) };
				for (const { counts } of outcomesOf(
					{ kind, limit, counted: 7 },
					senders,
					server,
					{},
					limit,
				)) {
					// It takes three minutes without a sign of others until the whole limit is its own again.
					for (const { accepted } of counts) {
						const used = mean(accepted.slice(4)) / limit;
						expect(used).toBeGreaterThanOrEqual(REQUIRED.noHeaders.used);
					}
				}
			}
		});
	},
);

/** What a case reaches instead of what is required of requests with one event: without headers, and with them. */
type Reached = Partial<Record<keyof typeof REQUIRED, Partial<Requirement>>>;

function missesOf(outcomes: Outcome[], { hasHeaders }: Kind, reached: Reached): string[] {
	const key = hasHeaders ? 'headers' : 'noHeaders';
	const required = { ...REQUIRED[key], ...reached[key] };
	return outcomes.flatMap((outcome) => unmet(outcome, required));
}

// They use the limit up as well as single events do. Few requests a minute make the shares come out less equal, and
// 500 events are so much of the limit that each try in vain counts as much as what is accepted.
describe.each(share(3, cases))('requests with several events, $name', ({ kind }) => {
	const limit = 30_000;
	const counted = 10;

	test.each<{ senders: number; cost: number; reached: Reached }>([
		{
			senders: 2,
			cost: 20,
			reached: { noHeaders: { fairness: 0.65 }, headers: { fairness: 0.92 } },
		},
		{ senders: 5, cost: 20, reached: { noHeaders: { fairness: 0.5 }, headers: { refused: 0.03 } } },
		{
			senders: 2,
			cost: 500,
			reached: {
				noHeaders: { refused: 0.25, fairness: 0.45 },
				headers: { refused: 0.2, fairness: 0.85 },
			},
		},
		{
			senders: 5,
			cost: 500,
			reached: {
				noHeaders: { refused: 0.45, fairness: 0.25 },
				headers: { refused: 0.45, fairness: 0.85 },
			},
		},
	])('$senders senders, $cost events each', ({ senders, cost, reached }) => {
		const outcomes = outcomesOf({ kind, limit, counted }, senders, {}, { cost });
		expect(missesOf(outcomes, kind, reached)).toEqual([]);
	});

	test('some send events one by one, others 20 at once', () => {
		const outcomes = SEEDS.map((seed) => {
			const setting = { kind, limit, counted, seed };
			const senders = [...together(5, seed), ...together(5, -seed, { cost: 20 })];
			return run({ server: serverOf(setting), senders, lastChange: 0, windows: counted, seed });
		});
		const reached = { noHeaders: { fairness: 0.6 }, headers: { fairness: 0.85 } };
		expect(missesOf(outcomes, kind, reached)).toEqual([]);
	});

	test('the limit and the headers count requests after all', () => {
		const server = { limit: 1500, counts: 'requests' } as const;
		const outcomes = outcomesOf({ kind, limit, counted }, 2, server, { cost: 20 }, limit);
		const reached = { noHeaders: { fairness: 0.55 }, headers: { refused: 0.04, fairness: 0.55 } };
		expect(missesOf(outcomes, kind, reached)).toEqual([]);
	});
});

test.each(silent)('headers count requests, although the limit counts events: $name', ({ kind }) => {
	const setting = { kind, limit: 30_000, counted: 10 };
	const outcomes = outcomesOf(setting, 2, { headers: headersOfRequests }, { cost: 20 });
	const reached = { noHeaders: { fairness: 0.8 } };
	expect(missesOf(outcomes, kind, reached)).toEqual([]);
});
