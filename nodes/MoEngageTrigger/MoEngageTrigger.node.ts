import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { moEngageApiTest } from '../MoEngage/methods/credentialTest';
import { documentation } from '../MoEngage/transport/documentation';
import { assertSupportedN8n } from '../MoEngage/transport/n8nVersion';
import { assertUsable } from './activation';
import { properties } from './properties';
import { receive } from './receive';
import { triggerPanel } from './setUp';

assertSupportedN8n();

/** Starts a workflow when MoEngage calls: from Streams, an alert, a segment sync or a Connector campaign. */
export class MoEngageTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MoEngage Trigger',
		name: 'moEngageTrigger',
		icon: { light: 'file:../MoEngage/moengage.svg', dark: 'file:../MoEngage/moengage.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle:
			'={{$parameter["source"] === "alert" ? "alert" : $parameter["source"] === "stream" ? "streams" : $parameter["source"] === "segmentSync" ? "segment sync" : "connector campaign"}}',
		// n8n's node panel shows this text for the node and its trigger, which it lists as one.
		description:
			'Work with users, events and campaigns in MoEngage. The trigger starts the workflow when MoEngage sends events, users of a segment, an alert or a connector call',
		documentationUrl: documentation('trigger.md'),
		defaults: { name: 'MoEngage Trigger' },
		triggerPanel,
		builderHint: {
			searchHint: 'Only receives calls of MoEngage. To read or send, use the MoEngage node.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-moengage.moEngage',
					relationHint: 'Reads and sends users, events, campaigns and more',
				},
				{
					nodeType: 'n8n-nodes-base.removeDuplicates',
					relationHint: 'Behind it: MoEngage may send an event twice',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'moEngageApi',
				required: true,
				testedBy: 'moEngageApiTest',
				displayOptions: { hide: { authentication: ['none'] } },
			},
		],
		webhooks: [
			{
				name: 'default',
				// Only Connector campaigns choose a method; the field is hidden for the others.
				httpMethod:
					'={{$parameter["source"] === "connector" ? $parameter["httpMethod"] || "POST" : "POST"}}',
				responseMode: 'onReceived',
				// An object, or n8n would answer with text: MoEngage then takes a segment sync for failed, and pauses it.
				responseData: '={{ { "message": "Accepted" } }}',
				path: 'moengage',
			},
		],
		properties,
	};

	methods = { credentialTest: { moEngageApiTest } };

	/** MoEngage has no API for webhooks, so there is nothing to register: users paste the URL there. */
	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				await assertUsable(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
