import { informErrors, informUnauthorized } from '../answers';
import type { Endpoint } from './endpoint';

/**
 * Tile "Inform": transactional alerts (Inform OpenAPI document). The simulator holds no alerts, so the id
 * of every one is invalid and nothing is ever sent.
 */
export const informEndpoints: Endpoint[] = [
	{
		host: 'api',
		method: 'POST',
		path: '/v1.0/alerts/send',
		tile: 'inform',
		errors: informErrors,
		appKeyRefusal: informUnauthorized,
		charges: () => [{ limit: 'alerts/send', perMinute: 10_000, amount: 1 }],
		handle: () => informErrors.badElement(),
	},
];
