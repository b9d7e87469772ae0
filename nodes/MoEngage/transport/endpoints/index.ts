import { businessEvents } from './businessEvents';
import { campaigns } from './campaigns';
import { catalog } from './catalog';
import { coupons } from './coupons';
import { dataApi } from './dataApi';
import { fileImports } from './fileImports';
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
	...coupons,
	...dataApi,
	...fileImports,
	...inform,
	...personalize,
	...segments,
	...subscriptions,
};
