import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { piecesOfItem } from '../../../nodes/MoEngage/delivery/piece';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { Reader } from '../../../nodes/MoEngage/mapping/reader';
import { RESOURCES } from '../../../nodes/MoEngage/resources';
import { FACTS } from '../../operations';

/*
 * No list of parameters: a mark is put into every field that an operation declares, and is looked for in what the operation
 * would send. MoEngage's names there say whether it names a user or is an attribute, so that a new operation which reads such
 * a value in a way of its own fails here.
 */

const NOW = Date.UTC(2026, 5, 1, 12);

/** MoEngage's names for what names a user, in bodies and queries. */
const NAMES_A_USER = new Set([
	...['customer_id', 'uid', 'user_id', 'identifier', 'identity_value', 'user_identifier_value'],
	...['merged_user', 'retained_user', 'recipient', 'u_em', 'u_mb', 'crm_id', 'email', 'email_id'],
]);

/** Where MoEngage takes attributes, and below them any name. */
const HOLDS_ATTRIBUTES = new Set([
	...['attributes', 'event_attributes', 'user_attributes', 'personalized_attributes'],
]);

/** All other names: settings, and what the workspace has names for. A new one belongs into one of the three. */
const OTHERS = new Set([
	...[
		'device_id',
		'dedup_id',
		'action',
		'app_version',
		'platform',
		'moe_os_type',
		'user_timezone_offset',
		'current_time',
	],
	...[
		'user_time',
		'real_time_action',
		'project_code',
		'x-forwarded-for',
		'reason',
		'client_reference_id',
	],
	...[
		'device_unique_id',
		'moe_gaid',
		'push_id',
		'unique_id',
		'cohort_id',
		'cohort_name',
		'partner',
	],
	...[
		'cohort_description',
		'event_name',
		'triggered_by',
		'created_by',
		'updated_by',
		'attribute_name',
		'alert_id',
	],
	...['import_id', 'import_name', 'scheduleid'],
	...['segmentid', 'included_filters', 'excluded_filters', 'description', 'moe-dbname'],
	...['cs_id', 'emails'],
	...['couponlistid', 'label', 'email_alert_subscribers', 'file_url', 'callback_url'],
	...['file_url_auth_username', 'file_url_auth_password'],
	...['alert_reference_name', 'transaction_id', 'experience_key', 'user_ip_address', 'user_agent'],
	...['b_id', 'event_ids', 'event_names', 'user_fields_to_export', 'attr', 'id', 'title', 'link'],
	...[
		'image_link',
		'catalogid',
		'campaignid',
		'flowid',
		'name',
		'categories',
		'tags',
		'campaign_ids',
		'flow_name',
		'channels',
		'ids',
		'teams',
		'moe-project-code',
	],
]);

/** Texts that one field or another takes, each with a mark in it. */
const MARKED = [
	'mark-7a91',
	'mark7a91@example.com',
	'+4915178917891',
	'mark7a91',
	'0a7a917a917a917a917a917a',
	'2026-05-01T10:00:00Z',
	'Europe/Berlin',
];
const isMark = (value: unknown) => typeof value === 'string' && MARKED.slice(0, 5).includes(value);

type Parameters = Record<string, unknown>;

/** Stands among the parameters for the input item itself. */
const WHOLE_ITEM = 'the whole item';

/** What an operation would send of one item. */
function sentBy(operation: Operation, parameters: Parameters): unknown[] {
	const facts = {
		json: (parameters[WHOLE_ITEM] ?? {}) as IDataObject,
		item: 0,
		now: NOW,
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => 'aa886712-4537-47c1-b126-2686efda2e26',
		hasFile: () => true,
		files: () => [],
	};
	const piece = operation.toPiece(new Reader((name) => parameters[name]), facts);
	return piecesOfItem(piece, 0).map(({ envelope, element, action }) => ({
		...envelope,
		element,
		action,
	}));
}

/** Stands for a name that the item gives, rather than MoEngage. */
const A_NAME = 'a name';

/** Names above each mark, from the outermost. */
function placesOf(value: unknown, above: string[] = []): string[][] {
	if (isMark(value)) return [above];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) =>
		isMark(name)
			? [[...above, A_NAME]]
			: placesOf(inner, Array.isArray(value) ? above : [...above, name.toLowerCase()]),
	);
}

/** Parameters that make a good item: what the operation's own facts say, with the values of its first item. */
function goodParameters(name: string, { fields }: Operation): Parameters {
	const { workflow, item } = FACTS[name];
	const json = { ...item(0), user: item(0).user ?? 'user-1' } as IDataObject;
	const fill = (value: unknown): unknown => {
		if (typeof value === 'string' && value.startsWith('=')) {
			const path = /^=\{\{ \$json\.(\w+) \}\}$/.exec(value)?.[1];
			return path === undefined ? { order_id: 'o-1' } : json[path];
		}
		if (Array.isArray(value)) return value.map(fill);
		if (typeof value !== 'object' || value === null) return value;
		if ('__rl' in value) return fill((value as { value?: unknown }).value);
		return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner)]));
	};
	const expressions = fields.filter(({ default: value }) => String(value).startsWith('={{ $json'));
	const defaults = expressions.map(({ name: field, default: value }) => [field, value] as const);
	return fill({ ...Object.fromEntries(defaults), ...workflow }) as Parameters;
}

/** A way to put a value into a field of an operation. */
type Field = { path: string; put: (parameters: Parameters, value: unknown) => Parameters };

/** Every field of an operation, also inside of collections. */
function fieldsOf(properties: INodeProperties[]): Field[] {
	return properties.flatMap(({ name, type, options = [] }): Field[] => {
		const self: Field = { path: name, put: (given, value) => ({ ...given, [name]: value }) };
		if (name === 'specifyAttributes') {
			const put: Field['put'] = (given, value) => ({
				...given,
				[name]: 'item',
				[WHOLE_ITEM]: value,
			});
			return [{ path: name, put }];
		}
		if (type === 'notice' || type === 'options' || type === 'boolean' || type === 'number')
			return [];
		if (type === 'collection') {
			return fieldsOf(options as INodeProperties[]).map(({ path, put }) => ({
				path: `${name}.${path}`,
				put: (given, value) => ({
					...given,
					[name]: put((given[name] ?? {}) as Parameters, value),
				}),
			}));
		}
		if (type !== 'fixedCollection') return [self];
		const [{ name: rows, values }] = options as Array<{ name: string; values: INodeProperties[] }>;
		const names = values.map((field) => field.name);
		const row = Object.fromEntries(names.map((one) => [one, EXAMPLES[one] ?? 'x']));
		return fieldsOf(values).map(({ path, put }) => ({
			path: `${name}.${rows}.${path}`,
			put: (given, value) => ({ ...given, [name]: { [rows]: [put(row, value)] } }),
		}));
	});
}

/** What stands beside a field in its row. */
const EXAMPLES: Record<string, unknown> = {
	attachments: '',
	channel: 'SMS',
	dataType: 'string',
	name: 'crm_id',
	personalizedAttributes: '{}',
	recipient: '+4915112345678',
	subscribed: true,
	value: 'v-1',
	values: 'a',
};

/** The parameters by which an operation goes another way: each value of each choice, one at a time. */
function variants(properties: INodeProperties[]): Parameters[] {
	return [
		{},
		...properties
			.filter(({ type, name }) => type === 'options' && name !== 'resource')
			.flatMap(({ name, options = [] }) =>
				(options as Array<{ value: unknown }>).map(({ value }) => ({ [name]: value })),
			),
	];
}

const ALL = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}.${operation.value}`,
		operation,
	})),
);

/** A field that takes a mark, in which way, and where the mark goes. */
type Marked = { field: Field; given: Parameters; places: string[][] };

/** The object that a field has in a good item, as JSON text too. */
function objectIn(value: unknown): Parameters {
	const given: unknown =
		typeof value === 'string' && value.startsWith('{') ? JSON.parse(value) : value;
	return typeof given === 'object' &&
		given !== null &&
		!Array.isArray(given) &&
		!('assignments' in given)
		? (given as Parameters)
		: {};
}

function markedFields({ name, operation }: (typeof ALL)[number]): Marked[] {
	const fields = fieldsOf([...operation.fields]);
	const good = goodParameters(name, operation);
	return variants(operation.fields).flatMap((variant) =>
		fields.flatMap((field): Marked[] => {
			const given = { ...good, ...variant };
			for (const mark of MARKED) {
				// An object may need the fields that a good one has.
				const base = objectIn(given[field.path]);
				for (const shape of [mark, { ...base, [mark]: mark }, { name: 'crm_id', value: mark }]) {
					try {
						const places = placesOf(sentBy(operation, field.put(given, shape)));
						if (places.length === 0) continue;
						const asObject = typeof shape === 'object';
						const put: Field['put'] = (parameters, value) =>
							field.put(parameters, asObject ? { ...base, crm_id: value } : value);
						return [{ field: { path: field.path, put }, given, places }];
					} catch (error) {
						expect(error).toBeInstanceOf(InvalidInput);
					}
				}
			}
			return [];
		}),
	);
}

const MARKED_FIELDS = ALL.map((one) => ({ ...one, fields: markedFields(one) }));

const isAttribute = (places: string[][]) =>
	places.some(
		(place) =>
			place.some((name) => HOLDS_ATTRIBUTES.has(name)) ||
			(last(place) === A_NAME && !place.includes('user_identifiers')),
	);
const last = (place: string[]) => place[place.length - 1];

/** The fields that name a user, by what MoEngage calls the place where they go. */
function usersOf(fields: Marked[]): Marked[] {
	return fields.filter(
		({ places }) =>
			places.some((place) => NAMES_A_USER.has(last(place)) || place.includes('user_identifiers')) &&
			!places.some((place) => place.includes('device_identifiers')),
	);
}

const ofOperations = (pick: (fields: Marked[]) => Marked[]) =>
	MARKED_FIELDS.flatMap(({ name, operation, fields }) =>
		pick(fields).map((marked) => ({ name, operation, ...marked, path: marked.field.path })),
	);
const USERS = ofOperations(usersOf);
const ATTRIBUTES = ofOperations((fields) => fields.filter(({ places }) => isAttribute(places)));

/** Why an item with this value is refused; `undefined` if it is sent. */
function refusal(
	{ field, given, operation }: Marked & { operation: Operation },
	value: unknown,
): InvalidInput | undefined {
	try {
		sentBy(operation, field.put(given, value));
		return undefined;
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		return error as InvalidInput;
	}
}

test('every operation says where its values go, by a name that is known', () => {
	const isKnown = (name: string) =>
		name === A_NAME || HOLDS_ATTRIBUTES.has(name) || OTHERS.has(name) || NAMES_A_USER.has(name);
	const unknown = MARKED_FIELDS.flatMap(({ name, fields }) =>
		fields.flatMap(({ field, places }) =>
			places
				.filter((place) => !place.some(isKnown))
				.map((place) => `${name} > ${field.path} goes to ${place.join('.')}`),
		),
	);
	expect([...new Set(unknown)]).toEqual([]);
});

test('the marks find users and attributes in all operations that have them', () => {
	const found = (all: Array<{ name: string }>) => [...new Set(all.map(({ name }) => name))].sort();
	const written = MARKED_FIELDS.map(({ name }) => name);
	const without =
		/^(businessEvent|campaign|catalogItem|coupon|fileImport|flow|segment)\.|experience\.getMany|getCategories/;
	expect(found(USERS)).toEqual(written.filter((name) => !without.test(name)).sort());
	expect(found(ATTRIBUTES)).toEqual([
		...['alert.send', 'businessEvent.create', 'businessEvent.trigger', 'catalogItem.create'],
		...['catalogItem.update', 'device.upsert', 'event.track', 'experience.fetch'],
		'experience.report',
		...['segment.create', 'segment.update', 'subscription.update', 'user.upsert'],
	]);
});

const key = ({ name, path }: { name: string; path: string }) => `${name} > ${path}`;

/** One of each field, in the first way that it was found. */
function eachOnce<T extends { name: string; path: string }>(all: T[]): T[] {
	return [...new Map(all.map((one) => [key(one), one])).values()];
}

describe.each(eachOnce(USERS).map((one) => ({ ...one, title: key(one) })))(
	'$title names a user',
	(one) => {
		test.each([
			...['#N/A', '(not set)', '\\N', 'nan', 'N/A', 'undefined', '[object Object]', 'anonymous'],
			...['1,00E+11', '9.19877E+11', '1e+21', '{{ $json.id }}', '00000000-0000', 'jane-\ud83d'],
			...[2 ** 53, true, Number.NaN, ['a', 'b'], { first: 'x', second: 'y' }],
		])('%p is refused, by the name of the field', (value) => {
			if (/\.name$|addToArrays|removeFromArrays/.test(one.path)) return;
			const thrown = refusal(one, value);
			expect(thrown?.parameter.split('.')[0]).toBe(one.path.split('.')[0]);
		});
	},
);

describe.each(eachOnce(ATTRIBUTES).map((one) => ({ ...one, title: key(one) })))(
	'$title holds attributes',
	(one) => {
		const takesObjects = /attributes|context|specify/i.test(one.path.split('.').pop() ?? '');
		test.each([NaN, Infinity, 2 ** 53, 1e21])('%p is refused', (value) => {
			if (/name$/.test(one.path)) return;
			expect(refusal(one, value)).toBeInstanceOf(InvalidInput);
			if (!takesObjects) return;
			expect(refusal(one, { deep: [value] })).toBeInstanceOf(InvalidInput);
		});

		test('no half of a surrogate pair leaves', () => {
			const half = 'mark \ud83d';
			// What names a user is refused rather than mended: it would name another one.
			if (refusal(one, half) !== undefined && USERS.some((user) => key(user) === key(one))) return;
			const sent = sentBy(one.operation, one.field.put(one.given, half));
			expect(JSON.stringify(sent)).not.toMatch(/\\ud[89a-f]/i);
		});
	},
);
