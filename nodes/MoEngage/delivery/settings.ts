import type { IExecuteFunctions } from 'n8n-workflow';

import type { Operation, Route } from '../resources/operation';
import { countsItems } from '../transport/endpoints';
import { DEFAULT_MAX_RETRIES } from './retry';
import { defaultConcurrency } from './send';

/** Milliseconds to wait for an answer where the user sets no timeout. */
export const DEFAULT_TIMEOUT_MS = 30_000;

/** How a run of the node sends, from the options that hold for all of its items. */
export type DeliverySettings = {
	route: Route;
	timeout: number;
	maxRetries: number;
	maxConcurrency: number;
	retryUnsafe: boolean;
	/** What MoEngage takes per minute; left out where it documents no limit. */
	limitPerMinute?: number;
	/** The user's own pace; left out where none is set, or MoEngage has no limit to go below. */
	ownPerMinute?: number;
};

/**
 * Reads the options that say how to send. They hold for the whole run, so the first item's values count;
 * what is no usable number is taken as not given.
 */
export function readSettings(context: IExecuteFunctions, operation: Operation): DeliverySettings {
	const options = (context.getNodeParameter('options', 0, {}) || {}) as Record<string, unknown>;
	const atLeast = (least: number, name: string): number | undefined => {
		const value = options[name];
		const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
		return value !== null && Number.isFinite(number) && number >= least ? number : undefined;
	};
	const route = operation.otherRoutes?.[String(options.sendVia)] ?? operation.route;
	const limit = route.endpoint.limits.perMinute?.most;
	const own = countsItems(route.endpoint) ? atLeast(1, 'eventsPerMinute') : undefined;
	return {
		route,
		timeout: atLeast(1, 'timeout') ?? DEFAULT_TIMEOUT_MS,
		maxRetries: Math.floor(atLeast(0, 'maxRetries') ?? DEFAULT_MAX_RETRIES),
		maxConcurrency: Math.floor(atLeast(1, 'maxConcurrency') ?? defaultConcurrency(route.endpoint)),
		retryUnsafe: options.retryUnsafe === true,
		limitPerMinute: limit,
		ownPerMinute: own === undefined ? undefined : Math.floor(own),
	};
}
