import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem } from '../../../nodes/MoEngage/delivery/piece';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { Reader } from '../../../nodes/MoEngage/mapping/reader';
import { send as sendAlert } from '../../../nodes/MoEngage/resources/alert/send';
import { create } from '../../../nodes/MoEngage/resources/businessEvent/create';
import { trigger } from '../../../nodes/MoEngage/resources/businessEvent/trigger';
import { block, unblock } from '../../../nodes/MoEngage/resources/device/blockAndUnblock';
import { track } from '../../../nodes/MoEngage/resources/event/track';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';

/*
 * What an item gives and an operation cannot read must not be left out: the request would do something other than was meant,
 * and often more.
 */

/** @param raw the parameters as the workflow has them, where that makes a difference */
function elementOf(
	operation: Operation,
	parameters: IDataObject,
	{ json = {}, raw }: { json?: IDataObject; raw?: IDataObject } = {},
) {
	const told: string[] = [];
	const facts = {
		...{ json, item: 0, now: Date.UTC(2026, 5, 1), workflowZone: { offsetAt: () => 0 } },
		...{
			newUuid: () => 'aa886712-4537-47c1-b126-2686efda2e26',
			hasFile: () => true,
			files: () => [],
		},
	};
	const reader = new Reader(
		(name) => parameters[name],
		'',
		(name) => (raw ?? parameters)[name],
		(what, name) => told.push(`${what} ${name}`),
	);
	return { element: pieceOfItem(operation.toPiece(reader, facts), 0).element, told };
}

function refusal(...given: Parameters<typeof elementOf>): string {
	try {
		return `sent ${JSON.stringify(elementOf(...given).element)}`;
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const { parameter, reason } = error as InvalidInput;
		return `${parameter}: ${reason}`;
	}
}

describe('a business event messages nobody with gaps', () => {
	const event = { businessEvent: 'Price Drop' };

	test.each([undefined, null, '', ' '])(
		'if the expression for its JSON gives %j for the item',
		(attributesJson) => {
			const parameters = { ...event, specifyAttributes: 'json', attributesJson } as IDataObject;
			for (const written of ['={{ $json.event }}', '={{\n$json.a ?? $json.b }}', '= ']) {
				const raw = { ...parameters, attributesJson: written };
				expect(refusal(trigger, parameters, { raw })).toMatch(
					/^attributesJson: has no value for this item/,
				);
			}
		},
	);

	test.each([{}, { secret: 1 }, { '\ufeffsecret': 1, empty: '' }])(
		'if nothing is left of the whole item %j',
		(json) => {
			const parameters = { ...event, specifyAttributes: 'item', excludeFields: 'secret' };
			const skipping = { ...parameters, skipEmptyValues: true };
			expect(refusal(trigger, skipping, { json })).toMatch(
				/^specifyAttributes: has no value for this item/,
			);
		},
	);

	test.each([{}, '{}', ' { } '])(
		'and is sent without attributes for %j, as the message says',
		(given) => {
			const parameters = { ...event, specifyAttributes: 'json', attributesJson: given };
			for (const written of ['={{ $json.event }}', given]) {
				const raw = { ...parameters, attributesJson: written };
				expect(elementOf(trigger, parameters, { raw }).element.event_attributes).toEqual({});
			}
		},
	);

	test.each(['', "={{ $fromAI('attributes') }}", '={{ /*n8n-auto*/ $fromAI("a") }}'])(
		'and for an empty field in the workflow, and a model that gives none: %j',
		(written) => {
			const parameters = { ...event, specifyAttributes: 'json', attributesJson: '' };
			const raw = { ...parameters, attributesJson: written };
			expect(elementOf(trigger, parameters, { raw }).element.event_attributes).toEqual({});
		},
	);
});

test('two attributes of one name define no business event, whatever nobody sees around them', () => {
	for (const name of ['price', ' price', '\ufeffprice']) {
		const eventAttributes = [
			{ name: 'price', dataType: 'int' },
			{ name: 'size', dataType: 'string' },
			{ name, dataType: 'string' },
		];
		for (const given of [eventAttributes, JSON.stringify(eventAttributes)]) {
			const parameters = { eventName: 'A', createdBy: 'jane@example.com', eventAttributes: given };
			expect(refusal(create, parameters)).toBe('eventAttributes: has "price" twice');
		}
	}
});

describe('platforms of a user', () => {
	const refusalOf = (platforms: unknown) =>
		refusal(upsert, { customerId: 'cust-1', additionalFields: { platforms } } as IDataObject);

	test.each([
		[[{ name: 'ANDROID', value: true }]],
		[[{ platform: 'web' }, { os: 'iOS' }]],
		[{ platform: [{ platform: 'web' }, { name: 'iOS', active: false }] }],
		['[{"name": "ANDROID"}]'],
		[[{ platform: 'web', isActive: false }]],
		[{ platform: [{ platform: 'web' }], iOS: false }],
	])('are rejected in a form that cannot be read: %j', (platforms) => {
		expect(refusalOf(platforms)).toMatch(
			/^additionalFields\.platforms: has .* platform and active/,
		);
	});

	test.each([
		[[{ platform: 'ANDROID' }, { platform: 'android', active: false }]],
		[['web', 'Web']],
		[{ platform: [{ platform: 'iOS', active: true }, { platform: 'web, ios' }] }],
	])('are rejected if one is there twice: %j', (platforms) => {
		expect(refusalOf(platforms)).toMatch(/^additionalFields\.platforms: has \w+ twice/);
	});

	test.each([
		[{ platform: { platform: 'web', active: false } }],
		[{ platform: 'web', active: 'false' }],
		['{"web": false}'],
		[[{ platform: 'WEB', active: false }, {}, { platform: '', active: true }]],
	])('are read from %j', (platforms) => {
		const parameters = { customerId: 'cust-1', additionalFields: { platforms } } as IDataObject;
		expect(elementOf(upsert, parameters).element.platforms).toEqual([
			{ platform: 'web', active: 'false' },
		]);
	});
});

describe('channels of an alert', () => {
	const alert = { alertBy: 'id', alertId: 'a1', userId: 'cust-1' };
	const filled = [
		{ personalizedAttributes: { order: 1 } },
		{ personalizedAttributes: '{"order": 1}' },
		{ attachments: 'invoice' },
	];

	test.each(filled)('with %j and no channel are rejected, not sent without it', (row) => {
		for (const channels of [
			[{ channel: 'EMAIL' }, row],
			{ channel: [{ channel: 'EMAIL' }, { channel: '', recipient: '', ...row }] },
			JSON.stringify([{ channel: 'EMAIL' }, row]),
		]) {
			expect(refusal(sendAlert, { ...alert, channels } as IDataObject)).toBe(
				'channels.channel.channel: is empty for this item',
			);
		}
	});

	test.each([{}, { channel: '' }, { channel: null, personalizedAttributes: '{}' }])(
		'a row in which nobody filled in anything, %j, is none',
		(row) => {
			const channels = [{ channel: 'EMAIL' }, row];
			const { element } = elementOf(sendAlert, { ...alert, channels } as unknown as IDataObject);
			expect(element.payloads).toEqual({ EMAIL: {} });
		},
	);
});

describe.each([
	['block', block],
	['unblock', unblock],
])('what is to %s some devices', (_action, operation) => {
	const device = { name: 'push_id', value: 'token-1' };

	test('is no value that other devices may have', () => {
		for (const value of ['N/A', '00000000-0000-0000-0000-000000000000', '9.19877E+11']) {
			const deviceIdentifiers = [device, { name: 'moe_gaid', value }];
			const parameters = { identifier: 'cust-1', additionalFields: { deviceIdentifiers } };
			expect(refusal(operation, parameters)).toMatch(
				/^additionalFields\.deviceIdentifiers\.identifier\.value: /,
			);
		}
	});
});

test('standard attributes that MoEngage cuts are told as all others', () => {
	const standardAttributes = { fullName: 'x'.repeat(513), firstName: 'Jane', lastName: '' };
	const { element, told } = elementOf(upsert, { customerId: 'cust-1', standardAttributes });
	expect(told).toEqual(['longText u_n']);
	expect(element.attributes).toEqual({ u_n: 'x'.repeat(513), u_fn: 'Jane' });
});

describe('a Deduplication ID that other events have as well', () => {
	const event = { customerId: 'cust-1', eventName: 'Order Placed' };

	test.each(['undefined', 'order-undefined', '#N/A', '1,00E+11', '{{ $json.order }}', 'null', 0])(
		'is rejected, since MoEngage would take two orders alike for one: %s',
		(dedupId) => {
			expect(refusal(track, { ...event, additionalFields: { dedupId } })).toMatch(
				/^additionalFields\.dedupId: .* may be the ID of other events/,
			);
		},
	);

	test.each(['order-4711', 4711, 'a'])('is none: %s', (dedupId) => {
		const { element } = elementOf(track, { ...event, additionalFields: { dedupId } });
		expect(element.dedup_id).toBe(String(dedupId));
	});
});
