import type { IDataObject } from 'n8n-workflow';

import { bodyOf, ItemRefusal, type Operation } from '../../../nodes/MoEngage/delivery/operation';
import {
	pieceOfItem,
	toElements,
	type ItemPiece,
	type Piece,
} from '../../../nodes/MoEngage/delivery/piece';
import { pack } from '../../../nodes/MoEngage/delivery/sending/pack';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { create } from '../../../nodes/MoEngage/resources/businessEvent/create';
import { search } from '../../../nodes/MoEngage/resources/businessEvent/search';
import { trigger } from '../../../nodes/MoEngage/resources/businessEvent/trigger';
import { block } from '../../../nodes/MoEngage/resources/device/blockAndUnblock';
import { getMany as getManyCampaigns } from '../../../nodes/MoEngage/resources/campaign/getMany';
import { upsert as upsertDevice } from '../../../nodes/MoEngage/resources/device/upsert';
import { track } from '../../../nodes/MoEngage/resources/event/track';
import { fetch } from '../../../nodes/MoEngage/resources/experience/fetch';
import { report } from '../../../nodes/MoEngage/resources/experience/report';
import { getMany as getManyFlows } from '../../../nodes/MoEngage/resources/flow/getMany';
import { get as getUser } from '../../../nodes/MoEngage/resources/user/get';
import { merge } from '../../../nodes/MoEngage/resources/user/merge';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';
import { parametersOf } from '../parametersOf';

const NOW = Date.UTC(2026, 5, 1, 12);
const UUID = 'aa886712-4537-47c1-b126-2686efda2e26';

function pieceOf(
	operation: Operation,
	parameters: Record<string, unknown>,
	json: Record<string, unknown> = {},
	item = 0,
): ItemPiece {
	const facts = {
		json,
		item,
		now: NOW,
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => UUID,
		hasFile: () => false,
		files: () => [],
	};
	return pieceOfItem(operation.toPiece(parametersOf(parameters), facts), item);
}

/** What comes out of an answer for an item. */
function outputOf(operation: Operation, answer: IDataObject, piece: Piece): IDataObject[] {
	const output = operation.route.toOutput?.(answer, piece);
	if (!Array.isArray(output)) throw new Error('The operation refuses the answer');
	return output;
}

describe('business event: trigger', () => {
	test('maps name, attributes and who triggered it', () => {
		const { element } = pieceOf(trigger, {
			businessEvent: 'Price Drop',
			specifyAttributes: 'json',
			attributesJson: '{"brand": "Acme", "price": 19.5, "stores": ["Berlin"]}',
			additionalFields: { triggeredBy: 'jane@example.com' },
		});
		expect(bodyOf(trigger.route, [element])).toEqual({
			event_name: 'Price Drop',
			event_attributes: { brand: 'Acme', price: 19.5, stores: ['Berlin'] },
			triggered_by: 'jane@example.com',
		});
	});

	test('sends empty attributes rather than none, which MoEngage requires', () => {
		const { element } = pieceOf(trigger, { businessEvent: 'Price Drop', attributesJson: '' });
		expect(element).toEqual({ event_name: 'Price Drop', event_attributes: {} });
	});

	test('two equal items are two triggers', () => {
		const parameters = { businessEvent: 'Price Drop', attributesJson: '{}' };
		expect(pieceOf(trigger, parameters, {}, 0).elementKey).not.toBe(
			pieceOf(trigger, parameters, {}, 1).elementKey,
		);
	});

	test.each([
		[{ businessEvent: '' }, 'businessEvent'],
		[
			{ businessEvent: 'A', additionalFields: { triggeredBy: 'jane' } },
			'additionalFields.triggeredBy',
		],
	])('refuses %j by the name of the parameter', (parameters, name) => {
		expect(() => pieceOf(trigger, parameters)).toThrow(
			expect.objectContaining({ parameter: name }) as InvalidInput,
		);
	});
});

describe('business event: create', () => {
	test.each([
		['the fixed collection', { attribute: [{ name: 'units', dataType: 'INT' }, { name: '' }] }],
		['a list', [{ name: 'units', dataType: 'int' }]],
		['an object', { units: 'int' }],
		['JSON text', '{"units": "int"}'],
	])('takes attributes from %s', (_form, eventAttributes) => {
		const { element } = pieceOf(create, {
			eventName: 'Restock',
			eventAttributes,
			createdBy: 'jane@example.com',
		});
		expect(element).toEqual({
			event_name: 'Restock',
			event_attributes: [{ attribute_name: 'units', attribute_data_type: 'int' }],
			created_by: 'jane@example.com',
		});
	});

	test.each([
		[{}, /no attribute/],
		['', /no attribute/],
		[{ attribute: [{ name: 'a', dataType: 'text' }] }, /"text" is not a value/],
		[{ attribute: [{ name: 'moe_a', dataType: 'int' }] }, /moe_/],
		['{"a": ', /ends too early/],
	])('refuses %j', (eventAttributes, reason) => {
		expect(() =>
			pieceOf(create, { eventName: 'Restock', eventAttributes, createdBy: 'jane@example.com' }),
		).toThrow(reason);
	});
});

describe('user: merge', () => {
	test('all pairs are in one lane, whoever they are, and none shares an element', () => {
		const pairs = [
			['bob', 'cleo'],
			['ana', 'bob'],
			['xue', 'yan'],
			['ana', 'bob'],
		].map(([mergedUser, retainedUser], item) =>
			pieceOf(merge, { mergedUser, retainedUser }, {}, item),
		);
		expect(new Set(pairs.map(({ lane }) => lane)).size).toBe(1);
		expect(new Set(pairs.map(({ elementKey }) => elementKey)).size).toBe(4);
		expect(pairs[1].element).toEqual({ merged_user: 'ana', retained_user: 'bob' });
	});
});

describe('device: block', () => {
	test.each([
		['the fixed collection', { identifier: [{ name: 'push_id', value: 'p1' }] }],
		['a list', [{ name: 'push_id', value: 'p1' }]],
		['an object', { push_id: 'p1' }],
		['JSON text', '{"push_id": "p1"}'],
	])('takes devices from %s', (_form, deviceIdentifiers) => {
		const { element } = pieceOf(block, {
			identifier: 'jane',
			additionalFields: { deviceIdentifiers },
		});
		expect(element).toEqual({
			user_identifier_type: 'customer_id',
			user_identifier_value: 'jane',
			action_type: 'block',
			device_identifiers: [{ push_id: 'p1' }],
		});
	});

	test('without the field, all devices are meant', () => {
		for (const additionalFields of [undefined, {}, { reason: 'lost' }]) {
			const { element } = pieceOf(block, { identifier: 'jane', additionalFields });
			expect(element).not.toHaveProperty('device_identifiers');
		}
	});

	test.each([
		...[{}, '', '  ', null, undefined, [], '[]', '{}', [{}], [null]],
		...[{ identifier: [] }, { identifier: null }, { identifier: [{ name: '', value: '' }] }],
	])('%j, which is empty for the item, never becomes all devices', (deviceIdentifiers) => {
		expect(() =>
			pieceOf(block, { identifier: 'jane', additionalFields: { deviceIdentifiers } }),
		).toThrow(
			expect.objectContaining({ parameter: 'additionalFields.deviceIdentifiers' }) as InvalidInput,
		);
	});

	test.each(['d1', '["d1"]', 7, { imei: '1' }, [{ device: 'd1' }]])(
		'%j, which names no kind of identifier, never becomes all devices',
		(deviceIdentifiers) => {
			expect(() =>
				pieceOf(block, { identifier: 'jane', additionalFields: { deviceIdentifiers } }),
			).toThrow(InvalidInput);
		},
	);
});

describe('business event: search', () => {
	const found = {
		db_name: 'Shop',
		event_id: '6475',
		event_name: 'Price Drop',
		event_attributes: [{ attribute_name: 'price', attribute_data_type: 'float' }],
		created_at: '2023-05-29T18:36:52.390000',
		total_trigger: 3,
		users_in_segment: 0,
		_id: 'x',
	};

	test('sends only the filters that are filled in', () => {
		const filters = { eventIds: '', eventNames: 'Price Drop, New Episode' };
		expect(pieceOf(search, { filters }).element).toEqual({
			event_names: ['Price Drop', 'New Episode'],
		});
		expect(pieceOf(search, { filters: { eventIds: ['1', '2'] } }).element).toEqual({
			event_ids: ['1', '2'],
		});
		expect(pieceOf(search, {}).element).toEqual({});
	});

	test('a record that is none is left out', () => {
		const answer = { data: [null, found, 7] } as unknown as IDataObject;
		expect(outputOf(search, answer, pieceOf(search, {}))).toHaveLength(1);
	});

	test('gives one output per record, simplified or whole', () => {
		const answer = { data: [found, { ...found, event_name: 'Other' }] };
		const simple = outputOf(search, answer, pieceOf(search, { simplify: true }));
		expect(simple.map(({ event_name: name }) => name)).toEqual(['Price Drop', 'Other']);
		expect(Object.keys(simple[0])).toEqual([
			'event_id',
			'event_name',
			'event_attributes',
			'created_at',
			'total_trigger',
		]);
		expect(outputOf(search, answer, pieceOf(search, { simplify: false }))[0]).toEqual(found);
		expect(outputOf(search, { data: [] }, pieceOf(search, {}))).toEqual([]);
	});
});

describe('event: track', () => {
	const base = { identifyBy: 'customerId', customerId: 'jane', eventName: 'Order Placed' };

	test('maps every field to the name that MoEngage documents', () => {
		const piece = pieceOf(track, {
			...base,
			specifyAttributes: 'json',
			attributesJson: { total: 59.9, items: ['a', 'b'] },
			additionalFields: {
				deviceId: 'device-1',
				platform: 'tv',
				tvOs: 'TIZEN',
				appVersion: 2.1,
				eventTime: '2026-05-31T16:33:35+05:30',
				userTime: '2026-05-31T16:33:35',
				timezone: 'Asia/Kolkata',
			},
			options: { projectCode: 'P1', clientIp: '203.0.113.195' },
		});
		expect(bodyOf(track.route, [{ ...piece.element, actions: [piece.action] }])).toEqual({
			type: 'event',
			customer_id: 'jane',
			device_id: 'device-1',
			actions: [
				{
					action: 'Order Placed',
					attributes: { total: 59.9, items: ['a', 'b'] },
					platform: 'TV',
					moe_os_type: 'Tizen',
					app_version: '2.1',
					current_time: '2026-05-31T11:03:35Z',
					user_time: '2026-05-31T16:33:35Z',
					user_timezone_offset: 19800,
				},
			],
		});
		expect(piece.envelope).toEqual({
			query: { project_code: 'P1' },
			headers: { 'X-Forwarded-For': '203.0.113.195' },
		});
	});

	test('what is not given is not sent: empty text and null in every optional field', () => {
		const nothing = { deviceId: '', platform: null, tvOs: '', appVersion: '', eventTime: null };
		const piece = pieceOf(track, {
			...base,
			specifyAttributes: 'fields',
			attributes: {},
			additionalFields: { ...nothing, userTime: '', timezone: null },
			options: { projectCode: '', clientIp: null },
		});
		expect(piece.element).toEqual({ type: 'event', customer_id: 'jane' });
		expect(piece.action).toEqual({ action: 'Order Placed' });
		expect(piece.envelope).toEqual({});
	});

	test('events of one user share an element, other devices and users do not, and one lane holds a user', () => {
		const of = (parameters: Record<string, unknown>) => pieceOf(track, { ...base, ...parameters });
		const [first, other, device] = [
			of({ eventName: 'Cart' }),
			of({ customerId: 'john' }),
			of({ additionalFields: { deviceId: 'd' } }),
		];
		expect(first.elementKey).toBe(of({ eventName: 'Order' }).elementKey);
		expect(new Set([first, other, device].map(({ elementKey }) => elementKey)).size).toBe(3);
		expect([first.lane === device.lane, first.lane === other.lane]).toEqual([true, false]);
	});

	test.each([
		[{ eventName: ' ' }, 'eventName', /empty/],
		[{ eventName: 'moe_order' }, 'eventName', /moe_/],
		[{ customerId: 'guest' }, 'customerId', /placeholder/],
		[
			{ additionalFields: { platform: 'windows' } },
			'additionalFields.platform',
			/"windows" is not a value/,
		],
		[{ additionalFields: { tvOs: 'Xbox' } }, 'additionalFields.tvOs', /Platform is not TV/],
		[
			{ additionalFields: { tvOs: 'Xbox', platform: 'web' } },
			'additionalFields.tvOs',
			/Platform is not TV/,
		],
		[
			{ additionalFields: { eventTime: '2030-01-01T00:00:00Z' } },
			'additionalFields.eventTime',
			/future/,
		],
		[{ additionalFields: { timezone: 54001 } }, 'additionalFields.timezone', /range/],
		[{ options: { clientIp: '1.2.3.4, é' } }, 'options.clientIp', /"é" is not an IP address/],
	])('refuses %j by the name of the parameter', (parameters, name, reason) => {
		expect.assertions(3);
		try {
			pieceOf(track, { ...base, ...parameters });
		} catch (error) {
			expect(error).toBeInstanceOf(InvalidInput);
			expect((error as InvalidInput).parameter).toBe(name);
			expect((error as InvalidInput).reason).toMatch(reason);
		}
	});
});

test('a collection given as JSON text counts, and one that is none is refused', () => {
	const base = { customerId: 'jane', eventName: 'Order Placed' };
	const { action } = pieceOf(track, { ...base, additionalFields: '{"appVersion": "2.1"}' });
	expect(action).toMatchObject({ app_version: '2.1' });
	expect(() => pieceOf(track, { ...base, additionalFields: '[1]' })).toThrow(InvalidInput);
	expect(() => pieceOf(search, { filters: 'Price Drop' })).toThrow(InvalidInput);
});

describe('experience: report', () => {
	const context = {
		cid: 'c1',
		experience: 'Home banner',
		moe_locale_id: '0',
		moe_variation_id: '2',
		audience_name: 'All Users',
		audience_id: '5A',
		type: 'Web Personalization',
	};
	const base = { interaction: 'shown', customerId: 'jane', experienceContext: context };

	test('maps an impression with seconds, zone and user attributes', () => {
		const piece = pieceOf(report, {
			...base,
			additionalFields: {
				eventTime: '2026-05-31T16:33:35.900Z',
				platform: 'Web',
				timezone: '+05:30',
				userAttributes: '{"first_name": "Jane"}',
			},
		});
		expect(bodyOf(report.route, [{ ...piece.element, actions: [piece.action] }])).toEqual({
			elements: [
				{
					customer_id: 'jane',
					user_attributes: { first_name: 'Jane' },
					user_timezone_offset: 19800,
					actions: [
						{
							action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
							moe_event_uuid: UUID,
							event_time: 1780245215,
							platform: 'web',
							attributes: context,
						},
					],
				},
			],
		});
	});

	test('a click carries its button inside the attributes', () => {
		const { action } = pieceOf(report, {
			...base,
			interaction: 'clicked',
			additionalFields: { buttonId: 'Add to Cart' },
		});
		expect(action).toMatchObject({
			action: 'MOE_PERSONALIZATION_MESSAGE_CLICKED',
			attributes: { ...context, b_id: 'Add to Cart' },
			event_time: NOW / 1000,
		});
	});

	test('the answer comes back with the UUID that was used, given or made', () => {
		const given = 'bb997812-4537-47c1-b126-2686efda2e27';
		const answer = { status: 'success', req_id: 'SKuSLFnX' };
		expect(outputOf(report, answer, pieceOf(report, base))).toEqual([
			{ ...answer, moe_event_uuid: UUID },
		]);
		expect(
			outputOf(
				report,
				answer,
				pieceOf(report, { ...base, additionalFields: { eventUuid: given } }),
			),
		).toEqual([{ ...answer, moe_event_uuid: given }]);
	});

	test('reports of one user with other attributes keep their own, in one request', () => {
		const attributes = [{ first_name: 'Jane' }, { last_name: 'Doe' }, { first_name: 'Jane' }];
		const packed = pack(
			attributes.map((userAttributes, item) =>
				pieceOf(report, { ...base, additionalFields: { userAttributes } }, {}, item),
			),
			{ elements: 100, bytes: 100_000, overhead: 0 },
		);
		expect(packed).toHaveLength(1);
		const elements = toElements(packed[0].pieces);
		expect(elements.map((one) => [one.user_attributes, (one.actions as []).length])).toEqual([
			[{ first_name: 'Jane' }, 2],
			[{ last_name: 'Doe' }, 1],
		]);
	});

	test.each([
		'cid',
		'experience',
		'moe_locale_id',
		'moe_variation_id',
		'audience_name',
		'audience_id',
	])(
		'a context without %s, for which MoEngage would reject the whole request, is refused',
		(name) => {
			for (const value of [undefined, null, '', ' ']) {
				expect(() =>
					pieceOf(report, { ...base, experienceContext: { ...context, [name]: value } }),
				).toThrow(expect.objectContaining({ reason: `lacks ${name}` }) as InvalidInput);
			}
		},
	);

	test.each([
		[{ experienceContext: '' }, 'experienceContext', /empty/],
		[
			{ experienceContext: { cid: 'c1', experience: 'x' } },
			'experienceContext',
			/lacks moe_locale_id, /,
		],
		[{ experienceContext: [context] }, 'experienceContext', /a list/],
		[{ additionalFields: { eventUuid: '123' } }, 'additionalFields.eventUuid', /UUID v4/],
		[{ additionalFields: { buttonId: 'b' } }, 'additionalFields.buttonId', /not Clicked/],
		[{ interaction: 'viewed' }, 'interaction', /"viewed" is not/],
		[
			{ additionalFields: { userAttributes: { moe_vip: true } } },
			'additionalFields.userAttributes',
			/moe_vip/,
		],
		[{ additionalFields: { eventTime: NOW + 180_000 } }, 'additionalFields.eventTime', /future/],
	])('refuses %j by the name of the parameter', (parameters, name, reason) => {
		expect.assertions(3);
		try {
			pieceOf(report, { ...base, ...parameters });
		} catch (error) {
			expect(error).toBeInstanceOf(InvalidInput);
			expect((error as InvalidInput).parameter).toBe(name);
			expect((error as InvalidInput).reason).toMatch(reason);
		}
	});
});

describe('experience: fetch', () => {
	test('session attributes with the names of other fields replace none of them', () => {
		const sessionAttributes = {
			identifiers: { customer_id: 'somebody else' },
			experience_key: ['other'],
			USER_AGENT: 'other',
			utm_medium: 'email',
		};
		const { element } = pieceOf(fetch, {
			customerId: 'jane',
			experienceKeys: 'banner',
			additionalFields: { sessionAttributes, userAgent: 'Mozilla/5.0' },
		});
		expect(element).toEqual({
			identifiers: { customer_id: 'jane' },
			experience_key: ['banner'],
			USER_AGENT: 'Mozilla/5.0',
			utm_medium: 'email',
		});
	});
});

describe('user: get', () => {
	const piece = (identifier: unknown, type = 'customer_id') =>
		pieceOf(getUser, { identifierType: type, identifier });
	const answer = (...users: IDataObject[]) => ({
		data: { users: users.map((one) => ({ user_attributes: one })) },
	});

	test.each([42, '42', ' 42 '])(
		'finds the user of the ID %p, which MoEngage has as a number',
		(id) => {
			const users = answer({ customer_id: 421 }, { customer_id: 42, first_name: 'Jane' });
			expect(outputOf(getUser, users, piece(id))).toEqual([
				{ customer_id: 42, first_name: 'Jane' },
			]);
		},
	);

	test.each([
		[42, 'customer_id', 'No MoEngage user has the customer ID "42"'],
		['jane', 'customer_id', 'No MoEngage user has the customer ID "jane"'],
		[42, 'moengage_id', 'No MoEngage user has the MoEngage ID "42"'],
	])('the ID %p (%s) is not found among others', (id, type, message) => {
		const others = answer({ customer_id: 421, id: 421 }, { customer_id: 4, id: 4 }, {});
		for (const reply of [others, answer(), { data: {} }, {}]) {
			const refused = getUser.route.toOutput?.(reply, piece(id, type));
			expect(refused).toBeInstanceOf(ItemRefusal);
			expect(refused).toMatchObject({ message, target: 'identifier' });
		}
	});
});

describe('campaign: get many', () => {
	const asked = (statuses: unknown) => pieceOf(getManyCampaigns, { filters: { statuses } }).element;

	test.each([
		['Archived', { include_archive_campaigns: true, status: ['ARCHIVED'] }],
		[['ACTIVE', 'archived'], { include_archive_campaigns: true, status: ['ACTIVE', 'ARCHIVED'] }],
		['ACTIVE', { include_archive_campaigns: undefined, status: ['ACTIVE'] }],
	])('archived ones are asked for if, and only if, they are chosen: %j', (statuses, wanted) => {
		const { campaign_fields: fields, include_archive_campaigns } = asked(statuses);
		expect({ include_archive_campaigns, ...(fields as IDataObject) }).toEqual(wanted);
	});
});

describe('flow: get many', () => {
	test.each<[IDataObject, unknown]>([
		[{ has_more: true, next_cursor: 'c2' }, { body: { cursor: 'c2' } }],
		[{ has_more: false, next_cursor: 'c2' }, undefined],
		[{ next_cursor: 'c2' }, undefined],
		[{ has_more: true }, undefined],
		[{ has_more: true, next_cursor: null }, undefined],
	])('%j: goes on by the cursor only if there is more', (data, next) => {
		expect(getManyFlows.route.paging?.next({ data }, 1)).toEqual(next);
	});
});

test("one user's data counts together for MoEngage's Fair Usage Policy, whichever operation sends it", () => {
	const users = ['john@example.com', 'a1', '{"customer_id":"a1"}'].map((customerId) => {
		const keys = [
			pieceOf(track, { customerId, eventName: 'Order' }),
			pieceOf(upsert, { customerId }),
			pieceOf(upsertDevice, { customerId, deviceId: 'D1', platform: 'iOS', pushId: 'P1' }),
		].map(({ user }) => user);
		expect(new Set(keys).size).toBe(1);
		return keys[0];
	});
	expect(users).not.toContain(undefined);
	expect(new Set(users).size).toBe(3);
	const identifyBy = 'userIdentifiers';
	const userIdentifiers = { moe_mobile: '+4930123456' };
	expect(pieceOf(track, { identifyBy, userIdentifiers, eventName: 'Order' }).user).toBe(
		pieceOf(upsert, { identifyBy, userIdentifiers }).user,
	);
});
