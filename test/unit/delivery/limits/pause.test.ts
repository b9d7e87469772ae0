import { lengthOf, unitOf } from '../../../../nodes/MoEngage/delivery/limits/pause';

const NOW = 1_000_000_000;

test.each([
	['has lasted so far', { since: NOW - 5000 }, 5000],
	['will last as MoEngage says', { since: NOW - 5000, until: NOW + 1000 }, 6000],
	['has lasted longer than MoEngage said', { since: NOW - 5000, until: NOW - 1000 }, 5000],
])('a pause is as long as it %s', (_what, pause, length) => {
	expect(lengthOf({ probeAt: 0, ...pause }, NOW)).toBe(length);
});

test.each([
	[0, 'minute'],
	[90_000, 'minute'],
	[90_001, 'hour'],
	[3_700_000, 'hour'],
	[3_700_001, 'day'],
])('a pause of %i ms is that of a limit per %s', (length, unit) => {
	const probeAt = 0;
	expect(unitOf({ since: NOW - length, probeAt }, NOW)).toEqual({ unit, until: undefined });
	if (length > 0) {
		const until = NOW + length;
		expect(unitOf({ since: NOW, until, probeAt }, NOW)).toEqual({ unit, until });
	}
	// The end that MoEngage named has passed.
	expect(unitOf({ since: NOW - length, until: NOW, probeAt }, NOW).until).toBeUndefined();
});
