import {
	accepted,
	invalidElement,
	invalidField,
	ok,
	personalizeError,
	personalizeErrors,
	unknownAppKey,
	type Answer,
} from '../answers';
import { shortId } from '../ids';
import { ALL_USERS, experienceContext, type SimulatedExperience } from '../seed';
import type { JsonObject } from '../types';
import type { Call, Endpoint } from './endpoint';
import {
	FIRST_MILLISECOND_VALUE,
	isObject,
	isOneOf,
	isText,
	isTextList,
	isTimezoneOffset,
	shown,
} from './values';

const MAX_ELEMENTS = 100;
const MAX_EXPERIENCE_KEYS = 25;

const ACTIONS: readonly unknown[] = [
	'MOE_PERSONALIZATION_MESSAGE_SHOWN',
	'MOE_PERSONALIZATION_MESSAGE_CLICKED',
];
const PLATFORMS = ['web', 'android', 'ios', 'tv'];
const REQUIRED_CONTEXT = [
	'cid',
	'experience',
	'moe_locale_id',
	'moe_variation_id',
	'audience_name',
	'audience_id',
];
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'));

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

function isEpochSeconds(value: unknown): value is number {
	return (
		Number.isInteger(value) && (value as number) > 0 && (value as number) < FIRST_MILLISECOND_VALUE
	);
}

/** The `experience_context` that Fetch returned, and for clicks the element that was clicked. */
function isContext(value: unknown): value is JsonObject {
	return (
		isObject(value) &&
		REQUIRED_CONTEXT.every((field) => typeof value[field] === 'string') &&
		(value.type === undefined || value.type === 'Web Personalization') &&
		(value.b_id === undefined || typeof value.b_id === 'string')
	);
}

function isAction(value: unknown): value is JsonObject {
	return (
		isObject(value) &&
		ACTIONS.includes(value.action) &&
		typeof value.moe_event_uuid === 'string' &&
		UUID_V4.test(value.moe_event_uuid) &&
		isEpochSeconds(value.event_time) &&
		(value.platform === undefined || isOneOf(PLATFORMS, value.platform)) &&
		(value.b_id === undefined || typeof value.b_id === 'string') &&
		isContext(value.attributes)
	);
}

/** The element's own field that holds the first fault; its answer says no more than that. */
function faultyField(element: JsonObject): string | undefined {
	const { customer_id: customerId, user_attributes: attributes, actions } = element;
	const offset = element.user_timezone_offset;
	if (!isText(customerId)) return 'customer_id';
	if (attributes !== undefined && !isObject(attributes)) return 'user_attributes';
	if (offset !== undefined && !(Number.isInteger(offset) && isTimezoneOffset(offset))) {
		return 'user_timezone_offset';
	}
	const valid = Array.isArray(actions) && actions.length > 0 && actions.every(isAction);
	return valid ? undefined : 'actions';
}

/** Report Experience Events reference. One bad element refuses the request as a whole. */
function reportEvents({ body, workspace }: Call): Answer {
	const { elements } = body;
	if (elements === undefined) return invalidField('elements - Field is required');
	if (!Array.isArray(elements)) return invalidField('elements - Array is expected');
	if (elements.length === 0) return invalidField('elements - Array can not be empty');
	if (elements.length > MAX_ELEMENTS) {
		return invalidField(`elements - Maximum length allowed: ${MAX_ELEMENTS}`);
	}
	for (const element of elements) {
		const field = isObject(element) ? faultyField(element) : 'element';
		if (field) return invalidElement(field);
	}

	for (const element of elements as JsonObject[]) {
		const customerId = element.customer_id as string;
		const userAttributes = element.user_attributes as JsonObject | undefined;
		if (userAttributes) {
			workspace.store('user', userAttributes);
			workspace.upsertUser(customerId, userAttributes);
		}
		for (const raw of element.actions as JsonObject[]) {
			workspace.addExperienceEvent({
				customerId,
				uuid: raw.moe_event_uuid as string,
				action: raw.action as string,
				attributes: raw.attributes as JsonObject,
				eventTime: raw.event_time as number,
				platform: raw.platform as string | undefined,
				timezoneOffset: element.user_timezone_offset as number | undefined,
				userAttributes,
				raw,
			});
		}
	}
	return accepted({ req_id: shortId() });
}

function enumRefusal(field: string, allowed: string[], value: unknown): Answer | undefined {
	if (value === undefined || allowed.includes(value as string)) return undefined;
	return invalidField(
		`${field} - Enum doesnt allow value: ${shown(value)}, allowed values: [${allowed.join(', ')}]`,
	);
}

function identifiersRefusal(identifiers: unknown): Answer | undefined {
	if (identifiers === undefined) return undefined;
	if (!isObject(identifiers)) return invalidField('identifiers - JSON object is expected');
	const { customer_id: customerId, user_identifiers: others } = identifiers;
	if (customerId !== undefined && typeof customerId !== 'string') {
		return invalidField('identifiers - customer_id - String is expected');
	}
	// The schema calls it a string, every example shows an object.
	if (others !== undefined && typeof others !== 'string' && !isObject(others)) {
		return invalidField('identifiers - user_identifiers - JSON object is expected');
	}
	return undefined;
}

function fetchRefusal(body: JsonObject): Answer | undefined {
	if (Object.keys(body).length === 0) {
		return personalizeError(400, 'Request Error', 'The request payload is empty', true);
	}
	const { experience_key: keys } = body;
	if (keys !== undefined && !isTextList(keys)) {
		return invalidField('experience_key - Array of strings is expected');
	}
	for (const field of ['USER_IP_ADDRESS', 'USER_AGENT']) {
		if (body[field] !== undefined && typeof body[field] !== 'string') {
			return invalidField(`${field} - String is expected`);
		}
	}
	return (
		identifiersRefusal(body.identifiers) ??
		enumRefusal('DAY_OF_THE_WEEK', DAYS, body.DAY_OF_THE_WEEK) ??
		enumRefusal('TIME_OF_THE_DAY', HOURS, body.TIME_OF_THE_DAY)
	);
}

/**
 * Fetch Experience. Anonymous users match what is for all users; a `customer_id` that contains
 * `nomatch` matches nothing, which is the simulator's own convention.
 */
function fetchExperiences({ body, workspace }: Call): Answer {
	const refusal = fetchRefusal(body);
	if (refusal) return refusal;

	const identifiers = isObject(body.identifiers) ? body.identifiers : {};
	const { customer_id: customerId, user_identifiers: others } = identifiers;
	const known = isText(customerId) || others !== undefined;
	const unmatched = isText(customerId) && customerId.includes('nomatch');
	// More keys are no mistake: the first 25 are answered.
	const keys = (body.experience_key as string[] | undefined)?.slice(0, MAX_EXPERIENCE_KEYS);
	const isServed = (experience: SimulatedExperience) =>
		!unmatched &&
		experience.status === 'Active' &&
		(known || experience.audienceName === ALL_USERS) &&
		(keys === undefined || keys.includes(experience.key));

	const served = workspace.experiences
		.filter(isServed)
		.map((experience) => [
			experience.key,
			{ payload: experience.payload, experience_context: experienceContext(experience) },
		]);
	return ok({ experiences: Object.fromEntries(served) });
}

/** Fetch Experience Metadata. A status that does not exist finds nothing and is no error. */
function fetchMetadata({ query, workspace }: Call): Answer {
	const statuses = query.status === undefined ? undefined : query.status.split(',');
	const experiences = workspace.experiences
		.filter(({ status }) => !statuses || statuses.includes(status))
		.map(({ name, key, status }) => ({ experience_name: name, experience_key: key, status }));
	return ok({ metadata: { count: experiences.length, experiences } });
}

const common = {
	host: 'sdk',
	tile: 'personalize',
	errors: personalizeErrors,
	appKeyRefusal: unknownAppKey,
} as const;

/** Tile "Personalize": report, fetch and list experiences. */
export const personalizeEndpoints: Endpoint[] = [
	{ ...common, method: 'POST', path: '/v1/experiences/events', handle: reportEvents },
	{
		...common,
		method: 'POST',
		path: '/v1/experiences/fetch',
		charges: () => [{ limit: 'experiences/fetch', perMinute: 10_000, amount: 1 }],
		handle: fetchExperiences,
	},
	{ ...common, method: 'GET', path: '/v1/experiences/metadata', handle: fetchMetadata },
];
