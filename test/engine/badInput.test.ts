import type { IDataObject } from 'n8n-workflow';

import { Engine } from './engine';
import { useEngine } from './useEngine';

const { run, simulator } = useEngine({ startEngine: () => Engine.start() });

/** Track with every parameter taken from the item, so that each item can be wrong in its own way. */
const PARAMETERS = {
	specifyAttributes: 'json',
	attributesJson: '={{ $json.attributes }}',
	additionalFields: {
		eventTime: '={{ $json.at }}',
		timezone: '={{ $json.zone }}',
		platform: '={{ $json.platform }}',
		tvOs: '={{ $json.tv }}',
	},
};

const good: IDataObject = { user: 'jane@example.com', name: 'Order Placed', attributes: { a: 1 } };

/** What the user did wrong, and what the message has to say. */
const MISTAKES: Array<[what: string, item: IDataObject, message: RegExp]> = [
	['a future-dated event', { at: '2099-01-01T00:00:00Z' }, /Event Time .*2099.*future/],
	['an event named moe_…', { name: 'moe_order' }, /Event Name "moe_order".*moe_/],
	['an attribute named moe_…', { attributes: { moe_price: 1 } }, /Attributes \(JSON\) "moe_price"/],
	['the customer ID guest', { user: 'guest' }, /Customer ID "guest" is a placeholder/],
	['the customer ID null as text', { user: 'null' }, /Customer ID "null" is a placeholder/],
	['the customer ID 0', { user: 0 }, /Customer ID "0" is a placeholder/],
	['no customer ID', { user: null }, /Customer ID is empty/],
	['an object as customer ID', { user: { id: 1 } }, /Customer ID .*is not text/],
	['an empty event name', { name: '  ' }, /Event Name is empty/],
	['a list in place of attributes', { attributes: [1, 2] }, /Attributes \(JSON\) is a list/],
	['text in place of attributes', { attributes: '"text"' }, /Attributes \(JSON\) is a string/],
	[
		'broken JSON',
		{ attributes: '{"a": 1,\n "b": }' },
		/Attributes \(JSON\) is not valid JSON: it breaks at line 2, column 7, at "}"/,
	],
	['an unreadable time', { at: 'last Tuesday' }, /Event Time "last Tuesday" cannot be read/],
	['a day that does not exist', { at: '2026-02-30T10:00:00Z' }, /Event Time .*cannot be read/],
	['an unknown time zone', { zone: 'Europe/Atlantis' }, /Time Zone "Europe\/Atlantis" is not/],
	['an offset too far out', { zone: 54001 }, /Time Zone 54001 is outside/],
	['an unknown platform', { platform: 'windows' }, /Platform "windows" is not.*/],
	['a TV system without TV', { tv: 'Xbox', platform: 'web' }, /TV Operating System .*not TV/],
	[
		'101 attributes',
		{ attributes: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`a${i}`, i])) },
		/Attributes \(JSON\) has 101 attributes/,
	],
	['an item too large', { attributes: { text: 'x'.repeat(130_000) } }, /131 KB.*at most 128 KB/],
];

test.each(MISTAKES)('%s stops the run before anything is sent', async (_what, change, message) => {
	const finished = await run('event.track', [good, good, { ...good, ...change }, good], {
		parameters: PARAMETERS,
	});
	expect(finished.error?.name).toBe('NodeOperationError');
	expect(finished.error?.message).toMatch(message);
	// Where and how n8n's editor itself names the item, so that it does not name it again.
	expect(finished.error?.message.endsWith(' [item 2]')).toBe(true);
	// n8n's guidelines for messages: no words that only say that something is wrong.
	const text = `${finished.error?.message} ${finished.error?.description}`;
	expect(text).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
	expect(finished.error?.description?.length).toBeGreaterThan(15);
	expect(simulator.requests).toHaveLength(0);
});

test('all of them in one run: each is told apart, and the good items between them arrive', async () => {
	const items = MISTAKES.flatMap(([, change], index) => [
		{ ...good, ...change },
		{ ...good, user: `user-${index}@example.com` },
	]);
	const finished = await run('event.track', items, {
		parameters: PARAMETERS,
		onError: 'continueErrorOutput',
	});
	const failed = finished.output('MoEngage', 1);
	expect(failed.map(({ pairedItem }) => pairedItem)).toEqual(
		MISTAKES.map((_, index) => ({ item: index * 2 })),
	);
	failed.forEach(({ json }, index) => expect(json.error).toMatch(MISTAKES[index][2]));
	expect(simulator.accepted.events.map(({ customerId }) => customerId).sort()).toEqual(
		MISTAKES.map((_, index) => `user-${index}@example.com`).sort(),
	);
	expect(finished.output('MoEngage', 0)).toHaveLength(MISTAKES.length);
});

test('an expression that cannot be evaluated costs its item only, and names the parameter', async () => {
	const parameters = { ...PARAMETERS, eventName: '={{ $json.name.toUpperCase() }}' };
	const finished = await run(
		'event.track',
		[good, { ...good, name: 7 }, { ...good, user: 'b@example.com' }],
		{ parameters, onError: 'continueRegularOutput' },
	);
	expect(finished.output('MoEngage').map(({ json }) => json.status ?? json.error)).toEqual([
		'success',
		expect.stringMatching(/^\[Item 1\] Event Name /),
		'success',
	]);
});

test('the data of one item never leaks into another: optional fields stay with their item', async () => {
	const at = '2026-01-01T10:00:00Z';
	await run(
		'event.track',
		[
			{
				...good,
				user: 'user-a',
				at,
				zone: '+02:00',
				platform: 'TV',
				tv: 'Xbox',
				attributes: { a: 1 },
			},
			{ ...good, user: 'user-b', at: '', zone: null, attributes: {} },
			{ ...good, user: 'user-c', platform: 'iOS', attributes: '{"c": [3]}' },
		],
		{ parameters: PARAMETERS },
	);
	expect(simulator.accepted.events.map(({ customerId, raw }) => [customerId, raw])).toEqual([
		[
			'user-a',
			{
				action: 'Order Placed',
				attributes: { a: 1 },
				platform: 'TV',
				moe_os_type: 'Xbox',
				current_time: at,
				user_timezone_offset: 7200,
			},
		],
		['user-b', { action: 'Order Placed' }],
		['user-c', { action: 'Order Placed', attributes: { c: [3] }, platform: 'iOS' }],
	]);
});
