import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { readObjectOfAttributes } from '../../mapping/attributes';
import { customerId, userIdentifiers } from '../../mapping/users';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, simplifyField } from '../fields';

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
	action: 'Fetch experiences of user',
	description: 'Get the personalized experiences for a user',
	hint: 'Follow it with report when the user has seen or clicked the experience.',
	route: { endpoint: ENDPOINTS.fetchExperiences, toOutput },
	fields: [
		{
			displayName: 'Customer ID',
			name: 'customerId',
			type: 'string',
			default: '',
			placeholder: 'e.g. customer-1001',
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
		simplifyField,
		additionalFields([
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
				description: "User agent of the user's browser, for experiences that depend on the device",
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
		]),
	],

	toPiece(parameters) {
		const id = parameters.isGiven('customerId')
			? customerId(...parameters.at('customerId'))
			: undefined;
		const additional = parameters.collection('additionalFields');
		const others = userIdentifiers(...additional.at('userIdentifiers'));
		const keys = parameters.list('experienceKeys');
		if (keys !== undefined && keys.length > MAX_KEYS) {
			throw new InvalidInput(
				'experienceKeys',
				`has ${keys.length} keys, but MoEngage accepts at most ${MAX_KEYS} per request`,
				'Split the keys over several items',
			);
		}
		const element: IDataObject = {
			...(readObjectOfAttributes(additional, 'sessionAttributes', 'session') as IDataObject),
			identifiers: given({ customer_id: id, user_identifiers: others }),
			...given({
				experience_key: keys,
				DAY_OF_THE_WEEK: additional.oneOf('dayOfWeek', DAYS),
				TIME_OF_THE_DAY: hourOf(additional),
				USER_IP_ADDRESS: additional.text('userIp'),
				USER_AGENT: additional.text('userAgent'),
			}),
		};
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { customerId: id, simplify: wantsSimple(parameters) },
		};
	},
};

function hourOf(additional: Reader): string | undefined {
	const text = additional.text('timeOfDay');
	if (text === undefined) return undefined;
	const hour = text.padStart(2, '0');
	if (!/^([01]\d|2[0-3])$/.test(hour)) {
		throw new InvalidInput(
			additional.path('timeOfDay'),
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
