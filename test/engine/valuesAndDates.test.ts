import type { IDataObject } from 'n8n-workflow';

import { savedWorkflow } from './cases';
import { Engine, type FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { engine, run, simulator, withCredential } = useEngine({
	// n8n's isolate hands dates over as objects of another realm than Jest's, and n8n does not know them again there.
	// `test/e2e/rest/datesFromN8n.test.ts` has the isolate in a full n8n.
	startEngine: () => Engine.start('quickjs'),
});

/** Rows of the field Attributes; a value is an expression, or a text as typed. */
function rows(...list: Array<[name: string, type: string, value: unknown]>): IDataObject {
	const assignments = list.map(([name, type, value], id) => ({ id: `${id}`, name, type, value }));
	return { specifyAttributes: 'fields', attributes: { assignments } as IDataObject };
}

function hintsOf({ run: { data } }: FinishedRun): string[] {
	const [{ hints = [] }] = data.resultData.runData.MoEngage;
	return hints.map(({ message }) => message);
}

const users = (...items: IDataObject[]): IDataObject[] =>
	items.map((item, index) => ({ user: `user-${index}@example.com`, ...item }));
const events = (...items: IDataObject[]): IDataObject[] =>
	users(...items).map((item) => ({ name: 'Order Placed', ...item }));

const sentForUsers = () => simulator.accepted.users.map(({ raw }) => raw.attributes);
const sentForEvents = () => simulator.accepted.events.map(({ raw }) => raw.attributes);
const storedTypes = () => simulator.stored.map(({ types }) => types);

describe('a blank cell is not a value', () => {
	const ALL_TYPES = ['string', 'number', 'boolean', 'array', 'object'];

	test('it is not sent as 0, false, null or empty text, whatever its type; zero and false are sent', async () => {
		const attributes = rows(
			...ALL_TYPES.map((type): [string, string, string] => [type, type, `={{ $json.${type} }}`]),
			['source_system', 'string', 'CRM'],
		);
		const same = (value: unknown) =>
			Object.fromEntries(ALL_TYPES.map((type) => [type, value])) as IDataObject;
		const full = { string: 'a', number: '0', boolean: 'false', array: '[]', object: '{}' };
		await run('user.upsert', users(same(''), same('  '), same(null), {}, full), {
			parameters: attributes,
		});
		expect(sentForUsers()).toEqual([
			...Array.from({ length: 4 }, () => ({ source_system: 'CRM' })),
			{ string: 'a', number: 0, boolean: false, array: [], object: {}, source_system: 'CRM' },
		]);
	});

	test('an empty list is blank for a number, and a value for an array', async () => {
		const attributes = rows(['n', 'number', '={{ $json.x }}'], ['a', 'array', '={{ $json.x }}']);
		await run('user.upsert', users({ x: [] }, { x: [] }, { x: [] }), { parameters: attributes });
		expect(sentForUsers()).toEqual([{ a: [] }, { a: [] }, { a: [] }]);
	});
});

describe('a value that would be another one afterwards is rejected, and names its attribute', () => {
	test.each<[what: string, type: string, value: unknown, message: string]>([
		['a price with a comma', 'number', '33,50 €', 'Number, but "33,50 €" is not a number'],
		['true as a number', 'number', true, 'Number, but true is not a number'],
		['a list as a number', 'number', [5], 'Number, but [5] is not a number'],
		['Infinity', 'number', 'Infinity', 'Number, but "Infinity" is not a number'],
		[
			'20 digits',
			'number',
			'12345678901234567890',
			'Number, but "12345678901234567890" has more digits than a number can hold',
		],
		[
			'a date as a number',
			'number',
			'2026-01-31T10:00:00.000Z',
			'Number, but "2026-01-31T10:00:00.000Z" is a date',
		],
		['yes', 'boolean', 'yes', 'Boolean, but "yes" is neither true nor false'],
		['text with commas', 'array', 'a,b', 'Array, but "a,b" is not an array'],
		['a list as an object', 'object', [1], 'Object, but [1] is not an object'],
	])('%s', async (_what, type, value, message) => {
		const good = { number: 1, boolean: true, array: '["a"]', object: '{}' }[type];
		const items = users({ x: good }, { x: value } as IDataObject, { x: good });
		const parameters = rows(['total', type, '={{ $json.x }}']);
		const stopped = await run('user.upsert', items, { parameters });
		expect(stopped.error?.message).toBe(`Attribute "total" is set to ${message} [item 1]`);
		expect(simulator.requests).toEqual([]);
		const { onError } = { onError: 'continueErrorOutput' as const };
		const finished = await run('user.upsert', items, { parameters, onError });
		expect(finished.output('MoEngage', 1).map(({ json }) => json.details)).toEqual([
			expect.objectContaining({ type: 'InvalidInput', target: 'attributes', retriable: false }),
		]);
		expect(simulator.accepted.users).toHaveLength(2);
	});

	test('with String, as the message advises, 20 digits arrive', async () => {
		const parameters = rows(['order', 'string', '={{ $json.x }}']);
		const digits = ['12345678901234567890', '90071992547409931', '0042'];
		await run('event.track', events(...digits.map((x) => ({ x }))), { parameters });
		expect(sentForEvents()).toEqual(digits.map((order) => ({ order })));
	});

	test('JSON text whose digits would be lost is rejected, in quotes they arrive', async () => {
		const parameters = { specifyAttributes: 'json', attributesJson: '={{ $json.x }}' };
		const items = events(
			{ x: '{"order": 12345678901234567890}' },
			{ x: '{"order": "12345678901234567890"}' },
			{ x: '{"order": 9007199254740991}' },
		);
		const finished = await run('event.track', items, {
			parameters,
			onError: 'continueErrorOutput',
		});
		expect(finished.output('MoEngage', 1).map(({ json }) => json.error)).toEqual([
			expect.stringContaining('has 12345678901234567890, which has more digits'),
		]);
		expect(sentForEvents()).toEqual([
			{ order: '12345678901234567890' },
			{ order: 9007199254740991 },
		]);
	});
});

/** The same moment as n8n, JavaScript and other systems write it. */
const MOMENTS = [
	'2026-01-31T10:00:00.000-05:00',
	'2026-01-31T15:00:00.000Z',
	'2026-01-31T20:30:00+05:30',
	'2026-01-31T15:00Z',
];
const STORED = '2026-01-31T15:00:00Z';

describe('a date does not become text on its way', () => {
	const items = events(...MOMENTS.map((at) => ({ at })));
	const asDate = items.map(() => ({ at: STORED }));

	test.each(['string', 'object', 'dateTime'])('as a field of the type %s', async (type) => {
		await run('event.track', items, { parameters: rows(['at', type, '={{ $json.at }}']) });
		expect(sentForEvents()).toEqual(asDate);
		expect(storedTypes()).toEqual(items.map(() => ({ at: 'date' })));
	});

	test.each([
		['$now, which the editor types as Object', 'object', '={{ $now }}'],
		['$now as String', 'string', '={{ $now }}'],
		['a DateTime of a zone', 'object', '={{ DateTime.fromISO($json.at, { setZone: true }) }}'],
		['a JavaScript date as String', 'string', '={{ new Date($json.at) }}'],
		['a JavaScript date as Object', 'object', '={{ new Date($json.at) }}'],
	])('as %s', async (_what, type, value) => {
		const finished = await run('event.track', items, { parameters: rows(['at', type, value]) });
		expect(finished.error).toBeUndefined();
		expect(storedTypes()).toEqual(items.map(() => ({ at: 'date' })));
		if (!value.includes('$now')) expect(sentForEvents()).toEqual(asDate);
	});

	test('in JSON, inside of objects and lists as well', async () => {
		const parameters = {
			specifyAttributes: 'json',
			attributesJson:
				'={{ { at: $json.at, trip: { from: $json.at, days: [DateTime.fromISO($json.at), "soon"] } } }}',
		};
		await run('event.track', items, { parameters });
		expect(sentForEvents()).toEqual(
			items.map(() => ({ at: STORED, trip: { from: STORED, days: [STORED, 'soon'] } })),
		);
		expect(storedTypes()[0]).toMatchObject({
			at: 'date',
			'trip.from': 'date',
			'trip.days.0': 'date',
			'trip.days.1': 'text',
		});
	});

	test('in the whole item, where another node left a date object', async () => {
		const at = new Date(STORED) as unknown as IDataObject;
		const dated = users({ at }, { at: [at] as unknown as IDataObject }, { at: { on: at } });
		await run('user.upsert', dated, {
			parameters: { specifyAttributes: 'item', excludeFields: 'user' },
		});
		expect(sentForUsers()).toEqual([{ at: STORED }, { at: [STORED] }, { at: { on: STORED } }]);
		expect(storedTypes()).toEqual([
			{ at: 'date' },
			{ at: 'array', 'at.0': 'date' },
			{ at: 'object', 'at.on': 'date' },
		]);
	});

	test('for devices', async () => {
		const devices = MOMENTS.slice(0, 3).map((at, index) => ({
			...{ user: `user-${index}@example.com`, device: `d${index}`, push: `p${index}` },
			...{ platform: 'web', at },
		}));
		await run('device.upsert', devices, {
			parameters: rows(['os_version', 'string', '={{ $json.at }}']),
		});
		expect(simulator.accepted.devices.map(({ attributes }) => attributes.os_version)).toEqual([
			STORED,
			STORED,
			STORED,
		]);
	});

	test('for the user of an experience report', async () => {
		const context = {
			...{ cid: 'c1', experience: 'Banner', moe_locale_id: '0', moe_variation_id: '1' },
			...{ audience_name: 'All Users', audience_id: '5A' },
		};
		const reports = users(...MOMENTS.slice(0, 3).map((seen) => ({ seen }))).map((item) => ({
			...item,
			...{ interaction: 'shown', experience_context: context },
		}));
		await run('experience.report', reports, {
			parameters: { additionalFields: { userAttributes: '={{ { seen: $json.seen } }}' } },
		});
		expect(storedTypes()).toEqual(reports.map(() => ({ seen: 'date' })));
	});

	test.each([
		['mapped', { specifyAttributes: 'fields', attributeValues: mapped('={{ $json.at }}') }],
		['in JSON', { specifyAttributes: 'json', attributesJson: '={{ { valid_until: $json.at } }}' }],
	])('for a business event, %s', async (_way, parameters) => {
		const triggers = MOMENTS.map((at) => ({ event: 'Price Drop', at, by: '' }));
		await run('businessEvent.trigger', triggers, { parameters });
		expect(storedTypes()).toEqual(triggers.map(() => ({ valid_until: 'date' })));
	});
});

/** The field Attributes of the business event Price Drop with a value for its date. */
function mapped(value: unknown): IDataObject {
	const schema = [
		{ id: 'product_id', displayName: 'product_id', type: 'string' },
		{ id: 'valid_until', displayName: 'valid_until', type: 'dateTime' },
	].map((field) => ({ ...field, required: false, display: true, defaultMatch: false }));
	return {
		mappingMode: 'defineBelow',
		value: { product_id: null, valid_until: value },
		matchingColumns: [],
		schema,
	} as IDataObject;
}

describe('text that only resembles a date stays as it is', () => {
	const TEXTS = [
		...['2026-01-31', '11/11/2023', '2026-01-31T10:00:00', '2026', '+4915112345678'],
		...['20260131T101010Z', '2026-02-30T10:00:00Z', 'on 2026-01-31T10:00:00Z', 'Dark'],
	];

	test.each([
		['as fields', rows(['x', 'string', '={{ $json.x }}'])],
		['in JSON', { specifyAttributes: 'json', attributesJson: '={{ { x: $json.x } }}' }],
		['in the whole item', { specifyAttributes: 'item', excludeFields: 'user, name' }],
	])('%s', async (_way, parameters) => {
		await run('event.track', events(...TEXTS.map((x) => ({ x }))), { parameters });
		expect(sentForEvents()).toEqual(TEXTS.map((x) => ({ x })));
	});
});

test('Keep Dates as Text sends text as it is and date objects as ISO text', async () => {
	const parameters = {
		...rows(
			['text', 'string', '={{ $json.at }}'],
			['date', 'string', '={{ new Date($json.at) }}'],
			['list', 'array', '={{ [new Date($json.at)] }}'],
		),
		options: { keepDates: true },
	};
	await run('event.track', events(...MOMENTS.map((at) => ({ at }))), { parameters });
	const iso = '2026-01-31T15:00:00.000Z';
	expect(sentForEvents()).toEqual(MOMENTS.map((text) => ({ text, date: iso, list: [iso] })));
});

test('a date object that holds no date is rejected instead of sent as null', async () => {
	const items = events({ at: MOMENTS[0] }, { at: 'soon' }, { at: MOMENTS[1] });
	for (const value of ['={{ new Date($json.at) }}', '={{ DateTime.fromISO($json.at) }}']) {
		for (const type of ['string', 'object']) {
			const { error } = await run('event.track', items, {
				parameters: rows(['shipped', type, value]),
			});
			expect(error?.message).toMatch(/^Attribute "shipped" .* \[item 1\]$/);
		}
	}
	expect(simulator.requests).toEqual([]);
});

describe('a business event', () => {
	const trigger = (...dates: unknown[]): IDataObject[] =>
		dates.map((at) => ({ event: 'Price Drop', at, by: '' }) as IDataObject);
	const parameters = { specifyAttributes: 'fields', attributeValues: mapped('={{ $json.at }}') };
	const sent = () => simulator.accepted.businessEvents.map(({ attributes }) => attributes);

	test('takes dates as MoEngage does, in the order of days and months that the user has', async () => {
		const dates = ['11/11/2023', '31.01.2026', '2026/01/31', '01-31-2026 10:30'];
		const finished = await run('businessEvent.trigger', trigger(...dates), { parameters });
		expect(finished.error).toBeUndefined();
		expect(sent()).toEqual(dates.map((date) => ({ valid_until: date })));
	});

	test.each([
		['last Tuesday', 'but "last Tuesday" is not a date'],
		['31/31/2026', 'but "31/31/2026" is not a date'],
		[45678.5, "but 45678.5 looks like a spreadsheet's serial date"],
	])('rejects %p as a date', async (date, reason) => {
		const items = trigger('2026-01-31', date, '2026-01-31');
		const { error } = await run('businessEvent.trigger', items, { parameters });
		expect(error?.message).toBe(
			`Attribute "valid_until" is a date in MoEngage, ${reason} [item 1]`,
		);
		expect(error?.description).toMatch(/Use ISO 8601|Write it as 2025-01-21/);
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['an empty cell', ''],
		['null', null],
		['no such field', undefined],
	])('whose mapped attributes are all empty (%s) messages nobody', async (_what, at) => {
		const items = trigger('2026-01-31', at, '2026-02-28');
		const stopped = await run('businessEvent.trigger', items, { parameters });
		expect(stopped.error?.message).toBe('Attributes has no value for this item [item 1]');
		expect(simulator.requests).toEqual([]);
		await run('businessEvent.trigger', items, { parameters, onError: 'continueErrorOutput' });
		expect(sent()).toEqual([{ valid_until: '2026-01-31' }, { valid_until: '2026-02-28' }]);
	});

	test('whose form nobody touched messages nobody', async () => {
		const untouched = { attributeValues: { ...mapped(null), value: null } };
		const finished = await run('businessEvent.trigger', trigger('', '', ''), {
			parameters: { specifyAttributes: 'fields', ...untouched } as IDataObject,
		});
		expect(finished.error?.message).toMatch(/Attributes has no value for this item/);
		expect(simulator.requests).toEqual([]);
	});

	test('without attributes is still triggered: none declared, {} on purpose', async () => {
		const items = trigger('', '', '');
		for (const way of [
			{ attributeValues: { mappingMode: 'defineBelow', value: null, schema: [] } },
			{ specifyAttributes: 'json', attributesJson: '{}' },
		]) {
			const finished = await run('businessEvent.trigger', items, {
				parameters: { specifyAttributes: 'fields', ...way } as IDataObject,
			});
			expect(finished.error).toBeUndefined();
		}
		expect(sent()).toEqual(Array.from({ length: 6 }, () => ({})));
	});

	test('without attributes, by an expression that gives no fields to map: the run tells of it', async () => {
		const parameters = {
			specifyAttributes: 'fields',
			attributeValues: { mappingMode: 'defineBelow', value: {}, schema: [] },
		};
		const told = await run('businessEvent.trigger', trigger('', '', ''), { parameters });
		expect(hintsOf(told).join()).toContain(
			'without attributes, because an expression in Business Event gives no fields to map. If they have some, choose Using JSON: "Price Drop" (item 0, 1, 2)',
		);
		const known = { __rl: true, mode: 'list', value: 'Price Drop' };
		const silent = await run('businessEvent.trigger', trigger('', '', ''), {
			parameters: { ...parameters, businessEvent: known },
		});
		expect(hintsOf(silent)).toEqual([]);
	});
});

describe('the whole input item', () => {
	const people = users(
		{ plan: 'gold', note: '', phone: null, password_hash: 'x1', points: 0 },
		{ plan: '', note: 'a', phone: '+49', password_hash: 'x2', points: 5, vip: false },
		{ plan: null, note: ' ', phone: '', password_hash: 'x3', tags: [] },
	);

	test('Skip Empty Values and Exclude Fields keep empty cells and secrets back', async () => {
		await run('user.upsert', people, {
			parameters: {
				specifyAttributes: 'item',
				excludeFields: 'user, password_hash',
				skipEmptyValues: true,
			},
		});
		expect(sentForUsers()).toEqual([
			{ plan: 'gold', points: 0 },
			{ note: 'a', phone: '+49', points: 5, vip: false },
			{ tags: [] },
		]);
	});

	test('a workflow of version 1.0 sends what it sent, and still excludes what it named under Options', async () => {
		const parameters = {
			specifyAttributes: 'item',
			options: { excludeFields: 'user, password_hash, tags' },
		};
		await run('user.upsert', people, { parameters });
		expect(sentForUsers()).toEqual([
			{ plan: 'gold', note: '', phone: null, points: 0 },
			{ plan: '', note: 'a', phone: '+49', points: 5, vip: false },
			{ plan: null, note: ' ', phone: '' },
		]);
		simulator.reset();
		await run('user.upsert', people, { parameters: { ...parameters, excludeFields: 'plan,note' } });
		expect(sentForUsers()).toEqual([
			{ phone: null, points: 0 },
			{ phone: '+49', points: 5, vip: false },
			{ phone: '' },
		]);
	});
});

describe('the time of an event', () => {
	test.each([
		[45678.5, /45678\.5 looks like a spreadsheet's serial date/, /Write it as 2025-01-21T12:00:00/],
		[20250131, /20250131 looks like a date written as digits/, /Write it as 2025-01-31/],
		[-1, /-1 is too small for epoch seconds/, /ISO 8601/],
	])('%p is not sent as 1970', async (at, reason, advice) => {
		const good = '2026-01-31T10:00:00Z';
		const finished = await run('event.track', events({ at: good }, { at }, { at: good }), {
			onError: 'continueErrorOutput',
		});
		expect(finished.output('MoEngage', 1).map(({ json }) => json)).toEqual([
			expect.objectContaining({
				error: expect.stringMatching(reason) as string,
				message: expect.stringMatching(advice) as string,
			}),
		]);
		expect(simulator.accepted.events).toHaveLength(2);
	});

	test('a source whose clock is ahead by less than two minutes does not lose its events', async () => {
		const before = Date.now();
		const ahead = [1_500, 30_000, 100_000].map((by) => ({
			at: new Date(before + by).toISOString(),
		}));
		const finished = await run('event.track', events(...ahead));
		expect(finished.error).toBeUndefined();
		const times = simulator.accepted.events.map(({ raw }) => Date.parse(String(raw.current_time)));
		expect(times).toHaveLength(3);
		for (const time of times) {
			expect(time).toBeGreaterThanOrEqual(before);
			expect(time).toBeLessThanOrEqual(Date.now());
		}
	});

	test('a time without a zone is that of the workflow, in summer and in winter', async () => {
		const local = ['2026-01-31T10:00:00', '2025-07-31T10:00:00', '2026-03-29T01:59:59'];
		for (const [timezone, expected] of [
			['Europe/Berlin', ['2026-01-31T09:00:00Z', '2025-07-31T08:00:00Z', '2026-03-29T00:59:59Z']],
			[
				'America/New_York',
				['2026-01-31T15:00:00Z', '2025-07-31T14:00:00Z', '2026-03-29T05:59:59Z'],
			],
			['Asia/Kolkata', ['2026-01-31T04:30:00Z', '2025-07-31T04:30:00Z', '2026-03-28T20:29:59Z']],
		] as const) {
			simulator.reset();
			const items = events(...local.map((at) => ({ at })));
			const workflow = { ...savedWorkflow('event.track'), settings: { timezone } };
			const finished = await engine.run(workflow, withCredential(items));
			expect(finished.error).toBeUndefined();
			expect(simulator.accepted.events.map(({ raw }) => raw.current_time)).toEqual(expected);
		}
	});

	test('the offset of a User Time that stands alone is sent with it', async () => {
		const items = events(
			{ seen: '2026-01-31T22:00:00+05:30' },
			{ seen: '2026-01-31T22:00:00-03:00' },
			{ seen: '2026-01-31T22:00:00' },
		);
		await run('event.track', items, {
			parameters: { additionalFields: { userTime: '={{ $json.seen }}' } },
		});
		const local = { user_time: '2026-01-31T22:00:00Z' };
		expect(simulator.accepted.events.map(({ raw }) => raw)).toEqual([
			expect.objectContaining({ ...local, user_timezone_offset: 19800 }),
			expect.objectContaining({ ...local, user_timezone_offset: -10800 }),
			expect.not.objectContaining({ user_timezone_offset: expect.anything() as number }),
		]);
	});
});

describe('who a user is', () => {
	test('placeholders in any case and IDs of one character do not merge people into one', async () => {
		const ids = ['N/A', 'None', '-1', '2', '(empty)', 'customer_id', 'UserID', 'x', 7];
		const items = ids.flatMap((user, index) => [{ user }, { user: `person-${index}` }]);
		const finished = await run(
			'user.upsert',
			items.map((item) => ({ ...item, plan: 'a' })),
			{
				onError: 'continueErrorOutput',
			},
		);
		expect(finished.output('MoEngage', 1).map(({ json }) => json.error)).toEqual(
			ids.map(() => expect.stringMatching(/is a placeholder|has one character/) as string),
		);
		expect(simulator.accepted.users.map(({ customerId }) => customerId)).toEqual(
			ids.map((_, index) => `person-${index}`),
		);
	});

	test("MoEngage's reserved names are rejected, its standard attributes and the identifiers are not", async () => {
		const json = { specifyAttributes: 'json', attributesJson: '={{ $json.attributes }}' };
		const reserved = ['UPDATE', '_id', 'INSTALL', 'USER_ATTRIBUTE_USER_EMAIL', 'moe_rsp_x'];
		const items = users(
			...reserved.map((name) => ({ attributes: { [name]: 1 } })),
			{ attributes: { moe_mweb: true, moe_email_open_tracking_consent: true, source: 'CRM' } },
			{ attributes: { moe_email_optin_status: 'OPTED_OUT', moe_gaid: 'g', moe_sub_w: true } },
		);
		const finished = await run('user.upsert', items, {
			parameters: json,
			onError: 'continueErrorOutput',
		});
		expect(finished.output('MoEngage', 1).map(({ json: { error } }) => error)).toEqual(
			reserved.map((name) => expect.stringContaining(`"${name}"`) as string),
		);
		expect(simulator.accepted.users).toHaveLength(2);

		simulator.reset();
		await run('user.upsert', users({ mail: 'a@b.c' }, { mail: 'd@e.f' }, { mail: 'g@h.i' }), {
			parameters: {
				identifyBy: 'userIdentifiers',
				userIdentifiers: { identifier: [{ name: 'moe_email', value: '={{ $json.mail }}' }] },
				specifyAttributes: 'json',
				attributesJson: '={{ { moe_email: "old@example.com", plan: "a" } }}',
			},
		});
		expect(sentForUsers()).toEqual([
			{ moe_email: 'a@b.c', plan: 'a' },
			{ moe_email: 'd@e.f', plan: 'a' },
			{ moe_email: 'g@h.i', plan: 'a' },
		]);
	});
});
