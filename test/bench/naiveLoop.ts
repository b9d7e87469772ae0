import type { IDataObject, INodeType } from 'n8n-workflow';

import { builtInNodes } from '../engine/builtInNodes';

/** What most event nodes do: read, post, wait, one item after the other. */
export const naiveLoop: INodeType = {
	description: {
		...builtInNodes['n8n-nodes-base.noOp'].description,
		credentials: [{ name: 'moEngageApi', required: true }],
		properties: [
			{ displayName: 'URL', name: 'url', type: 'string', default: '' },
			{ displayName: 'Body', name: 'jsonBody', type: 'json', default: '' },
		],
	},
	async execute() {
		const output = [];
		for (let item = 0; item < this.getInputData().length; item++) {
			const json = (await this.helpers.httpRequestWithAuthentication.call(this, 'moEngageApi', {
				method: 'POST',
				url: this.getNodeParameter('url', item) as string,
				body: JSON.parse(this.getNodeParameter('jsonBody', item) as string) as IDataObject,
				json: true,
			})) as IDataObject;
			output.push({ json, pairedItem: { item } });
		}
		return [output];
	},
};
