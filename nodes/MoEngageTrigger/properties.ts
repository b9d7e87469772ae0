import type { INodeProperties } from 'n8n-workflow';

import { CHANNELS, EVENT_OPTIONS } from './eventCodes';
import { openNotice, setUpNotices } from './setUp';

/** Alert types that MoEngage documents (`partner-guide/…/webhook.mdx`); its dashboard offers more. */
const ALERT_TYPES = [
	{ name: 'APNs Token Expiry', value: 'APNS_TOKEN_EXPIRY' },
	{ name: 'Campaign Expiry', value: 'CAMPAIGN_EXPIRY' },
	{ name: 'Campaign Statistics', value: 'CAMPAIGN_STATS' },
	{ name: 'Facebook Token Expiry', value: 'FACEBOOK_TOKEN_EXPIRY' },
	{ name: 'Flow Statistics', value: 'FLOW_STATS' },
];

const sourceField: INodeProperties = {
	displayName: 'Source',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Alert',
			value: 'alert',
			description: 'An alert of the dashboard, for example about a low delivery rate',
		},
		{
			name: 'Connector Campaign',
			value: 'connector',
			description: 'A Connector campaign, or such a step of a flow: one call per user',
		},
		{
			name: 'Streams',
			value: 'stream',
			description: 'Events of users and campaigns as they happen, in batches (paid add-on)',
		},
	],
	default: 'connector',
	description: 'The part of MoEngage that calls this workflow',
};

const authenticationField: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'None',
			value: 'none',
			description: 'Calls by anyone start the workflow',
		},
		{
			name: 'Secret',
			value: 'secret',
			description: 'Each call has to show the Webhook Secret of the credential',
		},
	],
	default: 'secret',
	description:
		'How a call proves that it comes from MoEngage. It shows the secret in the header X-Webhook-Secret, as a Bearer token, or as the password of Basic authentication.',
	displayOptions: { show: { source: ['connector', 'stream'] } },
};

const httpMethodField: INodeProperties = {
	displayName: 'HTTP Method',
	name: 'httpMethod',
	type: 'options',
	noDataExpression: true,
	options: ['DELETE', 'GET', 'POST', 'PUT'].map((method) => ({ name: method, value: method })),
	default: 'POST',
	description: 'The method that is chosen in the campaign',
	displayOptions: { show: { source: ['connector'] } },
};

const streamFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: { show: { source: ['stream'] } },
	options: [
		{
			displayName: 'Channels',
			name: 'channels',
			type: 'multiOptions',
			options: CHANNELS.map(({ name, value }) => ({ name, value })),
			default: [],
			description: 'Channels to take events of. If empty, all are taken.',
		},
		{
			displayName: 'Event Codes',
			name: 'eventCodes',
			type: 'multiOptions',
			options: EVENT_OPTIONS,
			default: [],
			description: 'Events to take. If empty, and without other codes, all are taken.',
		},
		{
			displayName: 'Other Event Codes',
			name: 'otherEventCodes',
			type: 'string',
			default: '',
			placeholder: 'e.g. Purchase, Added To Cart',
			description: 'Further events to take, such as your own: their codes, separated by commas',
		},
	],
};

const alertFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: { show: { source: ['alert'] } },
	options: [
		{
			displayName: 'Alert Types',
			name: 'alertTypes',
			type: 'multiOptions',
			options: ALERT_TYPES,
			default: [],
			description: 'Types of alerts to take. If empty, all are taken, also other types.',
		},
	],
};

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'Include Request',
			name: 'includeRequest',
			type: 'boolean',
			default: false,
			description:
				'Whether each item has the method, headers and query of the call in the field request. Headers that may hold a secret are left out. If the body has a field request, it is in request.original.',
		},
		{
			displayName: 'IP Allowlist',
			name: 'ipAllowlist',
			type: 'string',
			default: '',
			placeholder: 'e.g. 52.6.248.125, 10.0.0.0/8',
			description:
				'Addresses to accept calls from, separated by commas. If empty, calls from all addresses are accepted.',
		},
		{
			displayName: 'Split Entities',
			name: 'splitEntities',
			type: 'boolean',
			default: false,
			description: 'Whether to output one item per campaign or flow that the alert is about',
			displayOptions: { show: { '/source': ['alert'] } },
		},
	],
};

/** The parameters of the trigger, in the order of the panel. */
export const properties: INodeProperties[] = [
	sourceField,
	authenticationField,
	openNotice,
	httpMethodField,
	...setUpNotices,
	streamFilters,
	alertFilters,
	optionsField,
];

/** The labels of the fields in collections, by their paths such as `options.ipAllowlist`. */
export const FIELD_LABELS: Record<string, string> = Object.fromEntries(
	[streamFilters, alertFilters, optionsField].flatMap(({ name, options }) =>
		(options as INodeProperties[]).map((field) => [`${name}.${field.name}`, field.displayName]),
	),
);
