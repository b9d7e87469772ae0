import type { INodeProperties, INodeTypeDescription } from 'n8n-workflow';

import { FACTS } from '../operations';
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
const OF_WRITES = ['dryRun', 'retryUnsafe', 'sendOnceHistory', 'sendOnceKey'];
const SENDING = ['maxConcurrency', 'maxRetries', 'maxWait', 'timeout'];

/** Names stand in users' saved workflows; a change here breaks them. */
test.each(Object.entries(FACTS))('%s keeps the names of its parameters', (name, facts) => {
	const { isRead, names } = facts;
	const [resource, operation] = name.split('.');
	const fields = shownFor(resource, operation);
	const named = fields.filter(({ type }) => type !== 'notice').map((field) => field.name);
	expect([...new Set(named)]).toEqual([
		...names.fields,
		// Where the node is a tool.
		...(isRead ? ['output', 'outputFields'] : []),
		'options',
	]);
	expect(collection(fields, 'additionalFields')).toEqual(names.additional ?? []);
	expect(collection(fields, 'filters')).toEqual(names.filters ?? []);
	expect(collection(fields, 'options')).toEqual(
		[...(names.options ?? []), ...(isRead ? [] : OF_WRITES), ...SENDING].sort(),
	);
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
		expect(valuesOf(named('source')[0].options)).toEqual([
			'alert',
			'connector',
			'segmentSync',
			'stream',
		]);
		expect(valuesOf(named('authentication')[0].options)).toEqual(['none', 'secret']);
		expect(named('authentication')[0].default).toBe('secret');
		expect(valuesOf(named('httpMethod')[0].options)).toEqual(['DELETE', 'GET', 'POST', 'PUT']);
		expect(named('httpMethod')[0].default).toBe('POST');
		expect(named('filters').map(({ options }) => valuesOf(options))).toEqual([
			['channels', 'eventCodes', 'otherEventCodes'],
			['alertTypes'],
			['changes'],
		]);
		expect(valuesOf(named('options')[0].options)).toEqual([
			'addKey',
			'includeRequest',
			'ipAllowlist',
			'removeKey',
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
