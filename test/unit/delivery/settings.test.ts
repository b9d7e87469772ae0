import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Route } from '../../../nodes/MoEngage/delivery/operation';
import {
	disagreements,
	optionsField,
	readSettings,
} from '../../../nodes/MoEngage/delivery/settings';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { asBoolean } from '../../../nodes/MoEngage/mapping/values';
import { fakeRun } from './fakeRun';

const EVENTS = { counts: 'events', perMinute: 1000, perHour: 50_000 } as const;

function endpointWith(
	more: Partial<Endpoint>,
	rate: Endpoint['limits']['rate'] = EVENTS,
): Endpoint {
	return { ...ENDPOINTS.trackEvent, limits: { elements: 1, bytes: 1000, rate }, ...more };
}

function operationWith(endpoint: Endpoint, more: Partial<Operation> = {}): Operation {
	return {
		...{ value: 'x', name: 'X', action: 'X', description: 'X', fields: [] },
		route: { endpoint },
		toPiece: () => ({ element: {} }),
		...more,
	};
}

function settingsFor(
	options: Record<string, unknown>,
	operation = operationWith(endpointWith({ repeat: 'countsTwice' })),
	items = [{}, {}, {}],
) {
	const named = Object.entries(options).map(([name, value]) => [`options.${name}`, value]);
	const { context, hints } = fakeRun({ parameters: Object.fromEntries(named), items });
	const read = items.map((json) => ({ json }));
	return { settings: readSettings(context, operation, read), hints };
}

const DEFAULTS = {
	timeout: 30_000,
	maxRetries: 4,
	maxConcurrency: 100,
	retryUnsafe: false,
	maxWait: 900_000,
	onceHistory: 10_000,
	rate: EVENTS,
};

test('what the user does not set has its default', () => {
	const endpoint = endpointWith({ repeat: 'countsTwice' });
	const { settings, hints } = settingsFor({}, operationWith(endpoint));
	expect(settings).toEqual({ ...DEFAULTS, route: { endpoint } });
	expect(hints).toEqual([]);
	const careful = operationWith(endpointWith({ repeat: 'reachesCustomers' }));
	expect(settingsFor({}, careful).settings.maxConcurrency).toBe(10);
});

test.each<[string, unknown, object]>([
	['sendOnceHistory', 250.5, { onceHistory: 250 }],
	['sendOnceHistory', 0, {}],
	['timeout', 1, { timeout: 1 }],
	['timeout', '2500', { timeout: 2500 }],
	['timeout', 0.5, DEFAULTS],
	['timeout', 'soon', DEFAULTS],
	['maxRetries', 0, { maxRetries: 0 }],
	['maxRetries', 2.9, { maxRetries: 2 }],
	['maxRetries', -1, DEFAULTS],
	['maxRetries', null, DEFAULTS],
	['maxConcurrency', 7.9, { maxConcurrency: 7 }],
	['maxConcurrency', 0, DEFAULTS],
	['maxConcurrency', ' ', DEFAULTS],
	['maxWait', 0, { maxWait: 0 }],
	['maxWait', 0.5, { maxWait: 30_000 }],
	['maxWait', Infinity, DEFAULTS],
	['retryUnsafe', true, { retryUnsafe: true }],
	['retryUnsafe', 'false', { retryUnsafe: false }],
	['retryUnsafe', 'true', { retryUnsafe: false }],
	['eventsPerMinute', 400.7, { rate: EVENTS, ownPerMinute: 400 }],
	['eventsPerMinute', 1000, DEFAULTS],
	['eventsPerMinute', 5000, { rate: { counts: 'events', perMinute: 5000 } }],
	['eventsPerMinute', 0, DEFAULTS],
])('the option %s of %p', (name, value, expected) => {
	const { settings } = settingsFor({ [name]: value });
	expect(settings).toEqual({ ...DEFAULTS, ...expected, route: settings.route });
});

test.each<[string, Endpoint['limits']['rate']]>([
	['that counts requests', { counts: 'requests', perMinute: 1000 }],
	['without a number for a minute', { counts: 'events', perSecond: 10 }],
])('a pace of one’s own is for no limit %s', (_what, rate) => {
	const operation = operationWith(endpointWith({}, rate));
	const { settings } = settingsFor({ eventsPerMinute: 5 }, operation);
	expect(settings).toMatchObject({ rate });
	expect(settings.ownPerMinute).toBeUndefined();
});

describe('the way to send', () => {
	const live: Route = { endpoint: endpointWith({}) };
	const bulk: Route = { endpoint: endpointWith({ path: '/bulk' }) };
	const operation = operationWith(live.endpoint, {
		route: live,
		otherRoutes: { bulkImport: bulk },
	});
	const byFlag = { ...operation, routeOption: 'sandbox', otherRoutes: { true: bulk } };

	test.each<[Operation, object, Route]>([
		[operation, { sendVia: 'bulkImport' }, bulk],
		[operation, { sendVia: ' BULKIMPORT ' }, bulk],
		[operation, { sendVia: 'single' }, live],
		[operation, {}, live],
		[operation, { sandbox: 'bulkImport' }, live],
		[byFlag, { sandbox: true }, bulk],
		[byFlag, { sandbox: 'TRUE' }, bulk],
		[byFlag, { sandbox: false }, live],
		[byFlag, { sendVia: 'true' }, live],
		[operationWith(live.endpoint, { route: live }), { sendVia: 'bulkImport' }, live],
	])('is the one that the option names', (which, options, route) => {
		expect(settingsFor({ ...options }, which).settings.route).toBe(route);
	});
});

describe('an option that differs between items', () => {
	test('holds as the first item has it, and the user is told', () => {
		const { settings, hints } = settingsFor({ timeout: (item: number) => 1000 + item });
		expect(settings.timeout).toBe(1000);
		expect(hints).toEqual([
			'The option Timeout differs between items, but it applies to the whole run. The node used 1000, the value of the first item.',
		]);
	});

	test('is read where it can be evaluated, of at most twenty items from the first to the last', () => {
		const asked: number[] = [];
		const timeout = (item: number) => {
			asked.push(item);
			if (item < 50) throw new Error('no data');
			return 2000;
		};
		const items = Array.from({ length: 96 }, () => ({}));
		const { settings, hints } = settingsFor({ timeout }, undefined, items);
		expect([settings.timeout, hints]).toEqual([2000, []]);
		const steps = Array.from({ length: 20 }, (_, index) => index * 5);
		expect([...new Set(asked)]).toEqual(steps);
		const few: number[] = [];
		settingsFor({ timeout: (item: number) => few.push(item) }, undefined, [{}, {}]);
		expect([...new Set(few)]).toEqual([0, 1]);
	});

	test('is not said to differ where its text is the same, or no item has a usable one', () => {
		const same = (item: number) => (item === 0 ? '5' : 5);
		expect(settingsFor({ maxRetries: same })).toMatchObject({
			settings: { maxRetries: 5 },
			hints: [],
		});
		const broken = () => {
			throw new Error('no data');
		};
		expect(settingsFor({ maxRetries: broken })).toMatchObject({
			settings: { maxRetries: 4 },
			hints: [],
		});
	});
});

describe('an option that decides which customers are reached, and how often', () => {
	const live: Route = { endpoint: endpointWith({}) };
	const test_: Route = { endpoint: endpointWith({ path: '/test' }) };
	const operation = operationWith(live.endpoint, {
		route: live,
		otherRoutes: { true: test_ },
		routeOption: 'sandbox',
	});
	const items = Array.from({ length: 60 }, () => ({}));

	function disagreeing(parameters: Record<string, unknown>, which = operation) {
		const { context, hints } = fakeRun({ parameters, items });
		const read = items.map((json) => ({ json }));
		const settings = readSettings(context, which, read);
		const disagreement = disagreements(context, which, read, settings);
		const refused = items.flatMap((_, item) => {
			const invalid = disagreement(item);
			return invalid === undefined ? [] : [{ item, invalid }];
		});
		return { settings, refused, hints };
	}

	test.each<[string, Record<string, unknown>, number[]]>([
		['a test among real ones', { 'options.sandbox': (item: number) => item === 7 }, [7]],
		[
			'real ones among tests',
			{ 'options.sandbox': (item: number) => item !== 7 && item !== 59 },
			[7, 59],
		],
		[
			'one in another spelling',
			{ 'options.sandbox': (item: number) => (item === 7 ? 'False' : false) },
			[],
		],
		[
			'an empty one among tests',
			{ 'options.sandbox': (item: number) => (item === 7 ? '' : true) },
			[7],
		],
		['the same for all', { 'options.sandbox': true }, []],
		['one that resends', { 'options.retryUnsafe': (item: number) => item === 30 }, [30]],
		['one of the whole collection', { options: (item: number) => ({ sandbox: item === 7 }) }, [7]],
		['timeouts', { 'options.timeout': (item: number) => 1000 + item }, []],
	])('%s: an item that disagrees with the first is not sent', (_what, parameters, items_) => {
		const { refused, settings } = disagreeing(parameters);
		expect(refused.map(({ item }) => item)).toEqual(items_);
		for (const { invalid } of refused) {
			expect(invalid).toMatchObject({
				parameter: expect.stringMatching(/^options\.(sandbox|retryUnsafe)$/) as string,
				reason: expect.stringMatching(/^is .* for this item, but the first item decides/) as string,
			});
		}
		expect([live, test_]).toContain(settings.route);
	});

	test.each(['true\u200b', '\ufeffTRUE', '\u00a0True \u200e'])(
		'is told whatever nobody sees around it (%j), in the route as in what the item says',
		(sandbox) => {
			const all = disagreeing({ 'options.sandbox': () => sandbox });
			expect([all.settings.route, all.refused]).toEqual([test_, []]);
			expect(asBoolean(sandbox, 'options.sandbox')).toBe(true);
			const one = disagreeing({ 'options.sandbox': (item: number) => item === 7 && sandbox });
			expect(one.refused.map(({ item }) => item)).toEqual([7]);
		},
	);

	test('costs no other item, and no hint says that the run did otherwise', () => {
		const { hints } = disagreeing({ 'options.sandbox': (item: number) => item === 0 });
		expect(hints).toEqual([]);
	});

	test('that a read does not have is not asked for', () => {
		const read = operationWith(endpointWith({ isRead: true }));
		const { refused } = disagreeing({ 'options.retryUnsafe': (item: number) => item > 3 }, read);
		expect(refused).toEqual([]);
	});
});

test('options that are one expression as a whole are read from what it yields', () => {
	const operation = operationWith(endpointWith({}));
	const { context } = fakeRun({
		parameters: { options: (item: number) => ({ timeout: 5000, maxRetries: item }) },
	});
	const settings = readSettings(context, operation, [{ json: {} }]);
	expect(settings).toMatchObject({ timeout: 5000, maxRetries: 0 });
	expect(readSettings(fakeRun({}).context, operation, [])).toMatchObject({ timeout: 30_000 });
});

describe('the collection Options', () => {
	const names = (operation: Operation) =>
		((optionsField(operation).options ?? []) as INodeProperties[]).map(
			({ name, displayName, type, default: value }) => [name, displayName, type, value],
		);

	test('has those of sending, by their labels', () => {
		expect(names(operationWith(endpointWith({ repeat: 'safe' })))).toEqual([
			['dryRun', 'Dry Run', 'boolean', true],
			['eventsPerMinute', 'Events per Minute', 'number', 1000],
			['maxConcurrency', 'Max Concurrency', 'number', 100],
			['maxRetries', 'Max Retries', 'number', 4],
			['maxWait', 'Max Wait', 'number', 15],
			['retryUnsafe', 'Resend If Outcome Unknown', 'boolean', false],
			['sendOnceHistory', 'Send Once History', 'number', 10_000],
			['sendOnceKey', 'Send Once Per', 'string', ''],
			['timeout', 'Timeout', 'number', 30_000],
		]);
	});

	test('has a pace in users or events only, and no resending of what only reads', () => {
		const read = endpointWith(
			{ repeat: 'reachesCustomers', isRead: true },
			{ counts: 'users', perMinute: 5 },
		);
		const options = names(operationWith(read));
		expect(options.map(([name]) => name)).toEqual([
			...['maxConcurrency', 'maxRetries', 'maxWait', 'timeout', 'eventsPerMinute'],
		]);
		expect(options[0]).toEqual(['maxConcurrency', 'Max Concurrency', 'number', 10]);
		expect(options[4]).toEqual(['eventsPerMinute', 'Users per Minute', 'number', 5]);
		for (const rate of [
			undefined,
			{ counts: 'requests', perMinute: 5 } as const,
			{ counts: 'events', perSecond: 5 } as const,
		]) {
			const endpoint = { ...read, limits: { elements: 1, bytes: 1, rate } };
			expect(names(operationWith(endpoint)).map(([name]) => name)).not.toContain('eventsPerMinute');
		}
	});

	test('has the operation’s own among them, and limits what can be typed', () => {
		const own: INodeProperties = {
			...{ displayName: 'Keep Dates', name: 'keepDates', type: 'boolean', default: false },
		};
		const field = optionsField(operationWith(endpointWith({}), { options: [own] }));
		expect(field).toMatchObject({
			...{ displayName: 'Options', name: 'options', type: 'collection' },
			...{ placeholder: 'Add Option', default: {} },
		});
		const options = field.options as INodeProperties[];
		expect(options[2]).toEqual(own);
		const least = options.map(({ name, typeOptions }) => [name, typeOptions?.minValue]);
		expect(Object.fromEntries(least)).toEqual({
			...{ eventsPerMinute: 1, maxConcurrency: 1, maxRetries: 0, maxWait: 0, timeout: 1 },
			sendOnceHistory: 1,
		});
		for (const { description, name } of options) {
			if (name !== 'keepDates') expect(description).toMatch(/^[A-Z].{20,}/);
		}
	});
});
