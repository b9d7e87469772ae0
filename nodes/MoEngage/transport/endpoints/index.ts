import { businessEvents } from './businessEvents';
import { campaigns } from './campaigns';
import { catalog } from './catalog';
import { dataApi } from './dataApi';
import { inform } from './inform';
import { personalize } from './personalize';
import { segments } from './segments';
import { subscriptions } from './subscriptions';

export { countsItems } from './endpoint';
export type { Endpoint, Host, RateLimit, RepeatClass, Tile } from './endpoint';

/** Every endpoint that the package calls. An operation adds its endpoint to the file of its API. */
export const ENDPOINTS = {
	...businessEvents,
	...campaigns,
	...catalog,
	...dataApi,
	...inform,
	...personalize,
	...segments,
	...subscriptions,
};
