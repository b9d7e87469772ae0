import {
	businessErrors,
	eventErrors,
	personalizeErrors,
	pushErrors,
	type ErrorShape,
} from './answers';
import { businessEventEndpoints } from './contract/businessEvents';
import { catalogEndpoints } from './contract/catalog';
import { businessEventV5Endpoints } from './contract/businessEventsV5';
import { dataEndpoints } from './contract/dataApi';
import type { Endpoint } from './contract/endpoint';
import { couponEndpoints } from './contract/coupons';
import { emailSubscriptionEndpoints } from './contract/emailSubscription';
import { fileImportEndpoints } from './contract/fileImports';
import { informEndpoints } from './contract/inform';
import { personalizeEndpoints } from './contract/personalize';
import { campaignReportEndpoints } from './contract/campaignReports';
import { campaignEndpoints } from './contract/campaigns';
import { campaignStatisticsEndpoints } from './contract/campaignStatistics';
import { flowEndpoints } from './contract/flows';
import { segmentChangeEndpoints } from './contract/segmentChanges';
import { segmentEndpoints } from './contract/segments';
import { subscriptionEndpoints } from './contract/subscriptions';
import type { SimulatedHost } from './types';
import { subscriptionErrors, v5Errors } from './v5';

const endpoints: Endpoint[] = [
	...businessEventEndpoints,
	...catalogEndpoints,
	...businessEventV5Endpoints,
	...dataEndpoints,
	...couponEndpoints,
	...emailSubscriptionEndpoints,
	...fileImportEndpoints,
	...informEndpoints,
	...personalizeEndpoints,
	...segmentChangeEndpoints,
	...segmentEndpoints,
	...subscriptionEndpoints,
	...campaignEndpoints,
	...campaignReportEndpoints,
	...campaignStatisticsEndpoints,
	...flowEndpoints,
];

const literal = new Map<string, Endpoint[]>();
for (const endpoint of endpoints.filter(({ path }) => !path.includes('/:'))) {
	const place = `${endpoint.host} ${endpoint.path}`;
	literal.set(place, [...(literal.get(place) ?? []), endpoint]);
}

/** Those whose path has segments that stand for anything. */
const templates = endpoints
	.filter(({ path }) => path.includes('/:'))
	.map((endpoint) => ({ endpoint, segments: endpoint.path.split('/') }));

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

/** What is at a place. */
export interface Place {
	/** The endpoint for the method, or else one of another method. */
	endpoint?: Endpoint;
	/** The last part of the path, still URL-encoded. */
	pathParameter: string;
	/** The parts of the path that the endpoint names, still URL-encoded. */
	parts: Record<string, string>;
}

/** The endpoint at this place, and what its path names. */
export function findEndpoint({ host, path }: Location, method: string): Place {
	const segments = path.split('/');
	const pathParameter = segments[segments.length - 1];
	const found =
		literal.get(`${host} ${path}`) ??
		templates
			.filter((one) => one.endpoint.host === host && fits(one.segments, segments))
			.map(({ endpoint }) => endpoint);
	const endpoint = found.find((one) => one.method === method) ?? found[0];
	return { endpoint, pathParameter, parts: endpoint ? partsOf(endpoint, segments) : {} };
}

function fits(template: string[], segments: string[]): boolean {
	return (
		template.length === segments.length &&
		template.every((part, i) => (part.startsWith(':') ? segments[i] !== '' : part === segments[i]))
	);
}

function partsOf({ path }: Endpoint, segments: string[]): Record<string, string> {
	const named = path
		.split('/')
		.flatMap(
			(part, i): Array<[string, string]> =>
				part.startsWith(':') ? [[part.slice(1), segments[i]]] : [],
		);
	return Object.fromEntries(named);
}

/** The error shape of a place without an endpoint: the one of its neighbours. */
export function errorsAt({ host, path }: Location): ErrorShape {
	if (host === 'sdk') return personalizeErrors;
	if (host === 'pushapi') return pushErrors;
	if (path.startsWith('/v5/subscription-')) return subscriptionErrors;
	if (path.startsWith('/v5/')) return v5Errors;
	return path.startsWith('/v1.0/business_event') ? businessErrors : eventErrors;
}
