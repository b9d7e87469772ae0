import type { IDataObject } from 'n8n-workflow';

import type { Piece } from '../../delivery/piece';
import { customerId, userIdentifiers } from '../../mapping/identifiers';
import { InvalidInput } from '../../mapping/invalidInput';
import {
	asBoolean,
	collection,
	isGiven,
	isPlainObject,
	jsonObject,
	oneOf,
	optionalText,
	textList,
} from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { optionsField } from '../fields';
import type { Operation } from '../operation';

/** More keys in one request are silently ignored by MoEngage (Fetch Experience, OpenAPI). */
const MAX_KEYS = 25;

const DAYS = [
	'Monday',
	'Tuesday',
	'Wednesday',
	'Thursday',
	'Friday',
	'Saturday',
	'Sunday',
] as const;

/** Fetch Experience (OpenAPI): one user a request, one output item per experience that the user matches. */
export const fetch: Operation = {
	value: 'fetch',
	name: 'Fetch',
	action: 'Fetch experiences of a user',
	description: 'Get the personalized experiences for a user',
	route: { endpoint: ENDPOINTS.fetchExperiences, toBody: ([question]) => question, toOutput },
	fields: [
		{
			displayName: 'Customer ID',
			name: 'customerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. john@example.com',
			description: 'ID of the user. If empty, MoEngage returns the experiences for all users.',
		},
		{
			displayName: 'Experience Names or IDs',
			name: 'experienceKeys',
			type: 'multiOptions',
			typeOptions: { loadOptionsMethod: 'getExperienceKeys' },
			default: [],
			description:
				'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
			hint: 'At most 25 experiences. If empty, MoEngage returns all experiences of the user.',
		},
		{
			displayName: 'Simplify',
			name: 'simplify',
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'Day of the Week',
					name: 'dayOfWeek',
					type: 'options',
					options: DAYS.map((name) => ({ name, value: name })),
					default: 'Monday',
					description: 'For experiences that depend on the day',
				},
				{
					displayName: 'Session Attributes',
					name: 'sessionAttributes',
					type: 'json',
					default: '{}',
					placeholder: 'e.g. { "utm_medium": "email" }',
					description: 'In-session attributes of your workspace, as one JSON object',
				},
				{
					displayName: 'Time of Day',
					name: 'timeOfDay',
					type: 'string',
					default: '',
					placeholder: 'e.g. 14',
					description: 'Hour from 00 to 23 in UTC, for experiences that depend on it',
				},
				{
					displayName: 'User Agent',
					name: 'userAgent',
					type: 'string',
					default: '',
					placeholder: 'e.g. Mozilla/5.0 (iPhone; …)',
					description:
						"User agent of the user's browser, for experiences that depend on the device",
				},
				{
					displayName: 'User Identifiers',
					name: 'userIdentifiers',
					type: 'json',
					default: '{}',
					placeholder: 'e.g. { "u_em": "jane@example.com" }',
					description:
						'Identifiers set up for Identity Resolution in your workspace, as one JSON object',
				},
				{
					displayName: 'User IP',
					name: 'userIp',
					type: 'string',
					default: '',
					placeholder: 'e.g. 203.0.113.195',
					description: 'IP address of the user, for experiences that depend on the location',
				},
			],
		},
		optionsField(ENDPOINTS.fetchExperiences),
	],

	toPiece(parameters) {
		const given = parameters.get('customerId');
		const id = isGiven(given) ? customerId(given) : undefined;
		const additional = collection(parameters, 'additionalFields');
		const others = userIdentifiers(additional.userIdentifiers, 'additionalFields.userIdentifiers');
		const keys = textList(parameters.get('experienceKeys'), 'experienceKeys');
		if (keys !== undefined && keys.length > MAX_KEYS) {
			throw new InvalidInput(
				'experienceKeys',
				`has ${keys.length} keys, but MoEngage accepts at most ${MAX_KEYS} per request`,
				'Split the keys over several items',
			);
		}
		const day = oneOf(additional.dayOfWeek, DAYS, 'additionalFields.dayOfWeek');
		const ip = optionalText(additional.userIp, 'additionalFields.userIp');
		const agent = optionalText(additional.userAgent, 'additionalFields.userAgent');
		const hour = hourOf(additional.timeOfDay);
		const element: IDataObject = {
			...(jsonObject(
				additional.sessionAttributes,
				'additionalFields.sessionAttributes',
			) as IDataObject),
			identifiers: {
				...(id === undefined ? {} : { customer_id: id }),
				...(others === undefined ? {} : { user_identifiers: others }),
			},
			...(keys === undefined ? {} : { experience_key: keys }),
			...(day === undefined ? {} : { DAY_OF_THE_WEEK: day }),
			...(hour === undefined ? {} : { TIME_OF_THE_DAY: hour }),
			...(ip === undefined ? {} : { USER_IP_ADDRESS: ip }),
			...(agent === undefined ? {} : { USER_AGENT: agent }),
		};
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { customerId: id, simplify: asBoolean(parameters.get('simplify'), 'simplify') ?? true },
		};
	},
};

function hourOf(value: unknown): string | undefined {
	const text = optionalText(value, 'additionalFields.timeOfDay');
	if (text === undefined) return undefined;
	const hour = text.padStart(2, '0');
	if (!/^([01]\d|2[0-3])$/.test(hour)) {
		throw new InvalidInput(
			'additionalFields.timeOfDay',
			`"${text}" is not an hour`,
			'Use a number from 00 to 23, in UTC',
		);
	}
	return hour;
}

/** No experience at all is an answer, too: the user matches none, and no item comes out. */
function toOutput(answer: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const experiences = isPlainObject(answer.experiences) ? answer.experiences : {};
	return Object.entries(experiences).map(([key, value]) => {
		const { payload, ...rest } = (isPlainObject(value) ? value : {}) as IDataObject;
		return {
			experience_key: key,
			...(memo.customerId === undefined ? {} : { customer_id: memo.customerId }),
			payload: memo.simplify === true ? valuesOf(payload) : payload,
			...rest,
		};
	});
}

/** `{name: {value, data_type}}` → `{name: value}` */
function valuesOf(payload: unknown): IDataObject {
	if (!isPlainObject(payload)) return {};
	return Object.fromEntries(
		Object.entries(payload).map(([name, entry]) => [
			name,
			isPlainObject(entry) && 'value' in entry ? entry.value : entry,
		]),
	) as IDataObject;
}
