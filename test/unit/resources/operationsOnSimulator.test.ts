import type { IDataObject } from 'n8n-workflow';

import { deliver } from '../../../nodes/MoEngage/delivery/deliver';
import { findOperation } from '../../../nodes/MoEngage/resources';
import { OTHER_ROUTES, READS, TOOLS, WRITES, type OperationCase } from '../../operations';
import { KNOWN } from '../../operations/known';
import type { WriteFacts } from '../../operations/operation';
import { startSimulator, type Simulator } from '../../simulator';
import { fakeRun } from '../delivery/fakeRun';
import { authenticated } from '../methods/n8nClient';

let simulator: Simulator;

afterEach(async () => await simulator.close());

/** What n8n makes of parameters that take their values from the item, or from a model's arguments. */
function evaluated(value: unknown, item: IDataObject): unknown {
	const [, code] = /^=\{\{(.*)\}\}$/s.exec(String(value)) ?? [];
	if (code !== undefined) {
		const evaluate = new Function('$json', '$fromAI', `return (${code})`);
		return evaluate(item, (name: string) => item[name]) as unknown;
	}
	if (Array.isArray(value)) return value.map((one) => evaluated(one, item));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, evaluated(one, item)]));
}

/** Runs an operation over items, and goes on with the others where one fails. */
async function run(name: string, given: IDataObject, items: IDataObject[]): Promise<IDataObject[]> {
	const [resource, own] = name.split('.');
	const operation = findOperation(resource, own);
	if (operation === undefined) throw new Error(`There is no ${name}`);
	// n8n keeps no value of a field that is hidden.
	const shown = operation.fields.filter(({ displayOptions }) => displayOptions === undefined);
	const defaults = shown.map(({ name: field, default: value }) => [field, value]);
	const all: IDataObject = { ...Object.fromEntries(defaults), ...given };
	for (const [option, value] of Object.entries((given.options as IDataObject) ?? {})) {
		all[`options.${option}`] = value;
	}
	const parameters = Object.fromEntries(
		Object.entries(all).map(([key, value]) => [
			key,
			Object.assign(
				(item: number) => evaluated(value, items[item]),
				typeof value === 'string' && value.startsWith('=') ? { written: value } : {},
			),
		]),
	);
	const { context } = fakeRun({
		...{ items, credential: simulator.credential, node: { onError: 'continueRegularOutput' } },
		parameters: { resource, operation: own, ...parameters },
		respond: async (request) => await authenticated(simulator.credential, request),
	});
	return (await deliver(context, operation)).map(({ json }) => json);
}

const runCase = async ({ workflow, facts, parameters }: OperationCase, items: IDataObject[]) =>
	await run(workflow, { ...facts.workflow, ...parameters }, items);

const itemsOf = ({ item }: OperationCase) => [0, 1, 2].map(item);

describe.each(TOOLS)('$name, called by a model', ({ name, parameters, calls, ...tool }) => {
	beforeEach(async () => {
		simulator = await startSimulator();
	});

	test('sends what its flat arguments mean', async () => {
		for (const call of calls) {
			const outputs = await run(name, parameters, [call]);
			expect(outputs.filter(({ details }) => details !== undefined)).toEqual([]);
		}
		expect(tool.arrived(simulator.accepted, simulator)).toEqual(tool.expected);
	});

	test.each(tool.wrong)('says what is wrong with $args', async ({ args, says }) => {
		const outputs = await run(name, parameters, [{ ...calls[0], ...args }]);
		expect(outputs).toHaveLength(1);
		const [{ error, message }] = outputs;
		for (const part of says) expect(`${String(error)}. ${String(message)}`).toMatch(part);
	});
});

describe('every operation', () => {
	beforeEach(async () => {
		simulator = await startSimulator(KNOWN);
	});

	test.each([...WRITES, ...OTHER_ROUTES])('$name: each item arrives, once', async (operation) => {
		const items = itemsOf(operation);
		const outputs = await runCase(operation, items);
		expect(outputs.filter(({ details }) => details !== undefined)).toEqual([]);
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		expect(outputs).toHaveLength(3);
		const { row } = operation.facts as WriteFacts;
		for (const output of outputs) {
			expect(output).toMatchObject(operation.answer);
			expect(Object.keys(output)).toEqual(expect.arrayContaining(row));
		}
	});

	test.each(READS)('$name: each item is asked for', async (operation) => {
		const items = itemsOf(operation);
		await runCase(operation, items);
		const asked = simulator.requests.map(({ path, query, body }) => [path, query, body]);
		const texts = JSON.stringify(asked).toLowerCase();
		for (const text of items.flatMap(operation.carries)) {
			expect(texts).toContain(JSON.stringify(text).slice(1, -1).toLowerCase());
		}
		expect(asked.length).toBeGreaterThan(0);
	});

	test.each([...WRITES, ...OTHER_ROUTES])(
		'$name: an invalid item is refused',
		async (operation) => {
			const items = itemsOf(operation);
			items[1] = { ...items[1], ...operation.invalidChange };
			const outputs = await runCase(operation, items);
			const errors = outputs.map(({ error }) => error).filter((error) => error !== undefined);
			expect(errors).toEqual([expect.stringContaining(operation.invalidParameter)]);
			expect(operation.accepted(simulator)).toHaveLength(2);
		},
	);
});
