import {
	businessErrors,
	eventErrors,
	personalizeErrors,
	pushErrors,
	type ErrorShape,
} from './answers';
import { businessEventEndpoints } from './contract/businessEvents';
import { dataEndpoints } from './contract/dataApi';
import type { Endpoint } from './contract/endpoint';
import { informEndpoints } from './contract/inform';
import { personalizeEndpoints } from './contract/personalize';
import type { SimulatedHost } from './types';

const PARAMETER = ':workspace';

const endpoints = new Map<string, Endpoint>(
	[...businessEventEndpoints, ...dataEndpoints, ...informEndpoints, ...personalizeEndpoints].map(
		(endpoint) => [`${endpoint.host} ${endpoint.path}`, endpoint],
	),
);

/** Where a request goes: MoEngage's host by the first part of the path, and what follows it. */
export interface Location {
	host: SimulatedHost;
	/** Still URL-encoded. */
	path: string;
	query: Record<string, string>;
}

const PREFIX = /^\/(api|sdk|pushapi)(\/.*)?$/;

/** Takes a request's URL apart. A path without a known prefix stays whole, under `api`. */
export function locate(url: string): Location {
	const mark = url.indexOf('?');
	const whole = mark < 0 ? url : url.slice(0, mark);
	const query =
		mark < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark + 1)).entries());
	const prefix = PREFIX.exec(whole);
	return prefix
		? { host: prefix[1] as SimulatedHost, path: prefix[2] ?? '/', query }
		: { host: 'api', path: whole, query };
}

/** The endpoint at this place, and the workspace id that its path names. */
export function findEndpoint({ host, path }: Location): {
	endpoint?: Endpoint;
	pathParameter: string;
} {
	const lastSlash = path.lastIndexOf('/');
	const pathParameter = path.slice(lastSlash + 1);
	const endpoint =
		endpoints.get(`${host} ${path}`) ??
		(pathParameter && endpoints.get(`${host} ${path.slice(0, lastSlash + 1)}${PARAMETER}`));
	return { endpoint: endpoint || undefined, pathParameter };
}

/** The error shape of a place without an endpoint: the one of its neighbours. */
export function errorsAt({ host, path }: Location): ErrorShape {
	if (host === 'sdk') return personalizeErrors;
	if (host === 'pushapi') return pushErrors;
	return path.startsWith('/v1.0/business_event') ? businessErrors : eventErrors;
}
