import { randomUUID } from 'node:crypto';

import { readExamples, type Example } from '../../demo/examples';
import type { SavedWorkflow } from '../../engine/engine';
import { withCredential } from '../n8n/instance';
import { useEditor } from './useEditor';

const { instance, editor } = useEditor();

const EXAMPLES = readExamples();

/** One workflow with the nodes of several: opening each alone would take minutes. */
function together(examples: Example[]): SavedWorkflow {
	const workflows = examples.map(({ file, workflow }, row) => {
		const named = (name: string) => `${file}: ${name}`;
		const nodes = workflow.nodes.map((node) => ({
			...node,
			id: randomUUID(),
			name: named(node.name),
			position: [node.position[0], node.position[1] + row * 1200] as [number, number],
		}));
		const connections = Object.entries(workflow.connections).map(([source, byType]) => {
			const text = JSON.stringify(byType, (key, value: unknown) =>
				key === 'node' ? named(String(value)) : value,
			);
			return [named(source), JSON.parse(text) as typeof byType] as const;
		});
		return { nodes, connections };
	});
	return {
		name: 'All examples',
		nodes: workflows.flatMap(({ nodes }) => nodes),
		connections: Object.fromEntries(workflows.flatMap(({ connections }) => connections)),
	};
}

test('every example can be run as it was imported: the editor marks only a node that lacks something', async () => {
	const { client, credentialId } = instance;
	const model = await client.createCredential('Model', { apiKey: 'none' }, 'openAiApi');
	const all = together(EXAMPLES);
	const lacking = 'answer-a-flow-about-customers.json: Get user';
	for (const node of all.nodes.filter(({ name }) => name === lacking)) {
		node.parameters = { ...node.parameters, identifier: '' };
	}
	// Chosen as after an import.
	const chosen = withCredential(withCredential(all, credentialId), model, 'openAiApi');
	await editor.openWorkflow(await client.createWorkflow(chosen));
	expect(EXAMPLES.length).toBeGreaterThan(30);
	expect(await editor.marked()).toEqual([
		lacking,
		// For a database and a shop, users choose credentials of their own.
		'sync-customers-every-night.json: Select changed customers',
		'track-shopify-orders.json: Shopify Trigger',
	]);
});
