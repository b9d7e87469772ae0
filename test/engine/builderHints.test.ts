import type { INodeTypeDescription } from 'n8n-workflow';

import { filled } from '../fixtures/filled';
import { FACTS } from '../operations';
import { useEngine } from './useEngine';

const { engine } = useEngine();

type Hinted = { name?: string; value?: unknown; builderHint?: Record<string, unknown> };

const describedAs = (name: string) =>
	(engine.loader.getNode(name).type as { description: INodeTypeDescription }).description;

/** Everything in a description that has a hint for n8n's AI builder, parameters and options at any depth. */
function hinted(value: unknown): Hinted[] {
	if (typeof value !== 'object' || value === null) return [];
	const inside = Object.values(value).flatMap(hinted);
	return 'builderHint' in value ? [value as Hinted, ...inside] : inside;
}

/** n8n's loader stops at a hint in the wrong place, so that the node would be missing in the editor. */
test('the node and the trigger load with their hints', () => {
	expect(describedAs('moEngage').builderHint).toMatchObject({
		searchHint: expect.stringContaining('no loop, batch or wait node') as string,
		relatedNodes: [
			{ nodeType: 'n8n-nodes-moengage.moEngageTrigger' },
			{ nodeType: 'n8n-nodes-base.httpRequest' },
			{ nodeType: 'n8n-nodes-base.removeDuplicates' },
		],
	});
	expect(describedAs('moEngageTrigger').builderHint).toMatchObject({
		searchHint: expect.stringContaining('use the MoEngage node') as string,
		relatedNodes: [
			{ nodeType: 'n8n-nodes-moengage.moEngage' },
			{ nodeType: 'n8n-nodes-base.removeDuplicates' },
		],
	});
	const known = engine.loader.known.nodes;
	expect(Object.keys(known)).toEqual(expect.arrayContaining(['moEngage', 'moEngageTrigger']));
});

test('operations that are mistaken for others, or need others, say so', () => {
	const operations = describedAs('moEngage')
		.properties.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options = [] }) =>
			hinted(options).map(({ value }) => `${displayOptions?.show?.resource?.[0]}.${value}`),
		);
	const hinting = Object.keys(FACTS).filter((name) => FACTS[name].hasBuilderHint);
	expect(hinting.length).toBeGreaterThan(11);
	expect(operations.sort()).toEqual(hinting);
});

test('hints of parameters are plain text, and stand on none that chooses resource, operation or mode', () => {
	const { properties } = describedAs('moEngage');
	const found = hinted(properties);
	const named = new Set(found.flatMap(({ name, value }) => (value === undefined ? [name] : [])));
	expect([...named].sort()).toEqual(['attributes', 'customerId', 'eventTime']);
	for (const { name, value, builderHint } of filled(found)) {
		if (value === undefined) expect(['resource', 'operation', 'mode']).not.toContain(name);
		expect(builderHint).toEqual({ propertyHint: expect.any(String) as string });
		expect(builderHint?.propertyHint).not.toMatch(/=\{\{|ai_[a-z]/i);
	}
});
