import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { businessEvents } from '../../../nodes/MoEngage/transport/endpoints/businessEvents';
import { campaigns } from '../../../nodes/MoEngage/transport/endpoints/campaigns';
import { catalog } from '../../../nodes/MoEngage/transport/endpoints/catalog';
import { dataApi } from '../../../nodes/MoEngage/transport/endpoints/dataApi';
import { inform } from '../../../nodes/MoEngage/transport/endpoints/inform';
import { personalize } from '../../../nodes/MoEngage/transport/endpoints/personalize';
import { segments } from '../../../nodes/MoEngage/transport/endpoints/segments';
import { subscriptions } from '../../../nodes/MoEngage/transport/endpoints/subscriptions';

const NAMED = Object.entries<Endpoint>(ENDPOINTS);

/** Requests, events, users or devices a minute, as MoEngage's page about its limits lists them (August 2026). */
const PER_MINUTE: Partial<Record<keyof typeof ENDPOINTS, number>> = {
	upsertUser: 10_000,
	trackEvent: 30_000,
	upsertDevice: 10_000,
	manageDevices: 1000,
	bulkImport: 60_000,
	getUsers: 1000,
	mergeUsers: 1000,
	deleteUser: 5000,
	fetchExperiences: 10_000,
	searchCampaigns: 100,
	getCampaignStatistics: 100,
	changeCampaignStatus: 100,
	searchFlows: 100,
	changeFlowStatus: 100,
	getSubscriptionPreferences: 100,
	updateSubscriptionPreferences: 100,
	listSubscriptionCategories: 100,
	sendAlert: 10_000,
	sendTestAlert: 10_000,
	syncCohort: 300,
	listSegments: 50,
	triggerBusinessEventV5: 100,
};

test.each(Object.entries(PER_MINUTE))('%s keeps the limit of %i a minute', (name, perMinute) => {
	const { limits }: Endpoint = ENDPOINTS[name as keyof typeof ENDPOINTS];
	expect(limits.rate?.perMinute).toBe(perMinute);
});

test('no endpoint of one API hides one of another', () => {
	const apis = [
		businessEvents,
		campaigns,
		catalog,
		dataApi,
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
test.each(NAMED)('%s is sent with the key of its tile', (_name, { method, host, path, tile }) => {
	const credential = {
		dataCenter: '01',
		workspaceId: 'WS',
		dataApiKey: 'data',
		campaignApiKey: 'campaign',
		personalizeApiKey: 'personalize',
		pushApiKey: 'push',
		informApiKey: 'inform',
	};
	const url = `https://${host}-01.moengage.com${path.replace('{workspaceId}', 'WS')}`;
	const { headers } = authenticate(credential, { method, url });
	expect(headers?.Authorization).toBe(
		`Basic ${Buffer.from(`WS:${tile}`, 'utf8').toString('base64')}`,
	);
});
