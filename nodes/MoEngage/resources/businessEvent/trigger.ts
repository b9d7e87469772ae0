import type { Operation } from '../../delivery/operation';
import { readAttributes } from '../../mapping/attributes';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import {
	attributesJsonField,
	excludeFieldsOption,
	keepDatesOption,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import { additionalFields } from '../fields';

/** Trigger Business Event API (S1): one event a request. */
export const trigger: Operation = {
	value: 'trigger',
	name: 'Trigger',
	action: 'Trigger a business event',
	description: 'Trigger a business event, and the active campaigns and flows for it',
	route: { endpoint: ENDPOINTS.triggerBusinessEvent },
	fields: [
		{
			displayName:
				'Each item messages customers: MoEngage sends every active campaign and flow that this event triggers',
			name: 'triggerNotice',
			type: 'notice',
			default: '',
		},
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
				description: 'Email address of the person who triggers the event',
			},
		]),
	],
	options: [excludeFieldsOption, keepDatesOption],

	toPiece(parameters, { json }) {
		return {
			element: {
				event_name: parameters.requiredText('businessEvent'),
				event_attributes: readAttributes(
					parameters,
					json,
					{ mapped: 'attributeValues', json: 'attributesJson' },
					'businessEvent',
				),
				...given({ triggered_by: parameters.collection('additionalFields').email('triggeredBy') }),
			},
		};
	},
};
