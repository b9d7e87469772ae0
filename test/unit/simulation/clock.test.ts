import { VirtualClock } from '../../simulation/clock';
import { randomFrom } from '../../simulation/random';

test('everything happens in the order of its time, also what is scheduled meanwhile', () => {
	const clock = new VirtualClock();
	const random = randomFrom(1);
	const happened: number[] = [];
	const schedule = (at: number) =>
		clock.schedule({
			at,
			happen() {
				happened.push(clock.now);
				if (happened.length < 1000) schedule(clock.now + 100 * random());
			},
		});
	for (let i = 0; i < 50; i++) schedule(1000 * random());
	clock.runUntil(500);
	const before = happened.length;
	expect(Math.max(...happened)).toBeLessThanOrEqual(500);
	clock.runUntil(Infinity);
	expect(happened.length).toBeGreaterThan(before);
	expect(happened.length).toBeGreaterThanOrEqual(1000);
	expect(happened).toEqual([...happened].sort((a, b) => a - b));
});
