import { Oversize } from '../../../../nodes/MoEngage/delivery/sending/oversize';

/** What each of the refusals says, where the first comes at 1000 and the others so many ms after the one before. */
function notes(...pauses: number[]): boolean[] {
	const oversize = new Oversize();
	let now = 1000;
	return [0, ...pauses].map((pause) => oversize.note((now += pause)));
}

describe('a request that holds more than others leave of a window', () => {
	test.each([
		['three refusals, more than a minute apart', [65_000, 1], [false, false, true]],
		['the third after more than a minute', [100, 64_900], [false, false, true]],
		[
			'many, once a minute has passed',
			[20_000, 20_000, 20_000, 5000],
			[false, false, false, false, true],
		],
		['and each further one', [30_000, 35_000, 1, 1], [false, false, true, true, true]],
	])('shows by %s', (_what, pauses, expected) => {
		expect(notes(...pauses)).toEqual(expected);
	});

	test.each([
		['many refusals within a minute', Array<number>(60).fill(1000)],
		['two refusals, however far apart', [900_000]],
		['three refusals just before the window has room again', [32_000, 32_999]],
	])('does not show by %s', (_what, pauses) => {
		expect(notes(...pauses)).not.toContain(true);
	});
});
