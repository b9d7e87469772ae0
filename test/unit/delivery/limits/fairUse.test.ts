import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { filled } from '../../../fixtures/filled';
import { share } from '../../../fixtures/share';
import { settled, VirtualClock } from '../virtualClock';

const MINUTE_MS = 60_000;

/** MoEngage's policy for one user. */
const POLICY: Array<[minutes: number, most: number]> = [
	[1, 5000],
	[5, 10_000],
	[60, 50_000],
	[24 * 60, 100_000],
];

const piecesOf = (user: string, count: number): ItemPiece[] =>
	Array.from({ length: count }, (_, item) => pieceOfItem({ element: {}, lane: user }, item));

/** Each test has accounts of its own, since a process remembers what it has sent. */
let accounts = 0;
const newAccount = () => `account ${++accounts}`;

/** What has left, and when. */
class Sent {
	readonly clock = new VirtualClock();

	readonly left: Array<{ user: string; at: number; items: number }> = [];

	/** Sends requests one after the other. */
	async send(fairUse: FairUse, requests: ItemPiece[][], wait = this.clock.skip): Promise<void> {
		for (const pieces of filled(requests)) {
			const patience = new Patience(Infinity);
			do {
				const why = await fairUse.waitForRoom(pieces, patience, wait, this.clock.read);
				expect(why).toBeUndefined();
			} while (fairUse.take(pieces, this.clock.read) === undefined);
			const counts = new Map<string, number>();
			for (const { lane } of pieces) counts.set(lane, (counts.get(lane) ?? 0) + 1);
			for (const [user, items] of counts) this.left.push({ user, at: this.clock.now, items });
		}
	}

	/** The most that a user was sent within so many minutes. */
	most(user: string, minutes: number): number {
		const own = this.left.filter((one) => one.user === user);
		let most = 0;
		let within = 0;
		let first = 0;
		for (const { at, items } of own) {
			within += items;
			for (; own[first].at <= at - minutes * MINUTE_MS; first++) within -= own[first].items;
			most = Math.max(most, within);
		}
		return most;
	}

	ofUser(user: string): number[] {
		return this.left.filter((one) => one.user === user).map(({ at }) => at);
	}
}

const inRequestsOf = (size: number, pieces: ItemPiece[]): ItemPiece[][] =>
	Array.from({ length: Math.ceil(pieces.length / size) }, (_, nth) =>
		pieces.slice(nth * size, (nth + 1) * size),
	);

describe("MoEngage's Fair Usage Policy", () => {
	const requests: Array<[what: string, size: number, count: number]> = [
		['single items', 1, 12_000],
		['requests of 70 items', 70, 60_000],
		['requests of 500 items', 500, 250_000],
	];

	test.each(share(2, requests, 1))(
		'is kept in every window, and some of it left to other sources: %s',
		async (_what, size, count) => {
			const pieces = piecesOf('Ana', count);
			const sent = new Sent();
			await sent.send(new FairUse(newAccount(), pieces), inRequestsOf(size, pieces));
			for (const [minutes, most] of POLICY) {
				expect(sent.most('Ana', minutes)).toBeLessThanOrEqual(most * 0.9);
				// A window is a little longer, as requests do not all take the same time to arrive.
				expect(sent.most('Ana', minutes + 1 / 60)).toBeLessThanOrEqual(most * 0.9);
			}
			expect(sent.most('Ana', 1)).toBeGreaterThan(4500 - size);
		},
	);

	test('what is below it waits for nothing', async () => {
		for (const count of [999, 1000, 4500]) {
			const pieces = piecesOf('Ana', count);
			const sent = new Sent();
			await sent.send(new FairUse(newAccount(), pieces), inRequestsOf(1, pieces));
			expect(sent.clock.now).toBe(0);
		}
	});

	test.each([
		[999, [0, 0, 0, 0, 0, 0]],
		[1000, [0, 0, 0, 0, 62_000, 62_000]],
		[1500, [0, 0, 0, 62_000, 62_000, 62_000]],
	])('runs of %d items of one user leave at %j', async (items, expected) => {
		const account = newAccount();
		const pieces = piecesOf('Ana', items);
		const sent = new Sent();
		for (let run = 0; run < 6; run++) await sent.send(new FairUse(account, pieces), [pieces]);
		expect(sent.ofUser('Ana')).toEqual(expected);
	});

	test('users with few items are not watched, however many they are', async () => {
		const users = Array.from({ length: 20 }, (_, user) => piecesOf(`user ${user}`, 999));
		const account = newAccount();
		for (let run = 0; run < 8; run++) {
			const sent = new Sent();
			const fairUse = new FairUse(account, users.flat());
			await sent.send(fairUse, users);
			expect(sent.clock.now).toBe(0);
			expect(fairUse.heaviest).toBeUndefined();
		}
	});

	test('one user with many items holds up none of the others', async () => {
		const [ana, bo, cy] = [piecesOf('Ana', 5000), piecesOf('Bo', 4000), piecesOf('Cy', 10)];
		const fairUse = new FairUse(newAccount(), [...ana, ...bo, ...cy]);
		const sent = new Sent();
		const wait = async (ms: number) => {
			await sent.clock.pause(ms);
			return true;
		};
		const all = [ana, bo, cy].map((pieces) => sent.send(fairUse, inRequestsOf(100, pieces), wait));
		await sent.clock.pass(0);
		expect(sent.ofUser('Ana')).toHaveLength(45);
		expect([...sent.ofUser('Bo'), ...sent.ofUser('Cy')]).toEqual(Array(41).fill(0));
		await sent.clock.pass(2 * MINUTE_MS);
		await Promise.all(all);
		expect(sent.ofUser('Ana').slice(45)).toEqual(Array(5).fill(62_000));
	});

	test('a request with several users waits for each of them', async () => {
		for (const [first, second] of [
			['Ana', 'Bo'],
			['Bo', 'Ana'],
		]) {
			const [ana, bo] = [piecesOf('Ana', 4500), piecesOf('Bo', 4500)];
			const fairUse = new FairUse(newAccount(), [...ana, ...bo]);
			const sent = new Sent();
			await sent.send(fairUse, [ana]);
			sent.clock.now = 30_000;
			await sent.send(fairUse, [bo]);
			await sent.send(fairUse, [[...piecesOf(first, 1), ...piecesOf(second, 1)]]);
			expect(sent.clock.now).toBe(92_000);
		}
	});

	test.each([600, 800, 1000])(
		'what waits for another user of its request counts from when it leaves: %d items',
		async (items) => {
			const [ana, bo] = [piecesOf('Ana', 5500), piecesOf('Bo', 4500)];
			const fairUse = new FairUse(newAccount(), [...ana, ...bo]);
			const sent = new Sent();
			await sent.send(fairUse, [
				bo,
				[...ana.slice(0, items), bo[0]],
				...inRequestsOf(100, ana.slice(items)),
			]);
			expect(sent.most('Bo', 1)).toBe(4500);
			expect(sent.most('Ana', 1)).toBeLessThanOrEqual(4500);
		},
	);

	test('all runs of a workspace share it, and those of no other', async () => {
		const account = newAccount();
		const pieces = piecesOf('Ana', 1500);
		const sent = new Sent();
		for (let run = 0; run < 4; run++) await sent.send(new FairUse(account, pieces), [pieces]);
		expect(sent.ofUser('Ana')).toEqual([0, 0, 0, 62_000]);
		for (const [other, user] of [
			[newAccount(), 'Ana'],
			[account, 'Bo'],
			[newAccount(), 'Bo'],
		]) {
			const elsewhere = new Sent();
			const theirs = piecesOf(user, 4500);
			await elsewhere.send(new FairUse(other, theirs), [theirs]);
			expect(elsewhere.clock.now).toBe(0);
		}
	});

	test('a run that is cancelled sends nothing more, and takes no room', async () => {
		const account = newAccount();
		const pieces = piecesOf('Ana', 4500);
		const fairUse = new FairUse(account, pieces);
		const sent = new Sent();
		await sent.send(fairUse, [pieces]);
		for (let request = 0; request < 3; request++) {
			const isOver = fairUse.waitForRoom(
				pieces,
				new Patience(Infinity),
				async () => await Promise.resolve(false),
				sent.clock.read,
			);
			expect(await isOver).toBe('halted');
		}
		await settled();
		await sent.send(fairUse, [pieces]);
		expect(sent.ofUser('Ana')).toEqual([0, 62_000]);
	});
});

describe('the user with the most items', () => {
	const heaviestOf = (...counts: number[]) =>
		new FairUse(
			newAccount(),
			counts.flatMap((count, user) => piecesOf(`user ${user}`, count)),
		).heaviest;

	test('is worth a word only above what MoEngage takes in a minute', () => {
		for (const counts of [[], [1], [999, 4500], [4500, 4500, 4500]]) {
			expect(heaviestOf(...counts)).toBeUndefined();
		}
		for (const counts of [[4501], [10, 4501, 2000], [4501, 4501]]) {
			expect(heaviestOf(...counts)?.items).toBe(4501);
		}
		expect(heaviestOf(5000, 12_000, 7000)?.items).toBe(12_000);
	});

	test.each([4501, 9000, 9001, 18_001, 45_001, 100_000])(
		'%d items take at least the minutes that are said, and not much more',
		async (items) => {
			const pieces = piecesOf('Ana', items);
			const fairUse = new FairUse(newAccount(), pieces);
			const sent = new Sent();
			await sent.send(fairUse, inRequestsOf(100, pieces));
			const minutes = fairUse.heaviest?.minutes ?? 0;
			const taken = sent.clock.now / MINUTE_MS;
			expect(taken).toBeGreaterThan(minutes - 1);
			expect(taken).toBeLessThan(1.01 * minutes);
		},
	);
});
