import type { IDataObject } from 'n8n-workflow';

import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { Reader } from '../../../nodes/MoEngage/mapping/reader';
import { pieceOfItem } from '../../../nodes/MoEngage/delivery/piece';
import { track } from '../../../nodes/MoEngage/resources/event/track';
import { report } from '../../../nodes/MoEngage/resources/experience/report';
import { update } from '../../../nodes/MoEngage/resources/subscription/update';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';

const FACTS = {
	...{ json: {}, item: 0, now: Date.UTC(2026, 5, 1), workflowZone: { offsetAt: () => 0 } },
	...{
		newUuid: () => 'aa886712-4537-47c1-b126-2686efda2e26',
		hasFile: () => false,
		files: () => [],
	},
};

type Operation = { toPiece: typeof track.toPiece };

function send(operation: Operation, parameters: IDataObject) {
	const told: string[] = [];
	const tell = (what: string, name: string) => told.push(`${what} ${name}`);
	const reader = new Reader((name) => parameters[name], '', undefined, tell);
	const { action, element } = pieceOfItem(operation.toPiece(reader, FACTS), 0);
	return { sent: { ...element, ...action } as IDataObject, told };
}

function refusal(operation: Operation, parameters: IDataObject): string {
	try {
		send(operation, parameters);
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const { parameter, reason } = error as InvalidInput;
		return `${parameter}: ${reason}`;
	}
	return 'sent';
}

const EVENT = { customerId: 'cust-1001', eventName: 'Order Placed' };
const typed = (name: string, type: string, value: unknown) =>
	({ assignments: [{ name, type, value }] }) as unknown as IDataObject;

describe('names of events as other systems write them', () => {
	test.each([
		...['orders/create', '$pageview', 'invoice.payment_failed', 'checkout:completed', 'Order 🎉'],
		...["Jane's order", 'Cart & Checkout', '100% off', 'a@b', '#sale'],
	])('%s is sent, and told', (eventName) => {
		const { sent, told } = send(track, { ...EVENT, eventName });
		expect(sent.action).toBe(eventName);
		expect(told).toEqual([`eventName ${eventName}`]);
	});

	test.each(['INSTALL', 'UPDATE', 'n_i_s', 'NOTIFICATION_CLICKED_MOE', 'SMS_SENT'])(
		'%s is one that MoEngage keeps for itself',
		(eventName) => {
			expect(send(track, { ...EVENT, eventName }).told).toEqual([`eventReserved ${eventName}`]);
		},
	);

	test.each([
		'Order Placed',
		'order_placed',
		'Commande passée',
		'注文',
		'order-placed',
		'INSTALLED',
	])('%s is nothing to tell of', (eventName) =>
		expect(send(track, { ...EVENT, eventName }).told).toEqual([]),
	);
});

describe("Odoo's false for an empty field", () => {
	test('is no text', () => {
		const attributes = typed('city', 'string', false);
		expect(refusal(upsert, { customerId: 'cust-1001', attributes })).toBe(
			'attributes: Attribute "city" is set to String, but false is true or false',
		);
	});

	test.each(['email', 'mobileNumber'])('is no %s', (field) => {
		const standardAttributes = { [field]: false };
		expect(refusal(upsert, { customerId: 'cust-1001', standardAttributes })).toMatch(
			/^standardAttributes\.\w+: .*"?false"? is/,
		);
	});
});

test.each([
	['Firestore', { _seconds: 1705314600, _nanoseconds: 0 }],
	['BigQuery', { value: '2024-01-15T10:30:00.000Z' }],
	['.NET', '/Date(1705314600000)/'],
])("%s's dates are no Event Time", (_system, eventTime) => {
	expect(refusal(track, { ...EVENT, additionalFields: { eventTime } })).toMatch(
		/^additionalFields\.eventTime: .* cannot be read as a time/,
	);
});

test.each([
	[1599566128.828946, '2020-09-08T11:55:28.829Z'],
	['2020-09-14T00:00:00.000000Z', '2020-09-14T00:00:00Z'],
	[1705314600, '2024-01-15T10:30:00Z'],
	[1705314600000, '2024-01-15T10:30:00Z'],
])('Event Time %p is %s', (eventTime, time) => {
	const { sent } = send(track, { ...EVENT, additionalFields: { eventTime } });
	expect(sent.current_time).toBe(time);
});

test.each(['', ' ', null])('a blank cell of dates (%p) is not sent', (value) => {
	const attributes = typed('date_of_birth', 'dateTime', value);
	const { sent } = send(upsert, { customerId: 'cust-1001', attributes });
	expect(JSON.stringify(sent)).not.toContain('date_of_birth');
});

test("the IDs of Shopify's test notification have lost digits as numbers, and none as text", () => {
	for (const id of ['820982911946154508', '115310627314723954']) {
		expect(refusal(track, { ...EVENT, customerId: Number(id) })).toMatch(
			/^customerId: .*lost digits/,
		);
		expect(send(track, { ...EVENT, customerId: id }).sent.customer_id).toBe(id);
	}
});

test("Segment's anonymous user has no ID, and its message ID is no UUID", () => {
	expect(refusal(track, { ...EVENT, customerId: null })).toBe('customerId: is empty for this item');
	const experienceContext = {
		...{ cid: 'c1', experience: 'Banner', moe_locale_id: '0', moe_variation_id: '1' },
		...{ audience_name: 'All Users', audience_id: '5A' },
	};
	const additionalFields = { eventUuid: 'ajs-next-1705314600000-aa886712' };
	const parameters = { customerId: 'cust-1001', interaction: 'shown', experienceContext };
	expect(refusal(report, { ...parameters, additionalFields })).toMatch(
		/^additionalFields\.eventUuid: .*UUID v4/,
	);
});

test('a template of JSON whose value has quotes and line breaks says where it breaks', () => {
	for (const note of ['He said "hi"\nbye', 'a\tb', '12" pipe']) {
		const parameters = { ...EVENT, specifyAttributes: 'json' };
		expect(refusal(track, { ...parameters, attributesJson: `{"note": "${note}"}` })).toMatch(
			/^attributesJson: .*breaks at line 1, column \d+/,
		);
	}
});

test('yes and no are neither true nor false', () => {
	const parameters = { identifierType: 'uid', identifier: 'cust-1001' };
	for (const globallyUnsubscribed of ['no', 'yes', 'J', 2]) {
		expect(refusal(update, { ...parameters, globallyUnsubscribed })).toMatch(
			/^globallyUnsubscribed: .* is neither true nor false/,
		);
	}
});
