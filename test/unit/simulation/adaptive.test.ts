import { Adaptive } from '../../simulation/adaptive';
import { measure } from '../../simulation/measures';
import { startTogether } from '../../simulation/scenarios';
import { adaptiveTableOf, tableOf } from '../../simulation/table';
import { run } from '../../simulation/world';

const ASK = { cost: 1, windows: [] };

test('the compared limiter lets everything go until the first throttle, and is slowed by each', () => {
	for (const perSecond of [10, 50, 200]) {
		const limiter = new Adaptive();
		let now = 0;
		for (let sent = 0; sent < 10 * perSecond; sent++) {
			expect(limiter.nextOpening(ASK, now).wait).toBe(0);
			limiter.settle(limiter.depart(ASK, now), 'accepted', {}, now);
			now += 1000 / perSecond;
		}
		limiter.settle(limiter.depart(ASK, now), 'refused', {}, now);
		// What it has saved up may leave in the first second.
		const from = now + 1000;
		const until = now + 3000;
		let left = 0;
		while (now < until) {
			const { wait } = limiter.nextOpening(ASK, now);
			if (wait > 0) now += wait;
			else {
				limiter.depart(ASK, now);
				if (now >= from) left++;
			}
		}
		expect(left / 2 / perSecond).toBeGreaterThan(0.6);
		expect(left / 2 / perSecond).toBeLessThan(0.8);
	}
});

test.each([2, 5, 10])(
	"at a limit of 1,000 the node's own limiter has far fewer requests rejected: %i senders",
	(senders) => {
		const kind = { windows: 'fixed', hasHeaders: false } as const;
		const scenario = startTogether({ kind, limit: 1000, counted: 10, seed: 1 }, senders);
		const plans = scenario.senders.map((plan) => ({ ...plan, limiter: () => new Adaptive() }));
		const own = measure(run(scenario), 0);
		const theirs = measure(run({ ...scenario, senders: plans }), 0);
		expect(own.refused).toBeLessThan(theirs.refused / 2);
	},
);

test('the table to compare with has the same rows, without headers', () => {
	const rows = [...tableOf(1000, 3, 1, 5)];
	const compared = [...adaptiveTableOf(1000, 3, 1, 5)];
	const senders = (lines: string[]) => lines.map((line) => line.split('|').slice(1, 3).join());
	expect(senders(compared)).toEqual(senders(rows).filter((row) => !row.includes('yes')));
	expect(compared.slice(2)).not.toEqual(rows.slice(2, compared.length));
});
