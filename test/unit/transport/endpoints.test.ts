import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { businessEvents } from '../../../nodes/MoEngage/transport/endpoints/businessEvents';
import { campaigns } from '../../../nodes/MoEngage/transport/endpoints/campaigns';
import { catalog } from '../../../nodes/MoEngage/transport/endpoints/catalog';
import { coupons } from '../../../nodes/MoEngage/transport/endpoints/coupons';
import { dataApi } from '../../../nodes/MoEngage/transport/endpoints/dataApi';
import {
	countsItems,
	DATA_API_BODY,
	KB,
} from '../../../nodes/MoEngage/transport/endpoints/endpoint';
import { fileImports } from '../../../nodes/MoEngage/transport/endpoints/fileImports';
import { inform } from '../../../nodes/MoEngage/transport/endpoints/inform';
import { personalize } from '../../../nodes/MoEngage/transport/endpoints/personalize';
import { segments } from '../../../nodes/MoEngage/transport/endpoints/segments';
import { subscriptions } from '../../../nodes/MoEngage/transport/endpoints/subscriptions';
import { ENDPOINT_TABLE } from '../../operations';

const NAMED = Object.entries<Endpoint>(ENDPOINTS);

/** An endpoint of the node in the form of the table. */
function described({ method, host, path, tile, limits, repeat, ...facts }: Endpoint) {
	const { elements, bytes, rate, pool, perPath, onceInMinutes } = limits;
	const windows: Array<[string, number | undefined]> = [
		['second', rate?.perSecond],
		['minute', rate?.perMinute],
		['hour', rate?.perHour],
		['day', rate?.perDay],
	];
	const numbers = windows.flatMap(([unit, most]) =>
		most === undefined ? [] : [`${most}/${unit}`],
	);
	return {
		address: `${method} ${host} ${path}`,
		tile,
		elements,
		kilobytes: bytes / 1000,
		rate:
			(onceInMinutes === undefined
				? [rate?.counts ?? 'none', ...numbers].join(' ')
				: `requests 1/${onceInMinutes} minutes`) + (perPath ? ' of each path' : ''),
		...(pool !== undefined && { pool }),
		repeat,
		...facts,
	};
}

test('the table of what MoEngage documents has every endpoint of the node, and no other', () => {
	expect(Object.keys(ENDPOINT_TABLE).sort()).toEqual(Object.keys(ENDPOINTS).sort());
});

test.each(NAMED)(
	'%s has the address, limits and class that MoEngage documents',
	(name, endpoint) => {
		expect(described(endpoint)).toEqual(ENDPOINT_TABLE[name]);
	},
);

test('no endpoint of one API hides one of another', () => {
	const apis = [
		businessEvents,
		campaigns,
		catalog,
		coupons,
		dataApi,
		fileImports,
		inform,
		personalize,
		segments,
		subscriptions,
	];
	const names = apis.flatMap((api) => Object.keys(api));
	expect(Object.keys(ENDPOINTS).sort()).toEqual(names.sort());
	const addresses = NAMED.map(([, { method, host, path }]) => `${method} ${host} ${path}`);
	expect(new Set(addresses).size).toBe(addresses.length);
});

// The table of endpoints and the table of paths are made apart; a request is signed by the latter.
test.each(NAMED)(
	'%s is sent with the key of its tile, or signed',
	(name, { method, host, path }) => {
		const credential = {
			dataCenter: '01',
			workspaceId: 'WS',
			dataApiKey: 'data',
			campaignApiKey: 'campaign',
			personalizeApiKey: 'personalize',
			pushApiKey: 'push',
			informApiKey: 'inform',
		};
		const filled = path.replace('{workspaceId}', 'WS').replace('{change}', 'add-users');
		const url = `https://${host}-01.moengage.com${filled}`;
		const { headers } = authenticate(credential, { method, url });
		const { tile, signedFile } = ENDPOINT_TABLE[name];
		const basic = `Basic ${Buffer.from(`WS:${tile}`, 'utf8').toString('base64')}`;
		expect(headers?.Authorization).toBe(signedFile === undefined ? basic : undefined);
	},
);

test('limits in KB are in the smaller of the two units, and only limits of items count what is in requests', () => {
	expect([KB, DATA_API_BODY]).toEqual([1000, 128_000]);
	const limits = { elements: 1, bytes: 1 };
	expect(countsItems({ limits })).toBe(false);
	expect(countsItems({ limits: { ...limits, rate: { counts: 'requests' } } })).toBe(false);
	expect(countsItems({ limits: { ...limits, rate: { counts: 'events' } } })).toBe(true);
	expect(countsItems({ limits: { ...limits, rate: { counts: 'users' } } })).toBe(true);
});
