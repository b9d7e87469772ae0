import { DATA_API_BODY, type Endpoint } from './endpoint';

/**
 * Send Transactional Alert (`api/inform/inform.yaml`): one alert a request, 10,000 requests a minute. MoEngage knows a
 * `transaction_id` again for five minutes. It documents no size for attachments, so that this one is for all else.
 */
const alert = {
	method: 'POST',
	path: '/v1.0/alerts/send',
	tile: 'inform',
	limits: {
		elements: 1,
		bytes: DATA_API_BODY,
		rate: { counts: 'requests', perMinute: 10_000 },
	},
	repeat: 'safeForMinutes',
} as const satisfies Omit<Endpoint, 'host'>;

/** Alerts: the tile Inform. */
export const inform = {
	/** The credential test asks it with nothing to send. */
	sendAlert: { ...alert, host: 'api' },
	/** The sandbox, which knows only the test IDs of alerts. */
	sendTestAlert: { ...alert, host: 'sandbox-api' },
} as const satisfies Record<string, Endpoint>;
