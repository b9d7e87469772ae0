import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../mapping/invalidInput';
import { byLabel, trimmed } from '../mapping/text';
import { countsItems, type Endpoint, type RateLimit } from '../transport/endpoints';
import type { Operation, Route } from './operation';
import { FixedExpressions, RunOptions, WholeCollections } from './reading';
import { REPEATS } from './repeat';
import { MINUTE_MS } from './clock';

/** How a run of the node sends, from the options that apply to all of its items. */
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
	/** How many keys of sent items n8n keeps. */
	onceHistory: number;
};

/** Milliseconds to wait for an answer where the user sets no timeout. */
const DEFAULT_TIMEOUT_MS = 30_000;

/** Times a request is sent again where the user sets no number. */
const DEFAULT_MAX_RETRIES = 4;

/** Minutes to wait for a limit where the user sets none. */
const DEFAULT_MAX_WAIT_MINUTES = 15;

/** Keys of sent items that n8n keeps where the user sets no number. */
const DEFAULT_ONCE_HISTORY = 10_000;

/**
 * Reads the options that say how to send. They apply to the whole run: the first item counts for which they can be
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
		retryUnsafe: options.first('retryUnsafe') === true,
		maxWait: (options.atLeast(0, 'maxWait') ?? DEFAULT_MAX_WAIT_MINUTES) * MINUTE_MS,
		onceHistory: Math.floor(options.atLeast(1, 'sendOnceHistory') ?? DEFAULT_ONCE_HISTORY),
		...paces(endpoint, own === undefined ? undefined : Math.floor(own)),
	};
}

/** Name of the option that chooses the route. */
const routeOptionOf = ({ routeOption = 'sendVia' }: Operation) => routeOption;

function routeOf(operation: Operation, options: RunOptions): Route {
	return routeNamed(operation, options.first(routeOptionOf(operation)));
}

/**
 * Says why an item cannot be sent: it wants another route, or another answer to the question whether customers may be
 * reached twice, than the first item, which decides for the run.
 */
export function disagreements(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
	{ route, retryUnsafe }: Pick<DeliverySettings, 'route' | 'retryUnsafe'>,
): (item: number) => InvalidInput | undefined {
	const options = new RunOptions(context, items, optionsField(operation));
	const agrees: Array<[option: string, (value: unknown) => boolean]> = [];
	if (operation.otherRoutes !== undefined) {
		agrees.push([routeOptionOf(operation), (value) => routeNamed(operation, value) === route]);
	}
	if (!route.endpoint.isRead) {
		agrees.push(['retryUnsafe', (value) => (value === true) === retryUnsafe]);
	}
	const open = agrees.filter(([option]) => options.mayDiffer(option));
	return (item) => {
		for (const [option, isSame] of open) {
			const own = options.valueFor(option, item);
			if (own === undefined || isSame(own.value)) continue;
			return new InvalidInput(
				`options.${option}`,
				`is ${quote(own.value)} for this item, but the first item decides for the whole run, and has another value`,
				'Part the items by it with an If node, and use one MoEngage node for each part',
			);
		}
		return undefined;
	};
}

/** The route that an option's value names, in any letter case: a spreadsheet's TRUE must not send a test to customers. */
function routeNamed({ route, otherRoutes = {} }: Operation, value: unknown): Route {
	const wanted = trimmed(String(value)).toLowerCase();
	const name = Object.keys(otherRoutes).find((one) => one.toLowerCase() === wanted);
	return name === undefined ? route : otherRoutes[name];
}

function paces(
	{ limits: { rate } }: Endpoint,
	own: number | undefined,
): Pick<DeliverySettings, 'rate' | 'ownPerMinute'> {
	if (rate?.perMinute === undefined || own === undefined) return { rate };
	if (own < rate.perMinute) return { rate, ownPerMinute: own };
	// Where MoEngage has granted more a minute, its documented numbers for an hour and a day no longer apply.
	return { rate: own === rate.perMinute ? rate : { counts: rate.counts, perMinute: own } };
}

/** The collections of an operation, Options among them, that one expression as a whole gives. */
export function wholeCollections(
	context: IExecuteFunctions,
	operation: Operation,
): WholeCollections {
	return new WholeCollections(context, [...operation.fields, optionsField(operation)]);
}

/** The fields of an operation, Options among them, that have an expression and are set to Fixed. */
export function fixedExpressions(
	context: IExecuteFunctions,
	operation: Operation,
): FixedExpressions {
	return new FixedExpressions(context, [...operation.fields, optionsField(operation)]);
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
		options: all.sort((a, b) => byLabel(a.displayName, b.displayName)),
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
		...(endpoint.isRead ? [] : [retryUnsafeOption, dryRunOption, ...onceOptions]),
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

const dryRunOption: INodeProperties = {
	displayName: 'Dry Run',
	name: 'dryRun',
	type: 'boolean',
	default: true,
	description:
		'Whether to output the request of each item instead of sending it. Needs neither a key nor the network.',
};

/** Not hidden where the node is a tool: n8n drops what it hides, and a tool has to say that it does not heed them. */
const onceOptions: INodeProperties[] = [
	{
		displayName: 'Send Once History',
		name: 'sendOnceHistory',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: DEFAULT_ONCE_HISTORY,
		description:
			'How many keys of Send Once Per n8n keeps for this node. It drops the oldest, whose items can then be sent again. Set it higher than the number of items in a run.',
	},
	{
		displayName: 'Send Once Per',
		name: 'sendOnceKey',
		type: 'string',
		default: '',
		placeholder: 'e.g. {{ $json.orderNumber }}',
		description:
			'A key for each item, such as an order number. The node skips an item if it has sent the key before, in this or an earlier execution. Not for tools of AI agents.',
	},
];

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
