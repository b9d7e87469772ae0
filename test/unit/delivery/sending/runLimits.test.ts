import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import {
	limitsToKeep,
	type RunLimits,
} from '../../../../nodes/MoEngage/delivery/sending/runLimits';
import type { DeliverySettings } from '../../../../nodes/MoEngage/delivery/settings';
import type { MoEngageCredential } from '../../../../nodes/MoEngage/transport/credential';
import {
	ENDPOINTS,
	type Endpoint,
	type RateLimit,
} from '../../../../nodes/MoEngage/transport/endpoints';

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

const gateTo = (endpoint: Endpoint, credential = CREDENTIAL) =>
	limitsOf(endpoint, {}, credential).gate;

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
		const { windows } = limitsOf(trackEvent, { rate });
		expect(windows.map(({ unit, most }) => [unit, most])).toEqual(expected);
	});

	test.each([0, 60_000, 900_000])('it waits as long as its settings say: %d ms', (maxWait) => {
		const { patience } = limitsOf(trackEvent, { maxWait });
		patience.begin(5000);
		expect(patience.endsAt).toBe(5000 + maxWait);
	});

	test('it says when a wait gets long', () => {
		const onLongWait = jest.fn();
		const settings = { route: { endpoint: trackEvent }, maxWait: 60_000 } as DeliverySettings;
		const { patience } = limitsToKeep(CREDENTIAL, settings, [], onLongWait);
		patience.begin(0);
		for (const [now, times] of [
			[1000, 0],
			[6000, 1],
			[9000, 1],
		]) {
			patience.look(now);
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
		const isSent = await limits.own?.take(cost, async (ms) => {
			asked = ms;
			return await Promise.resolve(false);
		});
		expect(isSent).toBe(asked === 0);
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
			expect(paced(undefined, CREDENTIAL, endpoint).own).toBeUndefined();
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
