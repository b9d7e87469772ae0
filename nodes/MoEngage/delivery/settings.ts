import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { countsItems, type Endpoint, type RateLimit } from '../transport/endpoints';
import type { Operation, Route } from './operation';
import { RunOptions } from './reading/runOptions';
import { REPEATS } from './repeat';
import { MINUTE_MS } from './sending/clock';

/** How a run of the node sends, from the options that hold for all of its items. */
export type DeliverySettings = {
	route: Route;
	timeout: number;
	maxRetries: number;
	maxConcurrency: number;
	retryUnsafe: boolean;
	/** Milliseconds to wait for a limit without any acceptance. */
	maxWait: number;
	/** How much MoEngage takes; where the user names more per minute, MoEngage has granted it to the workspace. */
	rate?: RateLimit;
	/** The user's own pace per minute, where it is below MoEngage's. */
	ownPerMinute?: number;
};

/** Milliseconds to wait for an answer where the user sets no timeout. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Times a request is sent again where the user sets no number. */
const DEFAULT_MAX_RETRIES = 4;

/** Minutes to wait for a limit where the user sets none. */
const DEFAULT_MAX_WAIT_MINUTES = 15;

/**
 * Reads the options that say how to send. They hold for the whole run: the first item counts for which they can be
 * evaluated, and a hint says so where items disagree. What is no usable number is taken as not given.
 */
export function readSettings(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
): DeliverySettings {
	const options = new RunOptions(context, items, optionsField(operation));
	const route = routeOf(operation, options);
	const { endpoint } = route;
	const own = countsItems(endpoint) ? options.atLeast(1, 'eventsPerMinute') : undefined;
	return {
		route,
		timeout: options.atLeast(1, 'timeout') ?? DEFAULT_TIMEOUT_MS,
		maxRetries: Math.floor(options.atLeast(0, 'maxRetries') ?? DEFAULT_MAX_RETRIES),
		maxConcurrency: Math.floor(
			options.atLeast(1, 'maxConcurrency') ?? REPEATS[endpoint.repeat].concurrency,
		),
		retryUnsafe: options.read('retryUnsafe') === true,
		maxWait: (options.atLeast(0, 'maxWait') ?? DEFAULT_MAX_WAIT_MINUTES) * MINUTE_MS,
		...paces(endpoint, own === undefined ? undefined : Math.floor(own)),
	};
}

/** The route that the option names, in any letter case: a spreadsheet's TRUE must not send a test to customers. */
function routeOf(operation: Operation, options: RunOptions): Route {
	const { route, otherRoutes = {}, routeOption = 'sendVia' } = operation;
	const wanted = String(options.read(routeOption)).trim().toLowerCase();
	const name = Object.keys(otherRoutes).find((one) => one.toLowerCase() === wanted);
	return name === undefined ? route : otherRoutes[name];
}

function paces(
	{ limits: { rate } }: Endpoint,
	own: number | undefined,
): Pick<DeliverySettings, 'rate' | 'ownPerMinute'> {
	if (rate?.perMinute === undefined || own === undefined) return { rate };
	if (own < rate.perMinute) return { rate, ownPerMinute: own };
	// Where MoEngage has granted more a minute, its documented numbers for an hour and a day do not hold either.
	return { rate: own === rate.perMinute ? rate : { counts: rate.counts, perMinute: own } };
}

/** The Options collection of an operation: its own options, and those of sending to its endpoint. */
export function optionsField({ options = [], route }: Operation): INodeProperties {
	const all = [...options, ...sendingOptions(route.endpoint)];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: all.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}

function sendingOptions(endpoint: Endpoint): INodeProperties[] {
	const { concurrency } = REPEATS[endpoint.repeat];
	return [
		{
			displayName: 'Max Concurrency',
			name: 'maxConcurrency',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: concurrency,
			description: 'Maximum number of requests at the same time',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_MAX_RETRIES,
			description:
				'How often the node resends a request after a 5xx response, a timeout or a lost connection, if that is safe. Waiting for a rate limit is not a retry.',
		},
		{
			displayName: 'Max Wait',
			name: 'maxWait',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_MAX_WAIT_MINUTES,
			description:
				"How many minutes to wait for MoEngage's rate limit while it accepts nothing. Then the remaining items fail unsent, with the time to try again.",
		},
		{
			displayName: 'Timeout',
			name: 'timeout',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_TIMEOUT_MS,
			description: 'How many milliseconds to wait for a response from MoEngage',
		},
		...(endpoint.isRead ? [] : [retryUnsafeOption]),
		...paceOption(endpoint),
	];
}

const retryUnsafeOption: INodeProperties = {
	displayName: 'Resend If Outcome Unknown',
	name: 'retryUnsafe',
	type: 'boolean',
	default: false,
	description:
		'Whether to resend items that MoEngage may already have accepted. Events may then count or reach customers twice.',
};

/** The option for a lower pace, in what MoEngage's limit counts; none where it counts requests or nothing. */
function paceOption({ limits }: Endpoint): INodeProperties[] {
	const { counts, perMinute } = limits.rate ?? {};
	if (counts === undefined || counts === 'requests' || perMinute === undefined) return [];
	return [
		{
			displayName: counts === 'events' ? 'Events per Minute' : 'Users per Minute',
			name: 'eventsPerMinute',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: perMinute,
			description: `Maximum ${counts} per minute. Defaults to MoEngage's limit. Lower it to leave room for other systems.`,
		},
	];
}
