import type { Browser } from 'playwright-core';
import type {
	INode,
	INodeProperties,
	INodePropertyCollection,
	NodeParameterValueType,
} from 'n8n-workflow';

import { nodeProperties } from '../../../nodes/MoEngage/resources';
import { Instance } from '../n8n/instance';
import { chosenVersion } from '../n8n/versions';
import { moEngageNode, workflowOf } from '../n8n/workflows';
import { startBrowser } from './chromium';
import { Editor, logIn } from './editor';

type Parameters = Record<string, NodeParameterValueType>;

const choicesOf = (name: string) =>
	nodeProperties
		.filter((property) => property.name === name)
		.flatMap(({ options = [], displayOptions }) =>
			(options as Array<{ name: string; value: string }>).map((choice) => ({
				...choice,
				resource: String(displayOptions?.show?.resource?.[0]),
			})),
		);

const RESOURCES = choicesOf('resource');

/** Every operation, in the order of the drop-downs, with the names that a user reads. */
const OPERATIONS = choicesOf('operation').map(({ name, value, resource }) => ({
	operation: value,
	operationName: name,
	resource,
}));

/** What a field holds when a user has opened everything in it. */
function opened({ type, default: preset, options = [] }: INodeProperties): NodeParameterValueType {
	if (type === 'collection') return openedAll(options as INodeProperties[]);
	if (type === 'fixedCollection') {
		const groups = options as INodePropertyCollection[];
		return Object.fromEntries(groups.map(({ name, values }) => [name, [openedAll(values)]]));
	}
	return preset;
}

function openedAll(fields: INodeProperties[]): Parameters {
	return Object.fromEntries(fields.map((field) => [field.name, opened(field)]));
}

/** A node in which a user has opened everything. */
function nodeOf(resource: string, operation: string, number: number): INode {
	const fields = nodeProperties.filter(
		({ type, displayOptions }) =>
			['collection', 'fixedCollection'].includes(type) &&
			displayOptions?.show?.resource?.[0] === resource &&
			displayOptions.show.operation?.[0] === operation,
	);
	return moEngageNode({ resource, operation, ...openedAll(fields) }, { number });
}

const ITEMS = [{ customer_id: 'a' }, { customer_id: 'b' }, { customer_id: 'c' }];

let instance: Instance;
let browser: Browser;
let editor: Editor;

beforeAll(async () => {
	[instance, browser] = await Promise.all([Instance.start(chosenVersion()), startBrowser()]);
	editor = await Editor.open(await logIn(browser, instance));
	// So high that no panel scrolls.
	await editor.setHeight(2800);
});

afterAll(async () => {
	await browser.close();
	await instance.stop();
});

describe.each(RESOURCES)('$name', ({ name: resourceName, value: resource }) => {
	const operations = OPERATIONS.filter((operation) => operation.resource === resource);
	const nodes = operations.map(({ operation }, index) => nodeOf(resource, operation, index + 1));

	beforeAll(async () => {
		await editor.openWorkflow(await instance.save(workflowOf(resourceName, nodes, ITEMS)));
	});

	test('below each node on the canvas stand operation and resource in the words of the drop-downs', async () => {
		for (const [index, { operationName }] of operations.entries()) {
			const subtitle = `${operationName}: ${resourceName}`.toLowerCase();
			await editor.node(nodes[index].name).getByText(subtitle, { exact: true }).waitFor();
		}
	});

	test.each(operations.map((operation, index) => ({ ...operation, node: nodes[index].name })))(
		'$operationName: every text in the panel has room, and none is in code',
		async ({ node, operationName }) => {
			await editor.reopenPanel(node);
			const fields = editor.panel.getByTestId('node-parameters');
			await fields.getByText('Max Retries').waitFor();
			expect(await editor.cutOffTexts(fields)).toEqual([]);
			const texts = await editor.readableTexts(fields);
			expect(texts).toEqual(expect.arrayContaining([resourceName, operationName, 'Options']));
			const labels = texts
				.filter((text) => !text.startsWith('e.g. ') && !text.includes('{{'))
				.map((text) => text.replace(/\b(MoEngage|iOS|SendGrid)\b/g, ''));
			expect(labels.filter((text) => /[a-z][A-Z]|_/.test(text))).toEqual([]);
			await editor.closePanel();
		},
	);
});
