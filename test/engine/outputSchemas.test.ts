import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { IDataObject, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { DOCUMENTED_ANSWERS, documentedStatistics } from '../fixtures/documentedAnswers';
import { startSimulator, type Fault, type SimulatorOptions } from '../simulator';
import { campaignId } from '../simulator/campaigns';
import {
	CATALOG_ID,
	goodItems,
	KNOWN,
	OTHER_ROUTES,
	READS,
	savedWorkflow,
	TRIGGER_V5,
	WRITES,
	type OperationCase,
} from './cases';
import { Engine } from './engine';
import { fieldsIn, fieldsOf, faultsOf, schemaOf, type OutputSchema } from './outputSchema';
import { useEngine } from './useEngine';

const SCHEMAS = resolve(__dirname, '../../dist/nodes/MoEngage/__schema__');

const { engine } = useEngine({ startEngine: () => Engine.start('legacy') });

/** The operations' usual routes: one case for each operation. */
const CASES = [...WRITES, ...READS];

function caseNamed(wanted: string): OperationCase {
	const found = CASES.find(({ name }) => name === wanted);
	if (found === undefined) throw new Error(`There is no case for ${wanted}`);
	return found;
}

/** Runs of an operation whose outputs have fields that those of good items lack. */
const MORE_RUNS: Run[] = [
	{
		name: 'businessEvent.trigger',
		parameters: TRIGGER_V5.parameters,
		items: ['Partly', 'Whole'].map((event) => ({ event, attributes: {}, by: 'o@example.com' })),
		simulator: {
			businessEvents: [
				{ eventName: 'Whole', attributes: {}, campaigns: ['c-1', 'c-2'], flows: ['f-1'] },
				{
					eventName: 'Partly',
					attributes: {},
					campaigns: ['c-3'],
					flows: ['f-2'],
					triggersLeft: 1,
				},
			],
		},
	},
	{
		name: 'catalogItem.create',
		items: goodItems(caseNamed('catalogItem.create'), 3),
		fault: { kind: 'resetAfter' },
	},
	{
		name: 'catalogItem.delete',
		items: ['item-1', 'item-2', 'gone'].map((sku) => ({ catalog: CATALOG_ID, sku })),
	},
	{
		name: 'user.erase',
		items: [
			{ type: 'ID', user: 'customer-jane' },
			{ type: 'mobile', user: '+919876500000' },
			{ type: 'google_advertising_id', user: '38400000-8cf0-11bd-b23e-10b96e40000d' },
			{ type: 'advertising_identifier', user: '6D92078A-8246-4BA4-AE5B-76104861E7DC' },
			{ type: 'user_secondary_id', user: 'secondary-omar' },
		],
	},
	{
		name: 'subscription.update',
		items: goodItems(caseNamed('subscription.update'), 3).map((item, index) => ({
			...item,
			type: 'email',
			user: `reader-${index}@example.com`,
		})),
		simulator: {
			users: [0, 1, 2].map((index) => ({
				customerId: `reader-${index}`,
				attributes: { u_em: `reader-${index}@example.com` },
			})),
		},
	},
	{
		name: 'campaign.getStatistics',
		items: [{ campaigns: campaignId(1), from: '2026-01-01', to: '2026-03-10' }],
	},
	{
		name: 'user.get',
		items: [{ type: 'customer_id', user: 'jane@example.com' }],
		simulator: {
			users: [
				{
					customerId: 'jane@example.com',
					attributes: { name: 'Jane', last_name: 'Doe', points: 20 },
				},
			],
		},
	},
];

type Run = {
	/** `resource.operation` */
	name: string;
	parameters?: IDataObject;
	items: IDataObject[];
	simulator?: SimulatorOptions;
	fault?: Fault;
};

const RUNS: Run[] = [
	...[...CASES, ...OTHER_ROUTES].map((operation) => ({
		name: operation.workflow ?? operation.name,
		parameters: operation.parameters,
		items: goodItems(operation, 8),
	})),
	...MORE_RUNS,
	...Object.entries({
		...DOCUMENTED_ANSWERS,
		'campaign.getStatistics': documentedStatistics(campaignId(0)),
	}).map(([name, body]) => ({
		name,
		items: goodItems(caseNamed(name), 1),
		fault: { kind: 'answer', body } as const,
	})),
];

/** By `resource.operation`: what all runs put out. */
const outputs = new Map<string, IDataObject[]>();

beforeAll(async () => {
	for (const { name, parameters, items, simulator: options, fault } of RUNS) {
		const simulator = await startSimulator({ ...KNOWN, ...options });
		if (fault !== undefined) simulator.inject(fault);
		const finished = await engine.run(savedWorkflow(name, { parameters }), {
			credential: { ...simulator.credential },
			items,
		});
		await simulator.close();
		if (finished.error !== undefined) throw finished.error;
		const json = finished.output('MoEngage').map((output) => output.json);
		outputs.set(name, [...(outputs.get(name) ?? []), ...json]);
	}
});

/** Every operation of the node, as n8n has it from the built package. */
function operations(): string[] {
	const { description } = engine.loader.getNode('moEngage').type as {
		description: INodeTypeDescription;
	};
	const isOperation = ({ name }: INodeProperties) => name === 'operation';
	return description.properties
		.filter(isOperation)
		.flatMap(({ options = [], displayOptions }) =>
			(options as Array<{ value: string }>).map(
				({ value }) => `${String(displayOptions?.show?.resource?.[0])}.${value}`,
			),
		);
}

function schemaFor(name: string): OutputSchema {
	const [resource, operation] = name.split('.');
	return schemaOf(engine.loader, 'moEngage', { resource, operation });
}

test('every operation has a schema of fields that n8n finds, and no schema is without its operation', () => {
	const names = operations();
	expect(names.length).toBeGreaterThanOrEqual(31);
	const files = readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' });
	expect(files.filter((file) => file.endsWith('.json')).sort()).toEqual(
		names.map((name) => `v1.0.0/${name.replace('.', '/')}.json`).sort(),
	);
	for (const name of names) {
		expect([name, schemaFor(name)]).toEqual([
			name,
			expect.objectContaining({ type: 'object', properties: expect.any(Object) as object }),
		]);
		expect(fieldsOf(schemaFor(name)).length).toBeGreaterThan(0);
	}
});

test.each(CASES.map(({ name }) => name))(
	'%s outputs the fields of its schema, each in its type, and no others',
	(name) => {
		const items = outputs.get(name) ?? [];
		expect(items.length).toBeGreaterThanOrEqual(3);
		expect(items.flatMap((json) => faultsOf(json, schemaFor(name)))).toEqual([]);
	},
);

test.each(CASES.map(({ name }) => name))(
	'%s has no field in its schema that neither an output nor the documents have',
	(name) => {
		const seen = new Set((outputs.get(name) ?? []).flatMap((json) => fieldsIn(json)));
		const unseen = fieldsOf(schemaFor(name)).filter((field) => !seen.has(field));
		expect(unseen).toEqual([]);
	},
);

test('the check of outputs notices another field at any depth, and a value of another type', () => {
	const schema = schemaFor('subscription.get');
	const category = {
		...{ name: 'news', display_name: 'News', channel: 'email', group: 'All', status: 'subscribed' },
	};
	const user = { user_id: 'usr_1', is_globally_unsubscribed: false, categories: [category] };
	expect(faultsOf(user, schema)).toEqual([]);
	expect(faultsOf({ ...user, user_name: 'Jane' }, schema)).toHaveLength(1);
	expect(faultsOf({ ...user, is_globally_unsubscribed: 'no' }, schema)).toHaveLength(1);
	expect(faultsOf({ ...user, categories: [category, { ...category, id: 1 }] }, schema)).toEqual([
		expect.stringContaining('/categories/1'),
	]);
});
