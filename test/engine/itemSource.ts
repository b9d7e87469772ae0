import { NodeConnectionTypes, type INodeExecutionData, type INodeType } from 'n8n-workflow';

import { savedWorkflow, type NodeSettings } from './cases';
import { Engine, type ExpressionEngine, type SavedWorkflow } from './engine';

const TYPE = 'n8n-nodes-base.itemSource';

/**
 * A node before the MoEngage node that puts out whatever a test makes: pinned data holds JSON only, nodes may put
 * anything into their items.
 */
export class ItemSource {
	/** What the node puts out. */
	items: () => INodeExecutionData[] = () => [];

	/** An engine that knows the node. */
	startEngine(expressionEngine?: ExpressionEngine): Promise<Engine> {
		const put = () => this.items();
		const node: INodeType = {
			description: {
				displayName: 'Item Source',
				name: 'itemSource',
				group: ['transform'],
				version: 1,
				description: 'Puts out what a test makes',
				defaults: { name: 'Item Source' },
				inputs: [NodeConnectionTypes.Main],
				outputs: [NodeConnectionTypes.Main],
				properties: [],
			},
			async execute() {
				return [put()];
			},
		};
		return Engine.start(expressionEngine, { [TYPE]: node });
	}

	/** A workflow of `workflows/` with the node between its start and the MoEngage node. */
	before(name: string, settings: NodeSettings = {}): SavedWorkflow {
		const workflow = savedWorkflow(name, settings);
		workflow.nodes.push({
			id: 'b3a1c9a0-0000-4000-8000-000000000099',
			name: 'Item Source',
			type: TYPE,
			typeVersion: 1,
			position: [120, 0],
			parameters: {},
		});
		const to = (node: string) => ({ main: [[{ node, type: NodeConnectionTypes.Main, index: 0 }]] });
		workflow.connections.Start = to('Item Source');
		workflow.connections['Item Source'] = to('MoEngage');
		return workflow;
	}
}
