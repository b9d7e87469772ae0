import axios from 'axios';
import type { INodePropertyOptions } from 'n8n-workflow';

import { nodeProperties } from '../../../nodes/MoEngage/resources';
import { withCredential } from '../n8n/instance';
import { chainOf, n8nNode } from '../n8n/triggers';
import { moEngageNode } from '../n8n/workflows';
import { takePicture } from './pictures';
import { useEditor } from './useEditor';

const { instance, editor } = useEditor();

const FETCH = moEngageNode(
	{ resource: 'experience', operation: 'fetch', customerId: 'jane@example.com' },
	{ name: 'Fetch experiences' },
);

const REPORT = moEngageNode(
	{ resource: 'experience', operation: 'report', customerId: '' },
	{ name: 'Report them', number: 2 },
);

/** A saved workflow in which nothing ever ran. @returns its ID */
async function save(): Promise<string> {
	const nodes = [n8nNode('Start', 'manualTrigger', 1), FETCH, REPORT];
	const workflow = chainOf('Personalize a page', nodes);
	return await instance.client.createWorkflow(withCredential(workflow, instance.credentialId));
}

test('the fields of a node that never ran are in the panel of the next one, and can be dragged into its fields', async () => {
	await editor.setHeight(760);
	await editor.openNode(await save(), REPORT);
	const fields = editor.input.getByTestId('run-data-schema-node-name');
	await fields.getByText('experience_context', { exact: true }).waitFor();
	const names = await fields.allInnerTexts();
	expect(names).toEqual(
		expect.arrayContaining(['experience_key', 'customer_id', 'payload', 'cid', 'audience_id']),
	);
	await takePicture('fields-before-a-run', editor.window, editor.panel);
	await fields.getByText('customer_id', { exact: true }).dragTo(editor.field('customerId'));
	await editor.field('customerId').getByText('{{ $json.customer_id }}').waitFor();
	expect(instance.simulator.requests).toEqual([]);
});

test('n8n serves the fields of every operation where the editor asks for them', async () => {
	const paths = nodeProperties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ options = [], displayOptions }) =>
			(options as INodePropertyOptions[]).map(
				({ value }) => `${String(displayOptions?.show?.resource?.[0])}/${String(value)}`,
			),
		);
	expect(paths.length).toBeGreaterThanOrEqual(31);
	const served = await Promise.all(
		paths.map(async (path) => {
			const url = `${instance.n8n.origin}/schemas/n8n-nodes-moengage.moEngage/1.0.0/${path}.json`;
			const { status, data } = await axios.get<{ type: string }>(url);
			return [path, status, data.type];
		}),
	);
	expect(served).toEqual(paths.map((path) => [path, 200, 'object']));
});
