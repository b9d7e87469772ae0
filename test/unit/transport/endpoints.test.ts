import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';

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
};

test.each(Object.entries(PER_MINUTE))('%s keeps the limit of %i a minute', (name, perMinute) => {
	const { limits }: Endpoint = ENDPOINTS[name as keyof typeof ENDPOINTS];
	expect(limits.rate?.perMinute).toBe(perMinute);
});
