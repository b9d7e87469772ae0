import type { INodeType } from 'n8n-workflow';

import { ParameterReader } from '../../nodes/MoEngage/delivery/reading/parameters';
import { builtInNodes } from '../engine/builtInNodes';

/** Reads its parameter as the MoEngage node does, and nothing more: what reading alone costs. */
export const readParameters: INodeType = {
	description: {
		...builtInNodes['n8n-nodes-base.noOp'].description,
		properties: [
			{ displayName: 'Fields', name: 'fields', type: 'assignmentCollection', default: {} },
		],
	},
	async execute() {
		const items = this.getInputData();
		const reader = new ParameterReader(this, items);
		return [items.map((_, item) => ({ json: reader.at(item).get('fields') as never }))];
	},
};
