import { usedPerWindow } from '../../simulation/measures';
import { KINDS, kindName, leave, startTogether } from '../../simulation/scenarios';
import { run } from '../../simulation/world';

const SETTING = { limit: 1000, counted: 5, seed: 1 };

describe.each(KINDS.map((kind) => ({ kind, name: kindName(kind) })))('$name', ({ kind }) => {
	test('the same seed has the same outcome, another seed another', () => {
		const outcomeOf = (seed: number) => run(startTogether({ ...SETTING, kind, seed }, 5)).counts;
		expect(outcomeOf(1)).toEqual(outcomeOf(1));
		expect(outcomeOf(1)).not.toEqual(outcomeOf(2));
	});

	test('no window takes more than the limit', () => {
		for (const seed of [1, 2, 3]) {
			const used = usedPerWindow(run(startTogether({ ...SETTING, kind, seed }, 20)));
			expect(Math.max(...used)).toBeLessThanOrEqual(1);
		}
	});

	test('who has gone sends nothing more', () => {
		const { counts } = run(leave({ ...SETTING, kind }, 4, 2));
		const later = counts.map(({ accepted }) => accepted.slice(1).some((amount) => amount > 0));
		expect(later).toEqual([false, false, true, true]);
	});
});
