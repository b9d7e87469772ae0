import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { caseOf } from './cases';
import { ItemSource } from './itemSource';
import { useEngine } from './useEngine';

const TRACK_IN_BULK = caseOf('event.track by bulk import');

const source = new ItemSource();
const { engine, simulator, withCredential } = useEngine({
	// Thousands of levels leave the isolate of n8n's other engines unusable.
	startEngine: () => source.startEngine('legacy'),
});

function nested(levels: number): unknown {
	let value: unknown = 'bottom';
	for (let level = 0; level < levels; level++) value = { level: value };
	return value;
}

function circular(): unknown {
	const value: IDataObject = { name: 'ring' };
	value.self = value;
	return value;
}

function revoked(): unknown {
	const { proxy, revoke } = Proxy.revocable({}, {});
	revoke();
	return proxy;
}

function throwing(): never {
	throw new Error('This value is not to be read');
}

/** What nodes may put into an item although no JSON can hold it. */
const ODD: Array<[string, () => unknown]> = [
	['a circle', circular],
	['a circle in a list', () => [1, [circular()]]],
	['9,000 levels', () => nested(9_000)],
	['100,000 levels', () => nested(100_000)],
	['a value that cannot be turned into JSON', () => ({ toJSON: throwing })],
	[
		'a field that cannot be read',
		() => Object.defineProperty({}, 'field', { get: throwing, enumerable: true }),
	],
	['a value that is gone', revoked],
];

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Seven events of as many users; the odd one is the fourth. */
function eventsWith(odd: unknown): INodeExecutionData[] {
	return [0, 1, 2, 3, 4, 5, 6].map((index) => ({
		json: {
			user: `user-${index}@example.com`,
			name: 'Order Placed',
			value: (index === 3 ? odd : index) as string,
		},
	}));
}

const OTHERS = [0, 1, 2, 4, 5, 6];

function arrivedUsers(): unknown[] {
	return simulator.accepted.events.map(({ customerId }) => customerId).sort();
}

const otherUsers = OTHERS.map((index) => `user-${index}@example.com`);

const WHOLE_ITEM = { specifyAttributes: 'item' };
const BY_EXPRESSION = {
	specifyAttributes: 'json',
	attributesJson: '={{ ({ value: $json.value }) }}',
};

describe.each(ODD)('an item with %s', (_what, make) => {
	test.each([
		['as the whole item', WHOLE_ITEM],
		['by an expression', BY_EXPRESSION],
		['in bulk', { ...WHOLE_ITEM, ...TRACK_IN_BULK.parameters }],
	])('%s fails alone, and the others arrive', async (_where, parameters) => {
		source.items = () => eventsWith(make());
		const workflow = source.before('event.track', { ...CONTINUE, parameters });
		const finished = await engine.run(workflow, withCredential([{}, {}, {}]));
		expect(finished.error).toBeUndefined();
		const output = finished.output('MoEngage');
		expect(output.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4, 5, 6].map((item) => ({ item })),
		);
		expect(output.flatMap(({ json }, item) => (json.error === undefined ? [] : [item]))).toEqual([
			3,
		]);
		expect(output[3].json.error).toMatch(/^\[Item 3\] /);
		expect(output[3].json.details).toMatchObject({ type: 'InvalidInput', retriable: false });
		expect(arrivedUsers()).toEqual(otherUsers);
	});

	test('reaches the error output, and nothing is passed on as delivered', async () => {
		source.items = () => eventsWith(make());
		const finished = await engine.run(
			source.before('event.track', { onError: 'continueErrorOutput', parameters: WHOLE_ITEM }),
			withCredential([{}, {}, {}]),
		);
		expect(finished.output('Done')).toHaveLength(6);
		expect(finished.output('MoEngage', 1).map(({ pairedItem }) => pairedItem)).toEqual([
			{ item: 3 },
		]);
		expect(arrivedUsers()).toEqual(otherUsers);
	});

	test('stops the run before anything is sent, and is named', async () => {
		source.items = () => eventsWith(make());
		const finished = await engine.run(
			source.before('event.track', { parameters: WHOLE_ITEM }),
			withCredential([{}, {}, {}]),
		);
		expect(finished.error?.name).toBe('NodeOperationError');
		expect(finished.error?.message).toMatch(/ \[item 3\]$/);
		expect(finished.error?.context?.itemIndex).toBe(3);
		expect(simulator.requests).toEqual([]);
	});

	test('does no harm where nothing of it is sent', async () => {
		source.items = () => eventsWith(make());
		const parameters = { specifyAttributes: 'json', attributesJson: '{}' };
		const finished = await engine.run(
			source.before('event.track', { parameters }),
			withCredential([{}, {}, {}]),
		);
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.events).toHaveLength(7);
	});
});

test.each(['user.upsert', 'device.upsert', 'businessEvent.trigger'])(
	'%s: three odd items among good ones fail, whatever is wrong with them',
	async (name) => {
		const good = (index: number): IDataObject => ({
			user: `user-${index}@example.com`,
			device: `device-${index}`,
			platform: 'web',
			push: `push-${index}`,
			event: 'Price Drop',
			model: 'Pixel',
			plan: `plan-${index}`,
			attributes: { product_id: `sku-${index}` },
		});
		const spoilt = (index: number, value: unknown): IDataObject => ({
			...good(index),
			model: value as string,
			plan: value as string,
			attributes: { product_id: value as string },
		});
		source.items = () =>
			[
				good(0),
				spoilt(1, circular()),
				good(2),
				spoilt(3, nested(20_000)),
				spoilt(4, { toJSON: throwing }),
				good(5),
			].map((json) => ({ json }));
		const finished = await engine.run(source.before(name, CONTINUE), withCredential([{}]));
		expect(finished.error).toBeUndefined();
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output).toHaveLength(6);
		for (const item of [1, 3, 4]) expect(output[item].error).toMatch(/\[Item \d\] /);
		for (const item of [0, 2, 5]) expect(output[item].error).toBeUndefined();
		expect(simulator.requests.filter(({ status }) => status === 200)).toHaveLength(3);
	},
);

test.each(ODD)(
	'a catalog item with %s fails alone, and those of its request arrive',
	async (_what, make) => {
		const create = caseOf('catalogItem.create');
		source.items = () =>
			[0, 1, 2, 3, 4, 5, 6].map((index) => ({
				json: { ...create.item(index), ...(index === 3 ? { brand: make() as string } : {}) },
			}));
		const parameters = { specifyAttributes: 'item', excludeFields: 'catalog, sku, image' };
		const workflow = source.before(create.name, { ...CONTINUE, parameters });
		const finished = await engine.run(workflow, withCredential([{}, {}, {}]));
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output.flatMap(({ error }, item) => (error === undefined ? [] : [item]))).toEqual([3]);
		expect(output[3].details).toMatchObject({ type: 'InvalidInput', retriable: false });
		expect(create.accepted(simulator)).toEqual(OTHERS.map((index) => `new-${index}`));
		expect(simulator.requests).toHaveLength(1);
	},
);

test('a number beyond what JSON can hold arrives or fails, and costs no other item anything', async () => {
	source.items = () => eventsWith({ list: [12345678901234567890n] });
	const workflow = source.before('event.track', { ...CONTINUE, parameters: WHOLE_ITEM });
	const finished = await engine.run(workflow, withCredential([{}]));
	const output = finished.output('MoEngage').map(({ json }) => json);
	expect(output).toHaveLength(7);
	for (const item of OTHERS) expect(output[item]).toMatchObject({ status: 'success' });
	const arrived = simulator.accepted.events.length;
	expect(arrived).toBe(output[3].error === undefined ? 7 : 6);
});

test('odd items are told apart from those of an earlier try: a retry sends the rest only', async () => {
	source.items = () => eventsWith('fine');
	simulator.inject({ kind: 'status', status: 400, path: '/v1/event/', after: 4 });
	const settings = { parameters: { ...WHOLE_ITEM, options: { maxConcurrency: 1 } } };
	const workflow = source.before('event.track', settings);
	const failed = await engine.run(workflow, withCredential([{}]));
	expect(failed.error?.httpCode).toBe('400');
	const again = await engine.retry(failed, workflow, withCredential([{}]));
	expect(again.error).toBeUndefined();
	expect(simulator.accepted.events).toHaveLength(7);
});
