import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import { deliver } from './delivery/deliver';
import { getBusinessEventAttributes, searchBusinessEvents } from './methods/businessEvents';
import { searchCampaigns, searchFlows } from './methods/campaigns';
import { moEngageApiTest } from './methods/credentialTest';
import { searchCouponLists } from './methods/coupons';
import { getExperienceKeys } from './methods/experiences';
import { searchSegments } from './methods/segments';
import { getSubscriptionCategories } from './methods/subscriptionCategories';
import { findOperation, nodeProperties } from './resources';
import { documentation } from './transport/documentation';
import { assertSupportedN8n } from './transport/n8nVersion';

assertSupportedN8n();

/**
 * Programmatic rather than declarative, because a declarative node sends one request per item and sets no
 * `pairedItem`: this node packs many items into one request and pairs every output with its input.
 */
export class MoEngage implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'MoEngage',
		name: 'moEngage',
		icon: { light: 'file:moengage.svg', dark: 'file:moengage.dark.svg' },
		group: ['output'],
		version: 1,
		// In the words of the drop-downs, such as "get many: experience" and "create or update: user".
		subtitle:
			'={{($parameter["operation"] + ": " + $parameter["resource"]).replace("upsert", "create or update").replace("OptIn", "Opt-inStatus").replace("search", "get many").replace("getC", "getManyC").replace("getRu", "getManyRu").replace("getU", "getManyU").replace(/([A-Z])/g, " $1").toLowerCase()}}',
		description:
			'Work with users, devices, events, campaigns, flows, alerts, cohorts, catalogs and personalized experiences in MoEngage',
		documentationUrl: documentation('operations.md'),
		defaults: { name: 'MoEngage' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				"Sends all input items in the fewest requests and keeps to MoEngage's rate limits by itself: no loop, batch or wait node around it. Set On Error to continue with the error output, so that one bad item stops no other. Options of every write: Dry Run outputs the requests and sends nothing; Send Once Per takes a key such as an order number, and later executions do not send it again.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-moengage.moEngageTrigger',
					relationHint: 'Starts a workflow when MoEngage sends events, alerts or a connector call',
				},
				{
					nodeType: 'n8n-nodes-base.httpRequest',
					relationHint: 'Other endpoints of MoEngage, with the same credential',
				},
				{
					nodeType: 'n8n-nodes-base.removeDuplicates',
					relationHint:
						'Only to drop rows for good: before a node that messages customers, prefer its option Send Once Per, which lets the next execution send what was rejected',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'moEngageApi', required: true, testedBy: 'moEngageApiTest' }],
		properties: nodeProperties,
	};

	methods = {
		credentialTest: { moEngageApiTest },
		listSearch: {
			searchBusinessEvents,
			searchCampaigns,
			searchCouponLists,
			searchFlows,
			searchSegments,
		},
		loadOptions: { getExperienceKeys, getSubscriptionCategories },
		resourceMapping: { getBusinessEventAttributes },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const name = this.getNodeParameter('operation', 0) as string;
		const operation = findOperation(resource, name);
		if (operation === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`The MoEngage node has no operation "${name}" for the resource "${resource}"`,
				{ description: 'Select a Resource and an Operation from the lists.' },
			);
		}
		return [await deliver(this, operation)];
	}
}
