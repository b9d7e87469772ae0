import {
	businessError,
	businessErrors,
	ok,
	type Answer,
	type BusinessErrorDetail,
} from '../answers';
import type { Charge } from '../rateLimit';
import type { BusinessEventDataType, JsonObject, LimitName } from '../types';
import type { BusinessEvent } from '../workspace';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isText, isTextList, shown } from './values';

const MAX_BUSINESS_EVENTS = 50;
const REQUESTS_PER_MINUTE = 100;

const DATA_TYPES: readonly BusinessEventDataType[] = ['string', 'int', 'float', 'array', 'date'];

function isDataType(value: unknown): value is BusinessEventDataType {
	return DATA_TYPES.includes(value as BusinessEventDataType);
}

function invalid(message: string, target: string, detail = message): Answer {
	return businessError(400, message, [{ code: 'InvalidValue', target, message: detail }]);
}

function badRequest(target: string | string[], message: string): Answer {
	const detail: BusinessErrorDetail = { code: 'MissingValue', target, message };
	return businessError(400, 'Bad request', [detail]);
}

/** A body of these endpoints may hold the documented fields only, and must hold the required ones. */
function fieldsRefusal(
	body: JsonObject,
	className: string,
	allowed: string[],
	required: string[],
): Answer | undefined {
	const extra = Object.keys(body).find((field) => !allowed.includes(field));
	if (extra !== undefined) {
		return invalid(
			`Additional fields are not allowed document schema for class ${className}:${extra}`,
			extra,
		);
	}
	const missing = required.find((field) => body[field] === undefined || body[field] === null);
	if (missing !== undefined) {
		return badRequest(missing, `${missing} - Field is required but value is None : None`);
	}
	return undefined;
}

/** Trigger Business Event reference. Attributes may be left out, but not invented. */
function trigger({ body, workspace, now }: Call): Answer {
	const refusal = fieldsRefusal(
		body,
		'BusinessEventTriggerRequest',
		['event_name', 'event_attributes', 'triggered_by'],
		['event_name', 'event_attributes'],
	);
	if (refusal) return refusal;

	const { event_name: eventName, event_attributes: attributes, triggered_by: triggeredBy } = body;
	if (!isText(eventName)) return badRequest('event_name', 'event_name - String is expected');
	if (!isObject(attributes)) {
		return badRequest('event_attributes', 'event_attributes - JSON object is expected');
	}
	if (triggeredBy !== undefined && !isEmail(triggeredBy)) {
		// The document gives this refusal the headline of another one.
		return businessError(400, 'Business event does not exists', [
			{
				code: 'MissingValue',
				target: 'triggered_by',
				message: `triggered_by - Invalid email address : '${shown(triggeredBy)}'`,
			},
		]);
	}

	const event = workspace.businessEvents.get(eventName);
	if (!event) {
		return invalid('Business event does not exists', 'event_name', 'Business event does not exist');
	}
	const unknown = Object.keys(attributes).filter((name) => !event.attributes.has(name));
	if (unknown.length > 0) {
		const message = 'Wrong business event attribute passed in api request';
		return businessError(
			400,
			message,
			unknown.map((target) => ({ code: 'InvalidValue', target, message })),
		);
	}
	if (!event.activeCampaign) {
		return invalid('No active campaign found for business event name', 'event_name');
	}

	event.triggers++;
	event.lastReceivedAt = now;
	workspace.store('businessEvent', attributes);
	workspace.accepted.businessEvents.push({ eventName, attributes, triggeredBy });
	return ok({ message: 'The business event has been triggered' });
}

/** As the documents print times: UTC with microseconds and without a zone. */
function timestamp(time: number): string {
	return `${new Date(time).toISOString().slice(0, -1)}000`;
}

function searchRecord(event: BusinessEvent, databaseName: string): JsonObject {
	const attributes = [...event.attributes].map(([name, type]) => ({
		attribute_name: name,
		attribute_data_type: type,
	}));
	return {
		db_name: databaseName,
		event_id: event.eventId,
		event_name: event.eventName,
		event_attributes: attributes,
		created_at: timestamp(event.createdAt),
		...(event.triggers > 0 && {
			last_updated: timestamp(event.lastReceivedAt),
			total_sent_message: 0,
		}),
		total_trigger: event.triggers,
		users_in_segment: 0,
		usage_count: event.activeCampaign ? 1 : 0,
		created_by: event.createdBy,
		last_received_time: timestamp(event.lastReceivedAt),
		_id: event.internalId,
	};
}

/** Search Business Event reference. Ids and names add up; without either every business event is returned. */
function search({ body, workspace }: Call): Answer {
	const refusal = fieldsRefusal(
		body,
		'BusinessEventSearchRequest',
		['event_ids', 'event_names'],
		[],
	);
	if (refusal) return refusal;

	const { event_ids: ids = [], event_names: names = [] } = body;
	if (!isTextList(ids)) return badRequest('event_ids', 'event_ids - Array of strings is expected');
	if (!isTextList(names)) {
		return badRequest('event_names', 'event_names - Array of strings is expected');
	}

	const all = ids.length === 0 && names.length === 0;
	const found = [...workspace.businessEvents.values()].filter(
		(event) => all || ids.includes(event.eventId) || names.includes(event.eventName),
	);
	return ok({ data: found.map((event) => searchRecord(event, workspace.id)) });
}

function definitionsRefusal(definitions: unknown): Answer | undefined {
	if (!Array.isArray(definitions)) {
		return badRequest('event_attributes', 'event_attributes - Array is expected');
	}
	for (const definition of definitions) {
		if (!isObject(definition)) {
			return badRequest('event_attributes', 'event_attributes - JSON object is expected');
		}
		const fields = ['attribute_name', 'attribute_data_type'];
		const refusal = fieldsRefusal(definition, 'BusinessEventAttribute', fields, fields);
		if (refusal) return refusal;
		const { attribute_name: name, attribute_data_type: type } = definition;
		if (!isText(name)) return badRequest('attribute_name', 'attribute_name - String is expected');
		if (!isDataType(type)) {
			return badRequest(
				[name],
				`['${name}'] - Wrong Attribute data type is passed : '${shown(type)}'`,
			);
		}
	}
	return undefined;
}

/**
 * Business Events OpenAPI document. A new event has no campaign yet, so that triggering it is
 * refused until somebody makes one in the dashboard.
 */
function create({ body, workspace }: Call): Answer {
	const fields = ['event_name', 'event_attributes', 'created_by'];
	const refusal =
		fieldsRefusal(body, 'BusinessEventCreateRequest', fields, fields) ??
		definitionsRefusal(body.event_attributes);
	if (refusal) return refusal;

	const { event_name: eventName, created_by: createdBy } = body;
	if (!isText(eventName)) return badRequest('event_name', 'event_name - String is expected');
	if (!isEmail(createdBy)) {
		return badRequest('created_by', `created_by - Invalid email address : '${shown(createdBy)}'`);
	}
	if (workspace.businessEvents.has(eventName)) {
		return invalid('Business event already exists', 'event_name');
	}
	if (workspace.businessEvents.size >= MAX_BUSINESS_EVENTS) {
		return invalid(`Maximum of ${MAX_BUSINESS_EVENTS} business events reached`, 'event_name');
	}

	const attributes: Record<string, BusinessEventDataType> = {};
	for (const definition of body.event_attributes as JsonObject[]) {
		const name = definition.attribute_name as string;
		attributes[name] = definition.attribute_data_type as BusinessEventDataType;
	}
	const { eventId } = workspace.addBusinessEvent({
		eventName,
		attributes,
		createdBy,
		activeCampaign: false,
	});
	workspace.accepted.createdBusinessEvents.push({ eventId, eventName, attributes, createdBy });
	return ok({ message: 'The business event has been created', event_id: eventId });
}

function perRequest(limit: LimitName): () => Charge[] {
	return () => [{ limit, perMinute: REQUESTS_PER_MINUTE, amount: 1 }];
}

const common = {
	host: 'api',
	method: 'POST',
	tile: 'campaign',
	errors: businessErrors,
} as const;

/** Tile "Campaign report/Business events/…": create, trigger, search. */
export const businessEventEndpoints: Endpoint[] = [
	{ ...common, path: '/v1.0/business_event', handle: create },
	{
		...common,
		path: '/v1.0/business_event/trigger',
		charges: perRequest('business_event/trigger'),
		handle: trigger,
	},
	{
		...common,
		path: '/v1.0/business_event/search',
		charges: perRequest('business_event/search'),
		handle: search,
	},
];
