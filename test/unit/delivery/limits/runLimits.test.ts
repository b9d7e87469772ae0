import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { FairUse } from '../../../../nodes/MoEngage/delivery/limits/fairUse';
import type { Gate, Ticket } from '../../../../nodes/MoEngage/delivery/limits/gate';
import { Patience } from '../../../../nodes/MoEngage/delivery/limits/patience';
import { limitsToKeep, RunLimits } from '../../../../nodes/MoEngage/delivery/limits/runLimits';
import type { DeliverySettings } from '../../../../nodes/MoEngage/delivery/settings';
import { readReply, type Reply } from '../../../../nodes/MoEngage/transport/answer';
import type { MoEngageCredential } from '../../../../nodes/MoEngage/transport/credential';
import {
	ENDPOINTS,
	type Endpoint,
	type RateLimit,
} from '../../../../nodes/MoEngage/transport/endpoints';
import { VirtualClock } from '../virtualClock';

const { trackEvent, upsertUser, bulkImport, getUsers }: Record<string, Endpoint> = ENDPOINTS;

const CREDENTIAL: MoEngageCredential = { dataCenter: '01', workspaceId: 'WS' };
const ELSEWHERE: Array<[string, MoEngageCredential]> = [
	['another workspace', { ...CREDENTIAL, workspaceId: 'WS2' }],
	['another data center', { ...CREDENTIAL, dataCenter: '02' }],
	[
		'another host',
		{ ...CREDENTIAL, dataCenter: 'custom', apiBaseUrl: 'https://proxy.example.com' },
	],
];

/** An endpoint of the catalog, as their limit is one for all of them. */
const inPool = (path: string, pool?: string): Endpoint => ({
	...getUsers,
	path,
	limits: { ...getUsers.limits, pool },
});

function limitsOf(
	endpoint: Endpoint,
	settings: Partial<DeliverySettings> = {},
	credential = CREDENTIAL,
	pieces: ItemPiece[] = [],
): RunLimits {
	const all = { route: { endpoint }, maxWait: 60_000, ...settings } as DeliverySettings;
	return limitsToKeep(credential, all, pieces, () => undefined);
}

/** Something to send to a path of its own. */
const pieceFor = (scheduleId: string): ItemPiece =>
	pieceOfItem({ envelope: { path: { scheduleId } }, element: {} }, 0);

const gateTo = (endpoint: Endpoint, credential = CREDENTIAL) =>
	limitsOf(endpoint, {}, credential).rate.gateOf([pieceFor('import-1')]);

beforeEach(() => {
	jest.spyOn(performance, 'now').mockReturnValue(1000);
});

afterEach(() => {
	jest.restoreAllMocks();
});

describe('the limits that a run keeps', () => {
	test("all of a workspace's runs share the way to an endpoint", () => {
		for (const endpoint of [trackEvent, upsertUser, getUsers]) {
			expect(gateTo(endpoint)).toBe(gateTo(endpoint));
			// As typed or as copied, it is the same workspace.
			expect(gateTo(endpoint, { ...CREDENTIAL, workspaceId: ' WS ' })).toBe(gateTo(endpoint));
		}
	});

	test('an endpoint that accepts each import once in some minutes has a way to each, and no import waits for another', async () => {
		const { rate } = limitsOf(ENDPOINTS.startImport);
		const gates = ['import-1', 'import-2', 'import-3'].map((id) => rate.gateOf([pieceFor(id)]));
		expect(new Set(gates).size).toBe(3);
		expect(rate.gateOf([pieceFor('import-2')])).toBe(gates[1]);

		const held = new Promise<undefined>(() => undefined);
		const open = { giveBack: () => undefined };
		jest.spyOn(gates[0], 'take').mockReturnValue(held);
		jest.spyOn(gates[1], 'take').mockResolvedValue(open);
		const limits = limitsOf(ENDPOINTS.startImport);
		const run = { wait: async () => true, halted: held, mayLeave: () => true };
		void limits.take([pieceFor('import-1')], run);
		expect(await limits.take([pieceFor('import-2')], run)).toBeDefined();
	});

	test('endpoints of one pool share it, whatever their paths are, and no others', () => {
		const items = inPool('/v1/catalog/items', 'catalog');
		for (const path of ['/v1/catalog', '/v1/catalog/items/search', '/v1/catalog/attributes']) {
			expect(gateTo(inPool(path, 'catalog'))).toBe(gateTo(items));
		}
		const own = [
			trackEvent,
			upsertUser,
			getUsers,
			items,
			inPool('/v1/catalog/items'),
			inPool('/x', 'coupons'),
		];
		expect(new Set(own.map((endpoint) => gateTo(endpoint))).size).toBe(own.length);
	});

	test.each(ELSEWHERE)(
		'%s has a way of its own, whether there is a pool or not',
		(_what, other) => {
			for (const endpoint of [trackEvent, getUsers, inPool('/v1/catalog', 'catalog')]) {
				expect(gateTo(endpoint, other)).not.toBe(gateTo(endpoint));
			}
		},
	);

	test.each<[RateLimit | undefined, Array<[unit: string, most: number]>]>([
		[undefined, []],
		[{ counts: 'events', perMinute: 30_000 }, [['minute', 30_000]]],
		[
			{ counts: 'requests', perSecond: 10, perMinute: 100, perHour: 6000 },
			[
				['second', 10],
				['minute', 100],
				['hour', 6000],
			],
		],
		[
			{ counts: 'requests', perMinute: 50, perDay: 1000 },
			[
				['minute', 50],
				['day', 1000],
			],
		],
	])('it keeps the windows that its settings name: %j', (rate, expected) => {
		const { windows } = limitsOf(trackEvent, { rate }).rate;
		expect(windows.map(({ unit, most }) => [unit, most])).toEqual(expected);
	});

	test.each([0, 60_000, 900_000])('it waits as long as its settings say: %d ms', (maxWait) => {
		const { patience } = limitsOf(trackEvent, { maxWait });
		patience.noteRefused(5000);
		expect(patience.endsAt).toBe(5000 + maxWait);
	});

	test('it says when a wait gets long', () => {
		const onLongWait = jest.fn();
		const settings = { route: { endpoint: trackEvent }, maxWait: 60_000 } as DeliverySettings;
		const { patience } = limitsToKeep(CREDENTIAL, settings, [], onLongWait);
		patience.begin('limit', 0);
		for (const [now, times] of [
			[1000, 0],
			[6000, 1],
			[9000, 1],
		]) {
			patience.look('limit', now);
			expect(onLongWait).toHaveBeenCalledTimes(times);
		}
	});

	test.each([
		['events', trackEvent, 5000],
		['users', upsertUser, 5000],
		['a bulk import', bulkImport, 5000],
		['reads, which are no data of a user', getUsers, undefined],
	])('fair use concerns who tracks users: %s', (_what, endpoint, expected) => {
		const pieces = Array.from({ length: 5000 }, (_, item) =>
			pieceOfItem({ element: {}, lane: 'Ana' }, item),
		);
		expect(limitsOf(endpoint, {}, CREDENTIAL, pieces).fairUse.heaviest?.items).toBe(expected);
	});
});

describe("a pace of the user's own", () => {
	/** How long it would wait to send so much, where it may not wait at all. */
	async function waitOf(limits: RunLimits, cost: number): Promise<number> {
		let asked = 0;
		const { sent, windows } = limits.rate.own as NonNullable<RunLimits['rate']['own']>;
		const place = await sent.take(cost, windows, async (ms) => {
			asked = ms;
			return await Promise.resolve(false);
		});
		expect(place !== undefined).toBe(asked === 0);
		return asked;
	}

	/** Paces are remembered as long as the process lives. */
	const paced = (
		ownPerMinute: number | undefined,
		credential = CREDENTIAL,
		endpoint = trackEvent,
	) => limitsOf(endpoint, { ownPerMinute }, credential);

	test('is none where the user has set none', () => {
		for (const endpoint of [trackEvent, upsertUser, bulkImport]) {
			expect(paced(undefined, CREDENTIAL, endpoint).rate.own).toBeUndefined();
		}
	});

	test.each([7, 500, 12_000])('is shared by all runs with the same number: %d', async (number) => {
		expect(await waitOf(paced(number), number - 1)).toBe(0);
		expect(await waitOf(paced(number), 1)).toBe(0);
		for (const cost of [1, number]) {
			expect(await waitOf(paced(number), cost)).toBe(62_000);
		}
	});

	test('holds up no run with another number, workspace, host or endpoint', async () => {
		expect(await waitOf(paced(300), 300)).toBe(0);
		expect(await waitOf(paced(300), 1)).toBeGreaterThan(0);
		for (const other of [
			paced(301),
			paced(300, CREDENTIAL, upsertUser),
			...ELSEWHERE.map(([, credential]) => paced(300, credential)),
		]) {
			expect(await waitOf(other, 300)).toBe(0);
		}
	});
});

describe('what one user may have', () => {
	const clock = new VirtualClock();

	/** A workspace of its own for each test. */
	let workspaces = 0;
	const workspace = () => `fair use ${++workspaces}`;

	/** A run of an operation in a workspace, which nothing but fair use holds up. */
	const runOf = (account: string, pieces: ItemPiece[], patience = new Patience(1e9)) => {
		const gate = { take: async () => await Promise.resolve({ giveBack: () => undefined }) };
		const rate = { gateOf: () => gate as unknown as Gate, windows: [], countsItems: true };
		return new RunLimits(patience, new FairUse(account, pieces), rate);
	};

	const NEVER = new Promise<never>(() => undefined);
	const piecesOf = (user: string, count: number): ItemPiece[] =>
		Array.from({ length: count }, (_, item) =>
			pieceOfItem({ element: {}, lane: user, user }, item),
		);

	const ok = readReply({ statusCode: 200, headers: {}, body: {} });
	const limited = readReply({ statusCode: 429, headers: { 'retry-after': '1' }, body: {} });
	const run = {
		wait: async (ms: number) => await clock.skip(ms),
		halted: NEVER,
		mayLeave: () => true,
	};

	/** Sends requests of a user one after the other, and says when MoEngage accepted how many. */
	async function send(
		limits: RunLimits,
		pieces: ItemPiece[],
		size: number,
		replyTo: (nth: number) => Reply | undefined = () => ok,
	): Promise<Array<{ at: number; items: number }>> {
		const accepted: Array<{ at: number; items: number }> = [];
		let nth = 0;
		for (let from = 0; from < pieces.length; ) {
			const outcome = await limits.take(pieces.slice(from, from + size), run);
			if (outcome === undefined || 'of' in outcome) throw new Error(JSON.stringify(outcome));
			const reply = replyTo(nth++);
			outcome.giveBack(reply);
			if (reply?.kind !== 'accepted') continue;
			accepted.push({ at: clock.now, items: pieces.slice(from, from + size).length });
			from += size;
		}
		return accepted;
	}

	const mostInAMinute = (accepted: Array<{ at: number; items: number }>) =>
		Math.max(
			...accepted.map(({ at }) =>
				accepted
					.filter((other) => other.at > at - 60_000 && other.at <= at)
					.reduce((sum, { items }) => sum + items, 0),
			),
		);

	beforeEach(() => {
		jest.spyOn(performance, 'now').mockImplementation(clock.read);
	});

	test('is one over all operations and ways of sending', async () => {
		const lanes = ['{"customer_id":"john"}', '"john"', 'john'];
		for (const size of [70, 100, 1000]) {
			const account = workspace();
			const accepted = [];
			for (const lane of lanes) {
				const pieces = piecesOf('john', 4000).map((piece) => ({ ...piece, lane }));
				accepted.push(...(await send(runOf(account, pieces), pieces, size)));
			}
			expect(mostInAMinute(accepted)).toBeLessThanOrEqual(4500);
			expect(accepted.reduce((sum, { items }) => sum + items, 0)).toBe(12_000);
		}
	});

	test.each([2, 3, 10])('is not used up by what a limit refused: %d tries each', async (tries) => {
		const pieces = piecesOf('john', 9000);
		const start = clock.now;
		const limits = runOf(workspace(), pieces);
		const accepted = await send(limits, pieces, 1000, (nth) =>
			nth % tries === tries - 1 ? ok : limited,
		);
		expect(mostInAMinute(accepted)).toBeLessThanOrEqual(4500);
		// Refusals take no room.
		expect(clock.now - start).toBe(62_000 * 2);
	});

	test('is not used up by what was not sent', async () => {
		for (const size of [500, 1000, 1500]) {
			const pieces = piecesOf('john', 4500);
			const limits = runOf(workspace(), pieces);
			const start = clock.now;
			await send(limits, pieces, size, (nth) => (nth < 20 ? undefined : ok));
			expect(clock.now).toBe(start);
		}
	});

	test('counts for Max Wait, and holds up nobody else', async () => {
		for (const maxWait of [0, 30_000, 61_000]) {
			const [ana, bo] = [piecesOf('Ana', 5000), piecesOf('Bo', 1000)];
			const limits = runOf(workspace(), [...ana, ...bo], new Patience(maxWait));
			await send(limits, ana.slice(0, 4500), 500);
			const epoch = Date.now();
			jest.spyOn(Date, 'now').mockReturnValue(epoch);
			expect(await limits.take(ana.slice(4500), run)).toEqual({
				of: 'fairUse',
				unit: 'minute',
				until: epoch + 62_000,
				maxWait,
			});
			expect(await send(limits, bo, 500)).toHaveLength(2);
		}
	});

	test('is told of when it is waited for long', async () => {
		const waits: string[] = [];
		const pieces = piecesOf('Ana', 9001);
		const patience = new Patience(1e9, (of) => waits.push(of));
		const limits = runOf(workspace(), pieces, patience);
		await send(limits, pieces, 500);
		expect(waits).toEqual(['fairUse']);
		expect(patience.waited('fairUse')).toBe(302_000);
		expect(patience.waited('limit')).toBe(0);
	});
});

test("a place that was not used leaves the whole limit, and the user's own pace, to others", async () => {
	const NEVER = new Promise<never>(() => undefined);
	const pieces = [pieceOfItem({ element: {} }, 0)];
	for (const own of [undefined, 1, 3]) {
		const credential = { dataCenter: '01', workspaceId: `unused ${own}` };
		const rate = { counts: 'requests', perMinute: 3 } as const;
		const limits = limitsOf(getUsers, { rate, ownPerMinute: own, maxWait: 0 }, credential);
		const run = {
			wait: async () => await Promise.resolve(false),
			halted: NEVER,
			mayLeave: () => true,
		};
		for (let request = 0; request < 50; request++) {
			const ticket = await limits.take(pieces, run);
			expect(ticket).toHaveProperty('giveBack');
			(ticket as Ticket).giveBack(undefined);
		}
		for (let request = 0; request < (own ?? 3); request++) {
			expect(await limits.take(pieces, run)).toHaveProperty('giveBack');
		}
		expect((await limits.take(pieces, run)) ?? {}).not.toHaveProperty('giveBack');
	}
});
