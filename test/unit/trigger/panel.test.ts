import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { MoEngageTrigger } from '../../../nodes/MoEngageTrigger/MoEngageTrigger.node';
import { FIELD_LABELS, properties } from '../../../nodes/MoEngageTrigger/properties';
import { filled } from '../../fixtures/filled';

/** Fields of the panel that are no notice, for a source. */
const fieldsOf = (source: string) =>
	properties.filter(
		({ type, displayOptions }) =>
			type !== 'notice' && displayOptions?.show?.source?.includes(source) !== false,
	);

const labelsOf = (fields: INodeProperties[]) => fields.map(({ displayName }) => displayName);

/** The fields that "Add Filter" or "Add Option" offers for a source. */
function offered(collection: string, source: string): INodeProperties[] {
	const found = fieldsOf(source).find(({ name }) => name === collection);
	return ((found?.options ?? []) as INodeProperties[]).filter(
		({ displayOptions }) => displayOptions?.show?.['/source']?.includes(source) !== false,
	);
}

const choicesOf = ({ options = [] }: INodeProperties) =>
	(options as INodePropertyOptions[]).map(({ name, value }) => [name, value]);

test.each([
	['alert', ['Trigger On', 'Filters', 'Options'], ['Alert Types'], ['Split Entities']],
	['connector', ['Trigger On', 'Authentication', 'HTTP Method', 'Options'], [], []],
	[
		'segmentSync',
		['Trigger On', 'Authentication', 'Filters', 'Options'],
		['Changes'],
		['Add Key', 'Remove Key'],
	],
	[
		'stream',
		['Trigger On', 'Authentication', 'Filters', 'Options'],
		['Channels', 'Event Codes', 'Other Event Codes'],
		[],
	],
])('for %s, the panel has its own fields, filters and options', (source, fields, filters, own) => {
	expect(labelsOf(fieldsOf(source))).toEqual(fields);
	expect(labelsOf(offered('filters', source))).toEqual(filters);
	const options = [...own, 'Include Request', 'IP Allowlist'].sort();
	expect(labelsOf(offered('options', source)).sort()).toEqual(options);
	for (const field of [...offered('filters', source), ...offered('options', source)]) {
		expect(Object.values(FIELD_LABELS)).toContain(field.displayName);
	}
});

test('each choice has its name, and what is chosen first needs a secret', () => {
	const [source, authentication] = properties;
	expect(choicesOf(source)).toEqual([
		['Alert', 'alert'],
		['Connector Campaign', 'connector'],
		['Segment Sync', 'segmentSync'],
		['Streams', 'stream'],
	]);
	expect(choicesOf(authentication)).toEqual([
		['None', 'none'],
		['Secret', 'secret'],
	]);
	const [types] = offered('filters', 'alert');
	expect(choicesOf(types)).toEqual([
		['APNs Token Expiry', 'APNS_TOKEN_EXPIRY'],
		['Campaign Expiry', 'CAMPAIGN_EXPIRY'],
		['Campaign Statistics', 'CAMPAIGN_STATS'],
		['Facebook Token Expiry', 'FACEBOOK_TOKEN_EXPIRY'],
		['Flow Statistics', 'FLOW_STATS'],
	]);
	const [changes] = offered('filters', 'segmentSync');
	expect(choicesOf(changes)).toEqual([
		['Added', 'added'],
		['Removed', 'removed'],
	]);
	const method = fieldsOf('connector').find(({ name }) => name === 'httpMethod');
	expect(choicesOf(method!).map(([name]) => name)).toEqual(['DELETE', 'GET', 'POST', 'PUT']);
	expect([source.default, authentication.default, method?.default]).toEqual([
		'connector',
		'secret',
		'POST',
	]);
});

test('every field, and every choice that its name does not explain, says what it does', () => {
	const all = ['alert', 'connector', 'segmentSync', 'stream'].flatMap((source) => [
		...fieldsOf(source).filter(({ type }) => type !== 'collection'),
		...offered('filters', source),
		...offered('options', source),
	]);
	for (const { displayName, description = '' } of filled(all)) {
		// At least four words: fewer would repeat the label.
		expect([displayName, description.split(' ').length >= 4]).toEqual([displayName, true]);
	}
	const choices = [properties[0], properties[1], offered('filters', 'segmentSync')[0]].flatMap(
		({ options = [] }) => options as INodePropertyOptions[],
	);
	for (const { name, description = '' } of filled(choices)) {
		expect([name, description.split(' ').length >= 4]).toEqual([name, true]);
	}
	// n8n's node panel lists each source by its action.
	for (const { action = '' } of properties[0].options as INodePropertyOptions[]) {
		expect(action).toMatch(/^On (alert|call|users|events) \w+/);
	}
	for (const { type, placeholder = '' } of all) {
		if (type === 'string') expect(placeholder).toMatch(/^e\.g\. ./);
	}
});

test('collections are empty at first, and say what their button adds', () => {
	const collections = properties.filter(({ type }) => type === 'collection');
	expect(
		collections.map(({ name, placeholder, default: initial }) => [name, placeholder, initial]),
	).toEqual([
		['filters', 'Add Filter', {}],
		['filters', 'Add Filter', {}],
		['filters', 'Add Filter', {}],
		['options', 'Add Option', {}],
	]);
});

test('the node is found by its name, takes a call at its path, and answers at once with JSON', () => {
	const { description } = new MoEngageTrigger();
	expect(description).toMatchObject({
		displayName: 'MoEngage Trigger',
		name: 'moEngageTrigger',
		group: ['trigger'],
		defaults: { name: 'MoEngage Trigger' },
		inputs: [],
		webhooks: [{ name: 'default', responseMode: 'onReceived', path: 'moengage' }],
	});
	expect(description.description).toMatch(/trigger starts the workflow when MoEngage sends/);
	expect(description.subtitle).toMatch(
		/"alert" : .*"streams" : .*"segment sync" : "connector campaign"/,
	);
});
