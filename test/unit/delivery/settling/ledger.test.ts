import fc from 'fast-check';

import {
	hasRecord,
	leaveMark,
	Ledger,
	subjectOf,
	type NodeContext,
} from '../../../../nodes/MoEngage/delivery/settling/ledger';

const ACCOUNT = '["01","WS"]';

/** n8n keeps the context as JSON between tries. */
function stored(context: NodeContext): NodeContext {
	return JSON.parse(JSON.stringify(context)) as NodeContext;
}

describe('ledger', () => {
	test('knows after any number of tries what was accepted with which answer, and what is unknown', () => {
		const steps = fc.array(
			fc.record({
				items: fc.uniqueArray(fc.nat({ max: 40 }), { minLength: 1, maxLength: 8 }),
				what: fc.constantFrom('accept', 'doubt', 'end under way', 'depart and arrive'),
				answer: fc.constantFrom('a', 'b', 'c'),
				storeFirst: fc.boolean(),
			}),
			{ maxLength: 30 },
		);
		fc.assert(
			fc.property(steps, (list) => {
				let context: NodeContext = {};
				let ledger = new Ledger(context as never, 0, 's', ACCOUNT);
				const accepted = new Map<number, string>();
				const unknown = new Set<number>();
				for (const { items, what, answer, storeFirst } of list) {
					if (storeFirst) {
						context = stored(context);
						ledger = new Ledger(context as never, 0, 's', ACCOUNT);
					}
					// An accepted item is never sent again, so nothing more can happen to it.
					const open = items.filter((item) => !accepted.has(item)).sort((a, b) => a - b);
					if (what === 'accept') {
						ledger.accept(open, { req_id: answer });
						open.forEach((item) => accepted.set(item, answer));
						open.forEach((item) => unknown.delete(item));
					} else if (what === 'doubt') {
						ledger.doubt(open);
						open.forEach((item) => unknown.add(item));
					} else {
						ledger.depart(open);
						if (what === 'depart and arrive') {
							ledger.arrive(open);
						} else {
							open.forEach((item) => unknown.add(item));
							context = stored(context);
							ledger = new Ledger(context as never, 0, 's', ACCOUNT);
						}
					}
				}
				const after = new Ledger(stored(context) as never, 0, 's', ACCOUNT);
				for (let item = 0; item <= 40; item++) {
					const answer = accepted.get(item);
					expect(after.answerFor(item)).toEqual(answer && { req_id: answer });
					expect(after.isUnknown(item)).toBe(unknown.has(item));
				}
			}),
			{ seed: 5, numRuns: 500 },
		);
	});

	test('gives an item the same UUID v4 in every try, and every item another', () => {
		const context: NodeContext = {};
		const first = new Ledger(context as never, 0, 's', ACCOUNT);
		const uuids = Array.from({ length: 1000 }, (_, item) => first.uuid(item));
		const again = new Ledger(stored(context) as never, 0, 's', ACCOUNT);
		expect(Array.from({ length: 1000 }, (_, item) => again.uuid(item))).toEqual(uuids);
		expect(new Set(uuids).size).toBe(1000);
		for (const uuid of uuids) {
			expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		}
		expect(new Ledger({}, 0, 's', ACCOUNT).uuid(0)).not.toBe(uuids[0]);
	});

	test('keeps the runs of a loop apart, and forgets a finished one', () => {
		const context: NodeContext = {};
		const runs = [0, 1, 2].map((run) => new Ledger(context as never, run, `input ${run}`, ACCOUNT));
		runs.forEach((ledger, run) => ledger.accept([run], { run }));
		expect(runs[1].answerFor(1)).toEqual({ run: 1 });
		expect(runs[1].answerFor(0)).toBeUndefined();
		runs[1].clear();
		expect([0, 1, 2].map((run) => hasRecord(context, run))).toEqual([true, false, true]);
		runs[0].clear();
		runs[2].clear();
		expect(context).toEqual({});
	});

	test('says nothing about another input or operation under the same run index', () => {
		const context: NodeContext = {};
		const items = [{ json: { a: 1 } }, { json: { a: 2 } }, { json: { a: 3 } }];
		new Ledger(context as never, 0, subjectOf('event.track', items), ACCOUNT).accept([0, 1], {
			ok: 1,
		});
		for (const subject of [
			subjectOf('event.track', items.slice(0, 2)),
			subjectOf('event.track', [...items.slice(0, 2), { json: { a: 4 } }]),
			subjectOf('experience.report', items),
		]) {
			expect(
				new Ledger(stored(context) as never, 0, subject, ACCOUNT).answerFor(0),
			).toBeUndefined();
		}
		const same = subjectOf('event.track', JSON.parse(JSON.stringify(items)) as typeof items);
		expect(new Ledger(stored(context) as never, 0, same, ACCOUNT).answerFor(1)).toEqual({ ok: 1 });
	});

	test('what one workspace has accepted says nothing of another, and is not forgotten over it', () => {
		const [staging, production] = ['["01","STAGING"]', '["01","PRODUCTION"]'];
		let context: NodeContext = {};
		new Ledger(context as never, 0, 's', staging).accept([0, 1, 2], { ok: 'staging' });
		context = stored(context);
		const other = new Ledger(context as never, 0, 's', production);
		expect([0, 1, 2].map((item) => other.answerFor(item))).toEqual([
			undefined,
			undefined,
			undefined,
		]);
		other.accept([1], { ok: 'production' });
		context = stored(context);
		const back = new Ledger(context as never, 0, 's', staging);
		expect([0, 1, 2].map((item) => back.answerFor(item)?.ok)).toEqual(Array(3).fill('staging'));
		back.clear();
		expect(new Ledger(stored(context) as never, 0, 's', production).answerFor(1)).toBeDefined();
	});

	test('a record that version 1.0 left in an execution still keeps items from being sent twice', () => {
		const context: NodeContext = {
			runs: {
				3: {
					subject: 's',
					uuidSeed: '00',
					answers: [{ ok: 1 }],
					accepted: [[0, 1, 4, 4]],
					unknown: { 2: 1 },
				},
			},
		};
		const ledger = new Ledger(context as never, 3, 's', ACCOUNT);
		expect([0, 1, 2, 3, 4].map((item) => ledger.answerFor(item) !== undefined)).toEqual([
			true,
			true,
			false,
			false,
			true,
		]);
		expect(ledger.isUnknown(2)).toBe(true);
		expect(ledger.isNew).toBe(false);
		ledger.clear();
		expect(context).toEqual({});
	});

	test('items that JSON cannot hold do not end the run', () => {
		const circular: Record<string, unknown> = { a: 1 };
		circular.self = circular;
		expect(subjectOf('x', [{ json: circular as never }, { json: {} }])).toEqual(expect.any(String));
	});

	test('stays small: 10,000 items of one answer, or of 100 answers, take a few kilobytes', () => {
		const size = (answers: number) => {
			const context: NodeContext = {};
			const ledger = new Ledger(context as never, 0, 's', ACCOUNT);
			for (let item = 0; item < 10_000; item++) {
				ledger.accept([item], { status: 'success', req_id: Math.floor((item / 10_000) * answers) });
			}
			return JSON.stringify(context).length;
		};
		expect(size(1)).toBeLessThan(500);
		expect(size(100)).toBeLessThan(10_000);
	});

	test('compacted, it still knows which item had which of several answers', () => {
		for (const answers of [2, 3, 7]) {
			const context: NodeContext = {};
			const ledger = new Ledger(context as never, 0, 's', ACCOUNT);
			const answerOf = (item: number) => ({ req_id: `answer ${item % answers}` });
			// From the last to the first, so that nothing is in order before.
			for (let item = 99; item >= 0; item--) ledger.accept([item], answerOf(item));
			ledger.doubt([100, 101]);
			ledger.compact();
			const after = new Ledger(stored(context) as never, 0, 's', ACCOUNT);
			for (let item = 0; item < 100; item++) expect(after.answerFor(item)).toEqual(answerOf(item));
			expect([99, 100, 101, 102].map((item) => after.isUnknown(item))).toEqual([
				false,
				true,
				true,
				false,
			]);
			expect(after.answerFor(100)).toBeUndefined();
		}
	});

	test('items accepted in any order take as little once the run has ended', () => {
		const context: NodeContext = {};
		const ledger = new Ledger(context as never, 0, 's', ACCOUNT);
		for (let item = 0; item < 10_000; item++) ledger.accept([(item * 7919) % 10_000], { ok: 1 });
		expect(JSON.stringify(context).length).toBeGreaterThan(50_000);
		ledger.compact();
		expect(JSON.stringify(context).length).toBeLessThan(500);
		expect(new Ledger(stored(context) as never, 0, 's', ACCOUNT).answerFor(4711)).toEqual({
			ok: 1,
		});
	});
});

describe('what is kept with the execution', () => {
	test('is found by run and workspace, of which it holds a short mark', () => {
		const context: NodeContext = {};
		const ledger = new Ledger(context as never, 3, 'subject', 'an account');
		expect([ledger.isNew, ledger.isBrokenOff, ledger.followsBrokenOffTry]).toEqual([
			...[true, false, false],
		]);
		const keys = Object.keys(context.runs ?? {});
		expect(keys).toHaveLength(1);
		expect(keys[0]).toMatch(/^3 [A-Za-z\d+/]{12}$/);
		expect([3, 30, 0, 1].map((run) => hasRecord(context, run))).toEqual([
			...[true, false, false, false],
		]);
		expect(hasRecord({}, 3)).toBe(false);
	});

	test('a mark of a try in which nothing was sent is a record without anything in it', () => {
		const context: NodeContext = {};
		leaveMark(context, 2);
		expect(context.runs).toEqual({
			'2 mark': { subject: '', uuidSeed: '', answers: [], accepted: [], unknown: {} },
		});
		expect([2, 0].map((run) => hasRecord(context, run))).toEqual([true, false]);
		const ledger = new Ledger(context as never, 2, 'subject', 'account');
		expect(ledger.isNew).toBe(false);
		expect(Object.keys(context.runs ?? {})).not.toContain('2 mark');
	});

	test('a try that was lost is known to this run and to the ones after it', () => {
		const context: NodeContext = {};
		const ledger = new Ledger(context as never, 0, 'subject', 'account');
		ledger.breakOff([0, 1]);
		expect([ledger.isBrokenOff, ledger.followsBrokenOffTry]).toEqual([true, true]);
		expect([0, 1, 2].map((item) => ledger.isUnknown(item))).toEqual([true, true, false]);
		const next = new Ledger(context as never, 1, 'subject', 'account');
		expect([next.isBrokenOff, next.followsBrokenOffTry]).toEqual([false, true]);
	});
});
