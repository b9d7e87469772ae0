import type { IDataObject } from 'n8n-workflow';

import { deliver } from '../../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../../nodes/MoEngage/delivery/operation';
import { trigger } from '../../../../nodes/MoEngage/resources/businessEvent/trigger';
import { create } from '../../../../nodes/MoEngage/resources/catalogItem/create';
import { get } from '../../../../nodes/MoEngage/resources/catalogItem/get';
import { update } from '../../../../nodes/MoEngage/resources/catalogItem/update';
import { track } from '../../../../nodes/MoEngage/resources/event/track';
import { upsert } from '../../../../nodes/MoEngage/resources/user/upsert';
import { fakeRun } from '../fakeRun';

const CATALOG = { catalogId: '66d55ae445921e4d35ae4370' };
const PRODUCT = {
	...CATALOG,
	itemId: (item: number) => `sku-${item}`,
	title: 'T-Shirt',
	link: 'https://example.com/p',
	imageLink: 'https://example.com/i',
};

const row = (name: string, value: unknown): IDataObject => ({
	assignments: [{ id: '1', name, type: 'string', value }],
});

/** What all items would have been sent with, and how the message begins. */
const CASES: Array<[what: string, operation: Operation, parameters: object, message: string]> = [
	[
		'a field',
		create,
		{ ...PRODUCT, title: '{{ $json.name }}' },
		'"{{ $json.name }}" is an expression',
	],
	[
		'text around it',
		create,
		{ ...PRODUCT, link: 'https://shop/{{$json.id}}' },
		'has "{{$json.id}}"',
	],
	[
		'a row',
		update,
		{ ...PRODUCT, attributes: row('title', "{{ $('Sheet').item.json.t }}") },
		'has',
	],
	[
		'JSON',
		track,
		{
			customerId: 'cust-1',
			eventName: 'Order Placed',
			specifyAttributes: 'json',
			attributesJson: '{ "text": "{{ $now }}" }',
		},
		'has "{{ $now }}"',
	],
	[
		'a field of a collection',
		upsert,
		{ customerId: 'cust-1', standardAttributes: { firstName: '{{ $json.first }}' } },
		'"{{ $json.first }}" is',
	],
	['no brackets', get, { ...CATALOG, itemId: '$json.sku' }, '"$json.sku" is an expression'],
];

test.each(CASES)('an expression in %s that is set to Fixed is not sent', async (...one) => {
	const [, operation, parameters, message] = one;
	const { context, requests } = fakeRun({
		items: [{ at: 0 }, { at: 1 }],
		credential: { campaignApiKey: 'c' },
		node: { onError: 'continueRegularOutput' },
		parameters: parameters as Record<string, unknown>,
	});
	const output = await deliver(context, operation);
	expect(output).toHaveLength(2);
	for (const { json } of output) expect(json.error).toContain(message);
	expect(output[1].json.message).toMatch(/Switch the field from Fixed to Expression/);
	expect(requests).toEqual([]);
});

test.each([
	['placeholders of MoEngage', "Hi {{UserAttribute['First Name']}}, {% if a %}{{ b }}{% endif %}"],
	['a price', '$5 off {{Product}} and $json'],
	['a closing bracket alone', 'a }} $json.x {{ b'],
	['templates of other systems', "{{ $item->name }}, {{ 'US$(' ~ price }}"],
	['what a page looks up', "$('#signup').click()"],
])('%s are sent as they are', async (_what, title) => {
	const answer = { message: { valid: { count: 1 }, invalid: { count: 0 } } };
	const { context, requests } = fakeRun({
		items: [{ at: 0 }],
		credential: { campaignApiKey: 'c' },
		parameters: { ...PRODUCT, title },
		respond: () => ({ statusCode: 200, body: answer }),
	});
	await deliver(context, create);
	expect(JSON.stringify(requests)).toContain(title);
});

test('an expression that n8n evaluates may give text with one in it', async () => {
	const title = Object.assign(() => '', { written: '={{ $json.title }}' });
	const { context, requests } = fakeRun({
		items: [{ title: 'How to use {{ $json.id }}' }],
		credential: { campaignApiKey: 'c' },
		parameters: { ...PRODUCT, title },
		respond: () => ({
			statusCode: 200,
			body: { message: { valid: { count: 1 }, invalid: { count: 0 } } },
		}),
	});
	await deliver(context, create);
	expect(requests).toHaveLength(1);
});

describe('fields to map', () => {
	const mapped = (mappingMode: string) => ({
		businessEvent: 'Price Drop',
		specifyAttributes: 'fields',
		attributeValues: {
			...{ mappingMode, value: { new_price: '{{ $json.price }}' } },
			schema: [{ id: 'new_price', displayName: '{{ $json.name }}', type: 'string' }],
		},
	});

	async function run(mappingMode: string) {
		const { context, requests } = fakeRun({
			items: [{ new_price: '5' }, { new_price: '6' }, { new_price: '7' }],
			credential: { campaignApiKey: 'c' },
			node: { onError: 'continueRegularOutput' },
			parameters: mapped(mappingMode),
		});
		return { output: await deliver(context, trigger), requests };
	}

	test('have no expression that is set to Fixed', async () => {
		const { output, requests } = await run('defineBelow');
		for (const { json } of output) expect(json.error).toContain('{{ $json.price }}');
		expect(requests).toEqual([]);
	});

	test('of an event that is mapped by name keep what was entered before, and n8n does not use it', async () => {
		const { requests } = await run('autoMapInputData');
		expect(requests).toHaveLength(3);
		expect(JSON.stringify(requests)).not.toContain('$json');
	});
});
