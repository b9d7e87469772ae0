import fc from 'fast-check';

import { tally, unaccounted, type Journey, type OutputRecord } from '../demo/account';

const good = (...pairedWith: number[]): OutputRecord => ({ pairedWith, failed: false });
const bad = (...pairedWith: number[]): OutputRecord => ({ pairedWith, failed: true });

function write(outputs: OutputRecord[], changes: Partial<Journey> = {}): Journey {
	const recorded = outputs.filter(({ failed }) => !failed).length;
	return { itemsIn: 4, kind: 'write', outputs, recorded, ...changes };
}

const whole = [good(0), bad(1), good(2), good(3)];

describe('what the demo holds against a write', () => {
	test('nothing, when each item is in one output and the other side recorded the accepted ones', () => {
		expect(unaccounted(write(whole))).toEqual([]);
		expect(tally(write(whole))).toEqual({ accepted: 3, rejected: 1 });
	});

	test('nothing, when there were no items', () => {
		expect(unaccounted(write([], { itemsIn: 0 }))).toEqual([]);
	});

	test.each<[what: string, journey: Journey, complaint: RegExp]>([
		['a lost item', write([good(0), bad(1), good(3)]), /^Item 2 is lost/],
		['a doubled item', write([...whole, good(2)]), /^Item 2 is doubled: it is in 2 outputs/],
		['an item rejected twice', write([...whole, bad(1)]), /^Item 1 is doubled/],
		['an item both accepted and rejected', write([...whole, bad(3)]), /^Item 3 was both accepted/],
		[
			'an output without a pair',
			write([...whole, good()]),
			/^Output 4 is paired with 0 items in place of one/,
		],
		[
			'an output for several items',
			write([good(0, 1), good(2), good(3)]),
			/^Output 0 is paired with 2 items/,
		],
		[
			'an output for an item that does not exist',
			write([...whole, good(4)]),
			/^Output 4 is paired with item 4, which does not exist/,
		],
		[
			'an item reported as accepted that never arrived',
			write(whole, { recorded: 2 }),
			/recorded 2 items, and 3 were reported as accepted/,
		],
		['an item that arrived twice', write(whole, { recorded: 4 }), /recorded 4 items, and 3 were/],
		[
			'an item reported as rejected that did arrive',
			write([good(0), bad(1), bad(2), good(3)], { recorded: 3 }),
			/recorded 3 items, and 2 were/,
		],
	])('%s', (_what, journey, complaint) => {
		expect(unaccounted(journey)).toContainEqual(expect.stringMatching(complaint));
	});

	test('any output that is taken away, repeated or given to a neighbor', () => {
		const runs = fc
			.array(fc.boolean(), { minLength: 2, maxLength: 40 })
			.chain((failures) =>
				fc.tuple(fc.constant(failures), fc.nat(failures.length - 1), fc.constantFrom(-1, 0, 2)),
			);
		fc.assert(
			fc.property(runs, ([failures, at, change]) => {
				const outputs = failures.map((failed, item) => ({ pairedWith: [item], failed }));
				const journey = write(outputs, { itemsIn: failures.length });
				expect(unaccounted(journey)).toEqual([]);
				const neighbor = { ...outputs[at], pairedWith: [at === 0 ? 1 : at - 1] };
				const spoiled =
					change === -1
						? outputs.filter((_, item) => item !== at)
						: change === 2
							? [...outputs, outputs[at]]
							: outputs.map((output, item) => (item === at ? neighbor : output));
				expect(unaccounted({ ...journey, outputs: spoiled })).not.toEqual([]);
			}),
			{ seed: 61 },
		);
	});
});

describe('what the demo holds against a read', () => {
	const read = (outputs: OutputRecord[], recorded = 0): Journey =>
		write(outputs, { kind: 'read', recorded });

	test('nothing, when each item has at least one record or a refusal', () => {
		const outputs = [good(0), good(0), bad(1), good(2), good(3), good(3)];
		expect(unaccounted(read(outputs))).toEqual([]);
		expect(tally(read(outputs))).toEqual({ accepted: 3, rejected: 1 });
	});

	test('nothing, when the right answer to an item is that nothing is there', () => {
		const journey = { ...read([good(0), bad(1), good(3)]), withoutRecord: [2] };
		expect(unaccounted(journey)).toEqual([]);
		expect(tally(journey)).toEqual({ accepted: 3, rejected: 1 });
	});

	test.each<[what: string, journey: Journey, complaint: RegExp]>([
		[
			'a record for an item that has none',
			{ ...read(whole), withoutRecord: [2] },
			/^Item 2 has an output/,
		],
		['an item without an answer', read([good(0), bad(1), good(3)]), /^Item 2 is lost/],
		['an item rejected twice', read([...whole, bad(1)]), /^Item 1 is doubled/],
		['a read that changed something', read(whole, 1), /recorded 1 items, and 0 were/],
	])('%s', (_what, journey, complaint) => {
		expect(unaccounted(journey)).toContainEqual(expect.stringMatching(complaint));
	});
});
