import type { INodeProperties } from 'n8n-workflow';

import { CHANNELS, EVENT_OPTIONS } from './eventCodes';
import { USER_LISTS } from './segmentSync';
import { openNotice, setUpNotices } from './setUp';

/** Alert types that MoEngage documents (`partner-guide/…/webhook.mdx`); its dashboard offers more. */
const ALERT_TYPES = [
	{ name: 'APNs Token Expiry', value: 'APNS_TOKEN_EXPIRY' },
	{ name: 'Campaign Expiry', value: 'CAMPAIGN_EXPIRY' },
	{ name: 'Campaign Statistics', value: 'CAMPAIGN_STATS' },
	{ name: 'Facebook Token Expiry', value: 'FACEBOOK_TOKEN_EXPIRY' },
	{ name: 'Flow Statistics', value: 'FLOW_STATS' },
];

/** By this label, n8n's node panel lists each option as a trigger of its own, named by its `action`. */
const sourceField: INodeProperties = {
	displayName: 'Trigger On',
	name: 'source',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Alert',
			value: 'alert',
			action: 'On alert of the dashboard',
			description: 'An alert of the dashboard, for example about a low delivery rate',
		},
		{
			name: 'Connector Campaign',
			value: 'connector',
			action: 'On call of a connector campaign or flow step',
			description: 'A Connector campaign, or such a step of a flow: one call per user',
		},
		{
			name: 'Segment Sync',
			value: 'segmentSync',
			action: 'On users entering or leaving a segment',
			description:
				'Users who enter or leave a segment, in batches (Outbound Segment Sync, paid add-on)',
		},
		{
			name: 'Streams',
			value: 'stream',
			action: 'On events from Streams',
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
	displayOptions: { show: { source: ['connector', 'segmentSync', 'stream'] } },
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

const segmentFilters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: { show: { source: ['segmentSync'] } },
	options: [
		{
			displayName: 'Changes',
			name: 'changes',
			type: 'multiOptions',
			options: [
				{
					name: 'Added',
					value: 'added',
					description: 'Users who entered the segment. The first sync has all of its users.',
				},
				{ name: 'Removed', value: 'removed', description: 'Users who left the segment' },
			],
			default: [],
			description: 'Changes to take. If empty, both are taken.',
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
			displayName: 'Add Key',
			name: USER_LISTS.added.option,
			type: 'string',
			default: 'add_users',
			placeholder: 'e.g. new_members',
			description: `Name of the list of added users, if it is renamed in the integration in MoEngage (${USER_LISTS.added.key})`,
			displayOptions: { show: { '/source': ['segmentSync'] } },
		},
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
			displayName: 'Remove Key',
			name: USER_LISTS.removed.option,
			type: 'string',
			default: 'remove_users',
			placeholder: 'e.g. lost_members',
			description: `Name of the list of removed users, if it is renamed in the integration in MoEngage (${USER_LISTS.removed.key})`,
			displayOptions: { show: { '/source': ['segmentSync'] } },
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
	segmentFilters,
	optionsField,
];

/** The labels of the fields in collections, by their paths such as `options.ipAllowlist`. */
export const FIELD_LABELS: Record<string, string> = Object.fromEntries(
	[streamFilters, alertFilters, segmentFilters, optionsField].flatMap(({ name, options }) =>
		(options as INodeProperties[]).map((field) => [`${name}.${field.name}`, field.displayName]),
	),
);
