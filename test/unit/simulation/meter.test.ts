import { FixedWindow, SlidingWindow } from '../../simulation/meter';

test('a fixed window empties at its end', () => {
	const window = new FixedWindow(10_000);
	expect(window.used(69_000)).toBe(0);
	window.add(5);
	expect(window.used(69_999)).toBe(5);
	expect(window.opensAt(69_000)).toBe(70_000);
	expect(window.used(70_000)).toBe(0);
	expect(window.opensAt(5_000)).toBe(10_000);
});

test('a sliding window frees each amount a minute later', () => {
	const window = new SlidingWindow();
	expect(window.opensAt(7)).toBe(7);
	window.add(5, 1000);
	window.add(3, 2000);
	expect(window.used(60_999)).toBe(8);
	expect(window.opensAt(60_999)).toBe(61_000);
	expect(window.used(61_000)).toBe(3);
	expect(window.opensAt(61_000)).toBe(62_000);
});

test('a sliding window forgets what is long over', () => {
	const window = new SlidingWindow();
	for (let at = 0; at < 200_000; at += 5) {
		window.used(at);
		window.add(1, at);
	}
	expect(window.used(199_995)).toBe(12_000);
});
