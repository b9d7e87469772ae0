import type { Operation } from '../../delivery/operation';
import { readAttributes } from '../../mapping/attributes';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import {
	attributesJsonField,
	excludeFieldsOption,
	keepDatesOption,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import { additionalFields } from '../fields';
import { notice } from '../notice';
import { API_VERSIONS, apiVersionOption, triggerV5Route, withName } from './triggerV5';

/** Trigger Business Event API, or its version 5: one event a request, with the same body. */
export const trigger: Operation = {
	value: 'trigger',
	name: 'Trigger',
	action: 'Trigger business event',
	description: 'Trigger a business event, and the active campaigns and flows for it',
	hint: 'Messages all customers of the campaigns for the event. For what one user does, use event with track.',
	route: { endpoint: ENDPOINTS.triggerBusinessEvent, explain: withName },
	otherRoutes: { v5: triggerV5Route },
	routeOption: apiVersionOption.name,
	fields: [
		notice(
			'triggerNotice',
			'Each item messages customers: MoEngage sends every active campaign and flow that this event triggers',
			'operations/business-event.md#trigger',
		),
		{
			displayName: 'Business Event',
			name: 'businessEvent',
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			required: true,
			description: 'The business event to trigger',
			modes: [
				{
					displayName: 'From List',
					name: 'list',
					type: 'list',
					placeholder: 'Select a business event...',
					typeOptions: { searchListMethod: 'searchBusinessEvents', searchable: true },
				},
				{
					displayName: 'By Name',
					name: 'name',
					type: 'string',
					placeholder: 'e.g. Price Drop',
				},
			],
		},
		specifyAttributesField('mapped', 'json', 'item'),
		{
			displayName: 'Attributes',
			name: 'attributeValues',
			type: 'resourceMapper',
			noDataExpression: true,
			default: { mappingMode: 'defineBelow', value: null },
			displayOptions: { show: { specifyAttributes: ['fields'] }, hide: { businessEvent: [''] } },
			description: 'Values for the attributes of the business event',
			typeOptions: {
				loadOptionsDependsOn: ['businessEvent.value'],
				resourceMapper: {
					resourceMapperMethod: 'getBusinessEventAttributes',
					mode: 'add',
					valuesLabel: 'Attributes',
					fieldWords: { singular: 'attribute', plural: 'attributes' },
					addAllFields: true,
					multiKeyMatch: false,
					supportAutoMap: true,
					refreshStaleSchemaOnOpen: true,
					// Why there are none is said in a notice of its own.
					hideNoDataError: true,
				},
			},
		},
		attributesJsonField,
		...wholeItemFields,
		additionalFields([
			{
				displayName: 'Triggered By',
				name: 'triggeredBy',
				type: 'string',
				default: '',
				placeholder: 'e.g. jane.doe@example.com',
				description:
					'Email address of the person who triggers the event. Required by version V5 of the API.',
			},
		]),
	],
	options: [apiVersionOption, excludeFieldsOption, keepDatesOption],

	toPiece(parameters, { json }) {
		const eventName = parameters.requiredText('businessEvent');
		const attributes = eventAttributes(parameters, json);
		if (Object.keys(attributes).length === 0) assertKnown(parameters, eventName);
		return {
			about: { event_name: eventName },
			element: {
				event_name: eventName,
				event_attributes: attributes,
				...given({ triggered_by: triggeredBy(parameters) }),
			},
		};
	},
};

/**
 * The messages that an event without its attributes triggers have gaps, so that none must be on purpose. Mapped attributes
 * see to that themselves.
 */
function eventAttributes(
	parameters: Reader,
	json: Record<string, unknown>,
): Record<string, unknown> {
	const names = { mapped: 'attributeValues', json: 'attributesJson' };
	const attributes = readAttributes(parameters, json, names, 'businessEvent');
	const how = parameters.get('specifyAttributes');
	const isJson = how === 'json';
	if (Object.keys(attributes).length > 0 || !(isJson || how === 'item')) return attributes;
	// A model that gives none means none.
	const finds = /^=(?![^]*\$fromAI\b)/i.test(String(parameters.raw(names.json)));
	if (isJson && (parameters.isGiven(names.json) || !finds)) return {};
	throw new InvalidInput(
		isJson ? names.json : 'specifyAttributes',
		'has no value for this item',
		'Check that the item has the attributes. To send the event without attributes, set Specify Attributes to Using JSON and enter {}',
	);
}

/**
 * n8n shows the attributes of a chosen event. Of one that an expression names, nobody could fill them in.
 * @throws InvalidInput where a model chooses the event: it is not asked for attributes, and nobody reads hints
 */
function assertKnown(parameters: Reader, eventName: string): void {
	const { schema } = parameters.object('attributeValues') ?? {};
	const isUnknown = !Array.isArray(schema) || schema.length === 0;
	if (parameters.get('specifyAttributes') !== 'fields' || !isUnknown) return;
	const raw = parameters.raw('businessEvent');
	const event = String(isPlainObject(raw) ? raw.value : raw);
	if (/^=.*\$from_?ai\(/is.test(event)) {
		throw new InvalidInput(
			'attributeValues',
			'has no attribute, because n8n does not know those of an event that the model chooses',
			'Set Specify Attributes to Using JSON, and let the model define the attributes. To send the event without attributes, enter {} there',
		);
	}
	if (event.startsWith('=')) parameters.tell('unknownAttributes', eventName);
}

function triggeredBy(parameters: Reader): string | undefined {
	const additional = parameters.collection('additionalFields');
	const email = additional.email('triggeredBy');
	const version = parameters.collection('options').oneOf('apiVersion', API_VERSIONS);
	if (version === 'v5' && email === undefined) {
		throw new InvalidInput(
			additional.path('triggeredBy'),
			'is empty for this item, but version V5 of the API requires it',
			'Fill in the email address of the person who triggers the event, or set API Version to V1',
		);
	}
	return email;
}
