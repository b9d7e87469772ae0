import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import { gateOf, type Ticket } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { LastUsed } from '../../../../nodes/MoEngage/delivery/lastUsed';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { windowsOf } from '../../../../nodes/MoEngage/delivery/limits/slidingWindow';
import { pieceOfItem } from '../../../../nodes/MoEngage/delivery/piece';
import { readReply } from '../../../../nodes/MoEngage/transport/answer';
import { someOf } from '../../../fixtures/share';

const MB = 1024 * 1024;
const NEVER = new Promise<never>(() => undefined);
const OK = readReply({ statusCode: 200, headers: {}, body: {} });

setFlagsFromString('--expose-gc');
const gc = runInNewContext('gc') as () => void;

function heap(): number {
	gc();
	return process.memoryUsage().heapUsed;
}

const { now: realNow } = performance;

afterEach(() => {
	performance.now = realNow;
});

const USERS = someOf(2000, 600);
const WORKSPACES = someOf(300, 100);

test(`${USERS} users with 20 requests each, day after day, take no more memory than those of the first day`, () => {
	let now = 0;
	const clock = () => now;
	let taken = 0;
	const day = (nth: number) => {
		for (let user = 0; user < USERS; user++) {
			const name = `user ${nth} ${user}`;
			const piece = pieceOfItem({ element: {}, lane: 'lane', user: name }, 0);
			const pieces = Array.from({ length: 1000 }, () => piece);
			const fairUse = new FairUse('workspace', pieces);
			for (let from = 0; from < 1000; from += 50) {
				now += 100;
				if (fairUse.take(pieces.slice(from, from + 50), clock) !== undefined) taken++;
			}
		}
		now += 24 * 60 * 60 * 1000;
		return heap();
	};
	const before = heap();
	const days = [0, 1].map(day);
	expect(taken).toBe(2 * USERS * 20);
	expect(days[0] - before).toBeLessThan(15 * MB);
	expect(days[1] - days[0]).toBeLessThan(5 * MB);
});

test(`${WORKSPACES} workspaces at full speed take little memory, and the more often the same`, async () => {
	let now = 0;
	// A mock would keep each of the calls.
	performance.now = () => now;
	const windows = windowsOf({ counts: 'events', perMinute: 30_000 });
	const patience = new Patience(1e9);
	const round = async () => {
		for (let workspace = 0; workspace < WORKSPACES; workspace++) {
			const gate = gateOf(`workspace ${workspace}`, '/v1/event');
			for (let request = 0; request < 300; request++) {
				now += 3;
				const ticket = await gate.take({ cost: 20, windows }, patience, NEVER);
				(ticket as Ticket).giveBack(OK);
			}
		}
		return heap();
	};
	const before = heap();
	const rounds = [await round(), await round(), await round()];
	expect(rounds[0] - before).toBeLessThan(40 * MB);
	expect(rounds[2] - rounds[0]).toBeLessThan(5 * MB);
});

test('only those that were used last are kept', () => {
	for (const most of [1, 3, 100]) {
		let made = 0;
		const kept = new LastUsed(() => ++made, most);
		for (let name = 0; name < most; name++) kept.of('account', name);
		const first = kept.of('account', 0);
		kept.of('another');
		expect([first, kept.of('account', 0)]).toEqual([1, most === 1 ? most + 2 : 1]);
		expect(kept.of('account', 1)).toBe(made);
		expect(made).toBe(most + (most === 1 ? 3 : 2));
	}
});

test('names that only read alike are different names', () => {
	const kept = new LastUsed(() => ({}));
	const things = [
		kept.of('a', 'b'),
		kept.of('a b'),
		kept.of('ab'),
		kept.of('a', 'b', 1),
		kept.of('a', 'b', '1'),
	];
	expect(new Set(things).size).toBe(5);
	expect(kept.of('a', 'b')).toBe(things[0]);
});

test('no name is kept as it is', () => {
	const kept = new LastUsed(() => 0);
	for (const id of ['john@example.com', '+4930123456', 'CUST-77']) {
		kept.of('account', id);
		const [map] = Object.values(kept).filter((value) => value instanceof Map);
		expect(JSON.stringify([...(map as Map<string, number>)])).not.toContain(id);
	}
});
