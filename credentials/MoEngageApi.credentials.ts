import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	Icon,
	INodeProperties,
} from 'n8n-workflow';

import { authenticate } from '../nodes/MoEngage/transport/authenticate';

/** A password field: the key of a tile of MoEngage's dashboard (Settings > Account > APIs), or another secret. */
function secretField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description,
	};
}

/** Base URL of a dedicated gateway, or of a simulator. */
function baseUrlField(displayName: string, name: string, description: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder: 'e.g. https://moengage-gateway.example.com',
		description,
		displayOptions: { show: { dataCenter: ['custom'] } },
	};
}

export class MoEngageApi implements ICredentialType {
	name = 'moEngageApi';

	displayName = 'MoEngage API';

	documentationUrl =
		'https://github.com/n8n-nodes-moengage/n8n-nodes-moengage/blob/main/docs/credential.md';

	icon: Icon = {
		light: 'file:../nodes/MoEngage/moengage.svg',
		dark: 'file:../nodes/MoEngage/moengage.dark.svg',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'Data Center',
			name: 'dataCenter',
			type: 'options',
			options: [
				{ name: '01 (US)', value: '01' },
				{ name: '02 (EU)', value: '02' },
				{ name: '03 (India)', value: '03' },
				{ name: '04 (US)', value: '04' },
				{ name: '05 (Singapore)', value: '05' },
				{ name: '06 (Indonesia)', value: '06' },
				{ name: '101', value: '101' },
				{ name: 'Custom', value: 'custom' },
			],
			// Data never moves between data centers, so none is picked for the user.
			default: '',
			required: true,
			description:
				'The number in the address of your dashboard: dashboard-01.moengage.com is data center 01',
		},
		baseUrlField('API Base URL', 'apiBaseUrl', 'Stands in for https://api-XX.moengage.com'),
		baseUrlField(
			'Personalize Base URL',
			'personalizeBaseUrl',
			'Stands in for https://sdk-XX.moengage.com',
		),
		baseUrlField('Push Base URL', 'pushBaseUrl', 'Stands in for https://pushapi-XX.moengage.com'),
		{
			displayName: 'Workspace ID',
			name: 'workspaceId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. A1B2C3D4E5F6G7H8I9J0K1L2',
			description: 'In the dashboard under Settings > Account > APIs, formerly called app ID',
		},
		{
			displayName:
				'Copy the keys that you use from the tiles under Settings > Account > APIs in the dashboard. Leave the others empty.<ul><li>Data: users, devices, events, cohorts, file imports, segments, subscriptions</li><li>Campaign: business events, campaigns, coupons, flows, catalog items, and alerts that start a workflow</li><li>Personalize: experiences</li><li>Inform: alerts</li><li>Push: only for the HTTP Request node</li></ul>For the MoEngage Trigger, fill in Webhook Secret below. If your dashboard has Settings > Account > API keys, fill in API Key instead.',
			name: 'keysNotice',
			type: 'notice',
			default: '',
		},
		secretField(
			'Data API Key',
			'dataApiKey',
			'Key of the Data tile, for users, devices, events, cohorts, file imports, segments and subscriptions',
		),
		secretField(
			'Campaign API Key',
			'campaignApiKey',
			'Key of the tile Campaign report/Business events/Custom templates/Catalog API/Inform Report',
		),
		secretField(
			'Personalize API Key',
			'personalizeApiKey',
			'Key of the Personalize tile, for experiences',
		),
		secretField(
			'Push API Key',
			'pushApiKey',
			'Key of the Push tile. n8n cannot test it, because MoEngage has no harmless request for it.',
		),
		secretField('Inform API Key', 'informApiKey', 'Key of the Inform tile'),
		secretField(
			'API Key',
			'apiKey',
			'Key of the newer API key dashboard (Settings > Account > API keys), which may open several APIs. The node uses it for each tile whose own key is empty.',
		),
		secretField(
			'Webhook Secret',
			'webhookSecret',
			'Only for the MoEngage Trigger: secret that MoEngage shows in each call of the webhook. Choose a long random text. It is never sent to the API of MoEngage.',
		),
	];

	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => authenticate(credentials, options);
}
