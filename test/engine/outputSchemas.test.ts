import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { IDataObject, INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import type { FurtherRun } from '../operations/operation';
import { startSimulator } from '../simulator';
import { goodItems, KNOWN, OTHER_ROUTES, READS, savedWorkflow, WRITES } from './cases';
import { fieldsIn, fieldsOf, faultsOf, schemaOf, type OutputSchema } from './outputSchema';
import { useEngine } from './useEngine';

const SCHEMAS = resolve(__dirname, '../../dist/nodes/MoEngage/__schema__');

const { engine } = useEngine();

/** The operations' usual routes: one case for each operation. */
const CASES = [...WRITES, ...READS];

const RUNS: Array<FurtherRun & { name: string }> = [
	...[...CASES, ...OTHER_ROUTES].map((operation) => ({
		name: operation.workflow,
		parameters: operation.parameters,
		items: goodItems(operation, 8),
	})),
	...CASES.flatMap((operation) => {
		const { name, facts } = operation;
		const { documented = [], furtherRuns = [] } = facts;
		const items = goodItems(operation, 1);
		const answers = documented.map((body) => ({ items, fault: { kind: 'answer', body } as const }));
		return [...furtherRuns, ...answers].map((run) => ({ name, ...run }));
	}),
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
		const schema = schemaFor(name);
		expect(items.flatMap((json) => faultsOf(json, schema))).toEqual([]);
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
