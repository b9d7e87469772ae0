import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { readObjectOfAttributes } from '../../mapping/attributes';
import { readMoment } from '../../mapping/times';
import { customerId } from '../../mapping/users';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given, isGiven } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { keepDatesOption } from '../attributeFields';
import { additionalFields, customerIdField, eventTimeField, timezoneField } from '../fields';

/** Interactions and their names in the Report Experience Events API. */
const ACTIONS = {
	shown: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
	clicked: 'MOE_PERSONALIZATION_MESSAGE_CLICKED',
};
const PLATFORMS = ['web', 'android', 'ios', 'tv'] as const;

/** Fields of `experience_context` without which MoEngage refuses the whole request (Report Experience Events API). */
const CONTEXT_FIELDS = [
	'cid',
	'experience',
	'moe_locale_id',
	'moe_variation_id',
	'audience_name',
	'audience_id',
];

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Report Experience Events API (Personalize): up to 100 users a request. */
export const report: Operation = {
	value: 'report',
	name: 'Report',
	action: 'Report experience interaction',
	description: 'Report that a user saw or clicked a personalized experience',
	hint: 'Needs customer_id and experience_context of fetch.',
	route: {
		endpoint: ENDPOINTS.reportExperienceEvents,
		toBody: (elements) => ({ elements }),
		toOutput: (answer, { memo }) => [{ ...answer, ...memo }],
	},
	fields: [
		{
			displayName: 'Interaction',
			name: 'interaction',
			type: 'options',
			options: [
				{ name: 'Clicked', value: 'clicked', description: 'The user clicked or tapped it' },
				{ name: 'Shown', value: 'shown', description: 'The user saw it' },
			],
			default: 'shown',
			description: 'Interaction of the user with the experience',
		},
		{ ...customerIdField, default: '={{ $json.customer_id }}' },
		{
			displayName: 'Experience Context',
			name: 'experienceContext',
			type: 'json',
			default: '={{ $json.experience_context }}',
			required: true,
			placeholder: 'e.g. {{ $json.experience_context }}',
			description:
				'The experience_context from Experience > Fetch, unchanged. Fetch outputs it with the Customer ID, so both are filled in here.',
		},
		additionalFields([
			{
				displayName: 'Button ID',
				name: 'buttonId',
				type: 'string',
				default: '',
				placeholder: 'e.g. Add to Cart',
				description: 'ID of the clicked element. Only for the interaction Clicked.',
			},
			eventTimeField,
			{
				displayName: 'Event UUID',
				name: 'eventUuid',
				type: 'string',
				default: '',
				placeholder: 'e.g. aa886712-4537-47c1-b126-2686efda2e26',
				description:
					'UUID v4 of this interaction. MoEngage counts each UUID only once. If empty, the node creates one.',
			},
			{
				displayName: 'Platform',
				name: 'platform',
				type: 'options',
				options: [
					{ name: 'Android', value: 'android' },
					{ name: 'iOS', value: 'ios' },
					{ name: 'TV', value: 'tv' },
					{ name: 'Web', value: 'web' },
				],
				default: 'web',
				description: 'Platform that showed the experience',
			},
			timezoneField,
			{
				displayName: 'User Attributes',
				name: 'userAttributes',
				type: 'json',
				default: '{}',
				placeholder: 'e.g. { "first_name": "John" }',
				description: 'Attributes to store with the user, as one JSON object',
			},
		]),
	],
	options: [keepDatesOption],

	toPiece(parameters, { now, workflowZone, newUuid }) {
		const interaction = parameters.oneOf('interaction', ['shown', 'clicked']);
		const id = customerId(...parameters.at('customerId'));
		const additional = parameters.collection('additionalFields');
		const { instant, offset } = readMoment(additional, now, workflowZone);
		const uuid = eventUuid(additional) ?? newUuid();
		const userAttributes = readObjectOfAttributes(
			additional,
			'userAttributes',
			'user',
			parameters.collection('options'),
		);
		const element = {
			customer_id: id,
			...given({
				user_attributes: Object.keys(userAttributes).length > 0 ? userAttributes : undefined,
				user_timezone_offset: offset,
			}),
		} as IDataObject;
		return {
			elementKey: JSON.stringify(element),
			element,
			action: {
				action: ACTIONS[interaction ?? 'shown'],
				moe_event_uuid: uuid,
				event_time: Math.floor((instant ?? now) / 1000),
				...given({ platform: additional.oneOf('platform', PLATFORMS) }),
				attributes: {
					...experienceContext(parameters),
					...given({ b_id: buttonId(additional, interaction) }),
				},
			},
			lane: id,
			about: { customer_id: id },
			memo: { moe_event_uuid: uuid },
		};
	},
};

function experienceContext(parameters: Reader): IDataObject {
	if (!parameters.isGiven('experienceContext')) {
		throw new InvalidInput(
			'experienceContext',
			'is empty for this item',
			'Map the experience_context that MoEngage returned when you fetched the experience',
		);
	}
	const context = readObjectOfAttributes(parameters, 'experienceContext', 'context');
	const missing = CONTEXT_FIELDS.filter((name) => !isGiven(context[name]));
	if (missing.length > 0) {
		throw new InvalidInput(
			'experienceContext',
			`lacks ${missing.join(', ')}`,
			'Map the whole experience_context that MoEngage returned when you fetched the experience',
		);
	}
	return context as IDataObject;
}

function eventUuid(additional: Reader): string | undefined {
	const uuid = additional.text('eventUuid');
	if (uuid !== undefined && !UUID_V4.test(uuid)) {
		throw new InvalidInput(
			additional.path('eventUuid'),
			`${quote(uuid)} is not a UUID v4`,
			'Leave Event UUID empty so that the node creates one, or use a UUID of version 4',
		);
	}
	return uuid;
}

function buttonId(additional: Reader, interaction: string | undefined): string | undefined {
	const id = additional.text('buttonId');
	if (id !== undefined && interaction !== 'clicked') {
		throw new InvalidInput(
			additional.path('buttonId'),
			'is set, but Interaction is not Clicked',
			'Set Interaction to Clicked, or leave Button ID empty',
		);
	}
	return id;
}
