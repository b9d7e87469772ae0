import type { IDataObject } from 'n8n-workflow';

import { caseOf, failedItems } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const [TRACK_IN_BULK, UPSERT_IN_BULK] = [
	'event.track by bulk import',
	'user.upsert by bulk import',
].map(caseOf);

const { restartSimulator, run, simulator } = useEngine();

const CONTINUE = { onError: 'continueRegularOutput' } as const;

describe('user.upsert: arrays and removed attributes', () => {
	/** As n8n's editor stores the fields. */
	const CHANGES = {
		specifyAttributes: 'json',
		attributesJson: '={{ $json.attributes }}',
		additionalFields: {
			addToArrays: { attribute: [{ name: 'interests', values: '={{ $json.add }}' }] },
			removeFromArrays: {
				attribute: [{ name: '={{ $json.from ?? "wishlist" }}', values: '={{ $json.remove }}' }],
			},
			unsetAttributes: { attribute: [{ name: '={{ $json.unset }}' }] },
		},
	};

	const ITEMS: IDataObject[] = [
		{ user: 'jane@example.com', add: 'golf', remove: '', unset: 'plan', attributes: { city: 'A' } },
		{
			user: 'arjun@example.com',
			add: ['chess', 'golf'],
			remove: 'shoes',
			unset: '',
			attributes: {},
		},
		{ user: 'mei@example.com', add: null, remove: ['hat', 'shoes'], unset: null, attributes: '' },
	];

	const before = { interests: ['chess'], wishlist: ['hat', 'shoes', 'bag'], plan: 'gold' };

	function profiles(): Promise<unknown[]> {
		const fields = {
			parameters: { additionalFields: { fields: 'interests, wishlist, plan, city' } },
		};
		const items = ITEMS.map(({ user }) => ({ type: 'customer_id', user }));
		return run('user.get', items, fields).then((finished) =>
			finished.output('MoEngage').map(({ json }) => json),
		);
	}

	beforeEach(async () => {
		const users = ITEMS.map(({ user }) => ({
			customerId: String(user),
			attributes: structuredClone(before),
		}));
		await restartSimulator({ users });
	});

	test.each([
		['Track User', {}],
		['Bulk Import', UPSERT_IN_BULK.parameters],
	])('reach the profiles by %s', async (_way, parameters) => {
		const finished = await run('user.upsert', ITEMS, { parameters: { ...CHANGES, ...parameters } });
		expect(finished.error).toBeUndefined();
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2].map((item) => ({ item })),
		);
		expect(await profiles()).toEqual([
			{ interests: ['chess', 'golf'], wishlist: before.wishlist, city: 'A' },
			{ interests: ['chess', 'golf'], wishlist: ['hat', 'bag'], plan: 'gold' },
			{ interests: ['chess'], wishlist: ['bag'], plan: 'gold' },
		]);
	});

	test('the same attribute in two of them is refused before anything is sent', async () => {
		const items = [
			{ ...ITEMS[0], from: 'interests', remove: 'chess' },
			ITEMS[1],
			{ ...ITEMS[2], add: 'golf', unset: 'interests' },
			{ ...ITEMS[2], unset: 'city', attributes: { city: 'B' } },
		];
		const stopped = await run('user.upsert', items, { parameters: CHANGES });
		expect(stopped.error?.message).toMatch(/^3 of 4 items cannot be sent, and nothing was sent/);
		expect(simulator.requests).toEqual([]);

		const finished = await run('user.upsert', items, { ...CONTINUE, parameters: CHANGES });
		expect(failedItems(finished)).toEqual([0, 2, 3]);
		expect(finished.output('MoEngage').map(({ json }) => json.error)).toEqual([
			'[Item 0] Remove From Arrays has "interests", which is also in Add to Arrays',
			undefined,
			'[Item 2] Add to Arrays has "interests", which is also in Unset Attributes',
			'[Item 3] Unset Attributes has "city", which is also in the attributes to set',
		]);
	});

	test('columns that are empty can be unset with the whole item', async () => {
		const items = ITEMS.map(({ user }, index) => ({ user, plan: index === 1 ? '' : 'basic' }));
		await run('user.upsert', items, {
			parameters: {
				specifyAttributes: 'item',
				excludeFields: 'user',
				additionalFields: {
					unsetAttributes: {
						attribute: [{ name: '={{ Object.keys($json).filter((name) => $json[name] === "") }}' }],
					},
				},
			},
		});
		expect(
			simulator.accepted.users.map(({ raw }) => [raw.attributes, raw.unset_attributes]),
		).toEqual([
			[{ plan: 'basic' }, undefined],
			[undefined, [{ type: 'equals', attr: 'plan', case_sensitive: true }]],
			[{ plan: 'basic' }, undefined],
		]);
	});

	test('the project code travels in the query, and items of two projects share no request', async () => {
		const items = [
			{ user: 'jane@example.com', project: 'store-in' },
			{ user: 'arjun@example.com', project: 'store-de' },
			{ user: 'mei@example.com', project: ' store-in ' },
			{ user: 'joe@example.com', project: '' },
		];
		const projectCode = '={{ $json.project }}';
		await run('user.upsert', items, { parameters: { options: { projectCode } } });
		const codes = simulator.requests.map(({ query }) => query.project_code);
		expect(codes).toEqual(expect.arrayContaining(['store-in', 'store-de', 'store-in', undefined]));
		simulator.requests.length = 0;
		await run('user.upsert', items, {
			parameters: { options: { projectCode, sendVia: 'bulkImport' } },
		});
		expect(simulator.requests).toHaveLength(3);
	});
});

describe('event.track: Start Triggered Campaigns', () => {
	test.each([
		['Track Event', {}],
		['Bulk Import', TRACK_IN_BULK.parameters],
	])('marks the events that ask for it, by %s', async (_way, parameters) => {
		const items = [true, false, 'true', '', null].map((real, index) => ({
			...{ user: `user-${index}@example.com`, name: 'Order Placed', order: `o-${index}` },
			...{ total: 1, at: '', zone: '', platform: '', real },
		}));
		const finished = await run('event.track', items, {
			parameters: { ...parameters, additionalFields: { realTimeAction: '={{ $json.real }}' } },
		});
		expect(finished.error).toBeUndefined();
		const marks = simulator.accepted.events.map(({ attributes, raw }) => [
			attributes.order,
			raw.real_time_action,
		]);
		expect(marks.sort()).toEqual([
			['o-0', 'true'],
			['o-1', undefined],
			['o-2', 'true'],
			['o-3', undefined],
			['o-4', undefined],
		]);
	});
});

describe('device.upsert: attributes that MoEngage drops', () => {
	const devices = ['model', 'color', 'os_version', 'carrier'].map((name, index) => ({
		...{ user: `user-${index}@example.com`, device: `d-${index}`, push: `p-${index}` },
		...{ platform: 'iOS', name },
	}));

	test.each([
		['in JSON', { specifyAttributes: 'json', attributesJson: '={{ ({ [$json.name]: "x" }) }}' }],
		[
			'in fields',
			{ attributes: { assignments: [{ name: '={{ $json.name }}', value: 'x', type: 'string' }] } },
		],
	])('are refused by name %s, and nothing is sent', async (_how, parameters) => {
		const stopped = await run('device.upsert', devices, { parameters });
		expect(stopped.error?.message).toMatch(/^2 of 4 items cannot be sent.*"color"/);
		expect(simulator.requests).toEqual([]);
		const finished = await run('device.upsert', devices, { ...CONTINUE, parameters });
		const output = finished.output('MoEngage');
		expect(failedItems(finished)).toEqual([1, 3]);
		expect(output[1].json.error).toMatch(/has "color", which MoEngage does not store for devices/);
		expect(output[3].json.error).toMatch(/has "carrier"/);
		expect(output[3].json.message).toMatch(/app_version, idfv, model/);
	});

	test('are left out of the whole item, whose columns are more than attributes', async () => {
		const items = devices.map((device, index) => ({
			...device,
			model: `Pixel ${index}`,
			note: 'x',
		}));
		const finished = await run('device.upsert', items, {
			parameters: { specifyAttributes: 'item' },
		});
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.devices.map(({ raw }) => raw.attributes)).toEqual(
			[0, 1, 2, 3].map((index) => ({
				model: `Pixel ${index}`,
				platform: 'iOS',
				push_id: `p-${index}`,
			})),
		);
	});

	test('an opt-in is sent in the spelling of MoEngage', async () => {
		const opted = [true, 'false', 'True', 'FALSE'];
		const items = devices.map((device, index) => ({ ...device, opted: opted[index] }));
		await run('device.upsert', items, {
			parameters: {
				specifyAttributes: 'json',
				attributesJson: '={{ ({ moe_push_opted: $json.opted }) }}',
			},
		});
		expect(simulator.accepted.devices.map(({ attributes }) => attributes.moe_push_opted)).toEqual([
			'True',
			'False',
			'True',
			'False',
		]);
	});
});
