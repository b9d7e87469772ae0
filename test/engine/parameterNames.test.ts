import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { useEngine } from './useEngine';

const { engine } = useEngine();

let description: INodeTypeDescription;

beforeAll(() => {
	description = (engine.loader.getNode('moEngage').type as { description: INodeTypeDescription })
		.description;
});

function shownFor(resource: string, operation: string): INodeProperties[] {
	return description.properties.filter(
		({ displayOptions }) =>
			displayOptions?.show?.operation?.includes(operation) &&
			displayOptions.show.resource?.includes(resource),
	);
}

function collection(fields: INodeProperties[], name: string): string[] {
	const field = fields.find((candidate) => candidate.name === name);
	return (field?.options ?? []).map((option) => option.name).sort();
}

/** Options that every operation has. */
const SENDING = ['maxConcurrency', 'maxRetries', 'maxWait', 'timeout'];

/** Parameters of reads where the node is a tool. */
const AS_TOOL = ['output', 'outputFields'];

/** Parameters for attributes that are neither picked from a list nor those of version 1.0 alone. */
const ATTRIBUTES = [
	'specifyAttributes',
	'attributes',
	'attributesJson',
	'excludeFields',
	'skipEmptyValues',
];

/** Names stand in users' saved workflows; a change here breaks them. */
test.each([
	[
		'businessEvent',
		'trigger',
		[
			'businessEvent',
			'specifyAttributes',
			'attributeValues',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
			'options',
		],
		['triggeredBy'],
		['apiVersion', 'eventsPerMinute', 'excludeFields', 'keepDates', 'retryUnsafe', ...SENDING],
	],
	['businessEvent', 'search', ['filters', 'simplify', ...AS_TOOL, 'options'], [], SENDING],
	[
		'event',
		'track',
		[
			'identifyBy',
			'customerId',
			'userIdentifiers',
			'eventName',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
			'options',
		],
		[
			'appVersion',
			'deviceId',
			'eventTime',
			'platform',
			'realTimeAction',
			'timezone',
			'tvOs',
			'userTime',
		],
		[
			'clientIp',
			'eventsPerMinute',
			'excludeFields',
			'keepDates',
			'projectCode',
			'retryUnsafe',
			'sendVia',
			...SENDING,
		],
	],
	[
		'experience',
		'report',
		['interaction', 'customerId', 'experienceContext', 'additionalFields', 'options'],
		['buttonId', 'eventTime', 'eventUuid', 'platform', 'timezone', 'userAttributes'],
		['keepDates', 'retryUnsafe', ...SENDING],
	],
	[
		'businessEvent',
		'create',
		['eventName', 'eventAttributes', 'createdBy', 'options'],
		[],
		['retryUnsafe', ...SENDING],
	],
	[
		'experience',
		'fetch',
		['customerId', 'experienceKeys', 'simplify', 'additionalFields', ...AS_TOOL, 'options'],
		['dayOfWeek', 'sessionAttributes', 'timeOfDay', 'userAgent', 'userIdentifiers', 'userIp'],
		SENDING,
	],
	[
		'catalogItem',
		'create',
		['catalogId', 'itemId', 'title', 'link', 'imageLink', ...ATTRIBUTES, 'options'],
		[],
		['keepDates', 'retryUnsafe', ...SENDING],
	],
	[
		'catalogItem',
		'update',
		['catalogId', 'itemId', ...ATTRIBUTES, 'options'],
		[],
		['keepDates', 'retryUnsafe', ...SENDING],
	],
	['catalogItem', 'delete', ['catalogId', 'itemId', 'options'], [], ['retryUnsafe', ...SENDING]],
	['catalogItem', 'get', ['catalogId', 'itemId', ...AS_TOOL, 'options'], [], SENDING],
	['experience', 'getMany', ['returnAll', 'limit', 'filters', ...AS_TOOL, 'options'], [], SENDING],
	[
		'user',
		'upsert',
		[
			'identifyBy',
			'customerId',
			'userIdentifiers',
			'standardAttributes',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
			'options',
		],
		['addToArrays', 'platforms', 'removeFromArrays', 'unsetAttributes', 'updateExistingOnly'],
		[
			'eventsPerMinute',
			'excludeFields',
			'keepDates',
			'projectCode',
			'retryUnsafe',
			'sendVia',
			...SENDING,
		],
	],
	[
		'user',
		'get',
		['identifierType', 'identifier', 'additionalFields', ...AS_TOOL, 'options'],
		['fields'],
		['eventsPerMinute', ...SENDING],
	],
	[
		'user',
		'merge',
		['mergedUser', 'retainedUser', 'options'],
		[],
		['eventsPerMinute', 'retryUnsafe', ...SENDING],
	],
	[
		'user',
		'delete',
		['identifierType', 'identifier', 'options'],
		[],
		['eventsPerMinute', 'retryUnsafe', ...SENDING],
	],
	['user', 'erase', ['identifierType', 'identifier', 'options'], [], ['retryUnsafe', ...SENDING]],
	[
		'device',
		'upsert',
		[
			'customerId',
			'deviceId',
			'platform',
			'pushId',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'options',
		],
		[],
		['excludeFields', 'keepDates', 'retryUnsafe', ...SENDING],
	],
	[
		'campaign',
		'getMany',
		['returnAll', 'limit', 'filters', 'simplify', ...AS_TOOL, 'options'],
		[],
		SENDING,
	],
	[
		'campaign',
		'getStatistics',
		[
			'campaignIds',
			'startDate',
			'endDate',
			'attributionType',
			'metricType',
			'simplify',
			...AS_TOOL,
			'options',
		],
		[],
		SENDING,
	],
	[
		'campaign',
		'changeStatus',
		['campaignId', 'action', 'options'],
		[],
		['retryUnsafe', ...SENDING],
	],
	[
		'flow',
		'getMany',
		['returnAll', 'limit', 'filters', 'simplify', ...AS_TOOL, 'options'],
		[],
		SENDING,
	],
	[
		'flow',
		'changeStatus',
		['flowId', 'action', 'updatedBy', 'options'],
		[],
		['retryUnsafe', ...SENDING],
	],
	[
		'subscription',
		'get',
		['identifierType', 'identifier', 'additionalFields', ...AS_TOOL, 'options'],
		['channel'],
		SENDING,
	],
	['subscription', 'getCategories', ['filters', ...AS_TOOL, 'options'], [], SENDING],
	[
		'subscription',
		'update',
		[
			'identifierType',
			'identifier',
			'globallyUnsubscribed',
			'categories',
			'additionalFields',
			'options',
		],
		['channel', 'eventAttributes'],
		['retryUnsafe', ...SENDING],
	],
	...['block', 'unblock'].map((operation): [string, string, string[], string[], string[]] => [
		'device',
		operation,
		['identifierType', 'identifier', 'additionalFields', 'options'],
		['clientReferenceId', 'deviceIdentifiers', 'reason'],
		['retryUnsafe', ...SENDING],
	]),
	[
		'alert',
		'send',
		[
			'alertBy',
			'alertId',
			'alertReferenceName',
			'userId',
			'channels',
			'additionalFields',
			'options',
		],
		['transactionId'],
		['retryUnsafe', 'sandbox', ...SENDING],
	],
	...['addUsers', 'removeUsers'].map(
		(operation): [string, string, string[], string[], string[]] => [
			'cohort',
			operation,
			['cohortId', 'cohortName', 'customerId', 'additionalFields', 'options'],
			['description', 'partner'],
			['retryUnsafe', ...SENDING],
		],
	),
	['segment', 'getMany', ['filters', 'simplify', ...AS_TOOL, 'options'], [], SENDING],
])('%s.%s keeps the names of its parameters', (resource, operation, names, additional, options) => {
	const fields = shownFor(resource, operation);
	const named = fields.filter(({ type }) => type !== 'notice').map(({ name }) => name);
	expect([...new Set(named)]).toEqual(names);
	expect(collection(fields, 'additionalFields')).toEqual(additional);
	expect(collection(fields, 'options')).toEqual([...options].sort());
});

test('the standard attributes of users keep their names', () => {
	expect(collection(shownFor('user', 'upsert'), 'standardAttributes')).toEqual([
		'birthday',
		'email',
		'firstName',
		'fullName',
		'gender',
		'lastName',
		'mobileNumber',
	]);
});

test('the values of choices are those that MoEngage and the design document', () => {
	const values = (field: INodeProperties | undefined) =>
		(field?.options ?? []).map((option) => 'value' in option && option.value);
	const inCollection = (fields: INodeProperties[], name: string) =>
		(fields.find((field) => field.name === 'additionalFields')?.options ?? []).find(
			(option) => option.name === name,
		) as INodeProperties;
	const track = shownFor('event', 'track');
	const report = shownFor('experience', 'report');
	const field = (fields: INodeProperties[], name: string) => fields.find((f) => f.name === name);
	expect(values(inCollection(track, 'platform')).sort()).toEqual(
		['ANDROID', 'TV', 'iOS', 'unknown', 'web'].sort(),
	);
	expect(values(inCollection(report, 'platform')).sort()).toEqual(['android', 'ios', 'tv', 'web']);
	expect(values(field(track, 'identifyBy'))).toEqual(['customerId', 'userIdentifiers']);
	expect(values(field(track, 'specifyAttributes'))).toEqual(['fields', 'json', 'item']);
	const trigger = shownFor('businessEvent', 'trigger');
	expect(values(field(trigger, 'specifyAttributes'))).toEqual(['fields', 'json', 'item']);
	expect(field(trigger, 'specifyAttributes')?.default).toBe('fields');
	expect(field(trigger, 'businessEvent')).toMatchObject({
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [{ name: 'list' }, { name: 'name' }],
	});
	expect(field(trigger, 'attributeValues')).toMatchObject({
		type: 'resourceMapper',
		default: { mappingMode: 'defineBelow', value: null },
	});
	expect(values(field(report, 'interaction'))).toEqual(['clicked', 'shown']);
	const outputs = [shownFor('flow', 'getMany'), shownFor('user', 'get')].map((fields) =>
		fields
			.filter(({ name }) => name === 'output')
			.map((output) => [output.default, values(output)]),
	);
	expect(outputs).toEqual([
		[
			['simplified', ['simplified', 'raw', 'selected']],
			['raw', ['simplified', 'raw', 'selected']],
		],
		[['raw', ['raw', 'selected']]],
	]);
	expect(field(report, 'experienceContext')?.default).toBe('={{ $json.experience_context }}');
});

test('the node is what n8n asks of a verified community node', () => {
	expect(description).toMatchObject({
		displayName: 'MoEngage',
		name: 'moEngage',
		version: 1,
		usableAsTool: true,
		subtitle: expect.stringContaining('$parameter["operation"]') as string,
		credentials: [{ name: 'moEngageApi', required: true }],
	});
	expect(description.iconUrl).toMatchObject({
		light: expect.stringContaining('moengage.svg') as string,
		dark: expect.stringContaining('moengage.dark.svg') as string,
	});
	expect(description.codex?.categories).toEqual(['Marketing & Content']);
	expect(description.properties[0].name).toBe('resource');
	for (const option of description.properties.find(({ name }) => name === 'operation')?.options ??
		[]) {
		expect(option).toMatchObject({ action: expect.stringMatching(/^[A-Z][a-z ]+$/) as string });
	}
});

describe('the trigger', () => {
	const find = () =>
		(engine.loader.getNode('moEngageTrigger').type as { description: INodeTypeDescription })
			.description;

	const named = (name: string) => find().properties.filter((property) => property.name === name);
	const valuesOf = (options: INodeProperties['options'] = []) =>
		options.map((option) => ('value' in option ? option.value : option.name));

	/** Names stand in users' saved workflows; a change here breaks them. */
	test('has the parameters and values of saved workflows', () => {
		const parameters = find().properties.filter(({ type }) => type !== 'notice');
		expect([...new Set(parameters.map(({ name }) => name))].sort()).toEqual(
			['authentication', 'filters', 'httpMethod', 'options', 'source'].sort(),
		);
		expect(valuesOf(named('source')[0].options)).toEqual(['alert', 'connector', 'stream']);
		expect(valuesOf(named('authentication')[0].options)).toEqual(['none', 'secret']);
		expect(named('authentication')[0].default).toBe('secret');
		expect(valuesOf(named('httpMethod')[0].options)).toEqual(['DELETE', 'GET', 'POST', 'PUT']);
		expect(named('httpMethod')[0].default).toBe('POST');
		expect(named('filters').map(({ options }) => valuesOf(options))).toEqual([
			['channels', 'eventCodes', 'otherEventCodes'],
			['alertTypes'],
		]);
		expect(valuesOf(named('options')[0].options)).toEqual([
			'includeRequest',
			'ipAllowlist',
			'splitEntities',
		]);
		const [{ options: filters = [] }] = named('filters');
		expect(valuesOf((filters[0] as INodeProperties).options)).toEqual([
			'audience',
			'lifecycle',
			'card',
			'connector',
			'controlGroup',
			'email',
			'flow',
			'inApp',
			'onSite',
			'push',
			'sms',
			'webPersonalization',
			'webPushOptIn',
			'whatsApp',
		]);
	});

	test('is what n8n asks of a trigger', () => {
		expect(find()).toMatchObject({
			displayName: 'MoEngage Trigger',
			name: 'moEngageTrigger',
			version: 1,
			group: ['trigger'],
			inputs: [],
			credentials: [{ name: 'moEngageApi', required: true, testedBy: 'moEngageApiTest' }],
			webhooks: [{ name: 'default', path: 'moengage', responseMode: 'onReceived' }],
		});
		expect(find()).not.toHaveProperty('usableAsTool');
		// With it, two workflows would share one path.
		expect(find().webhooks?.[0]).not.toHaveProperty('isFullPath');
		expect(find().iconUrl).toMatchObject({
			light: expect.stringContaining('moengage.svg') as string,
			dark: expect.stringContaining('moengage.dark.svg') as string,
		});
		expect(find().codex?.categories).toEqual(['Marketing & Content']);
	});
});
