import { ok, type Answer, type ErrorShape } from '../answers';
import { hex32 } from '../ids';
import type { BusinessEventDataType, JsonObject } from '../types';
import type { BusinessEvent } from '../workspace';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isText, readTime, shown } from './values';

/** One entry of `error.details`, which other APIs of version 5 spell otherwise. */
interface Detail {
	field: string;
	issue: string;
	message: string;
}

/** Business events, version 5: `{response_id, error: {code, message, details?}}`. */
function v5Error(status: number, code: string, message: string, details?: Detail[]): Answer {
	return {
		status,
		json: { response_id: responseId(), error: { code, message, ...(details && { details }) } },
	};
}

function responseId(): string {
	return `resp_${hex32()}`;
}

function invalid(field: string, message: string, issue = 'INVALID_VALUE', main = message): Answer {
	return v5Error(400, 'VALIDATION_FAILED', main, [{ field, issue, message }]);
}

const SEVERAL = 'One or more fields failed validation.';
const WRONG_ATTRIBUTE = 'Wrong business event attribute passed in api request';
const UNEXPECTED =
	'An unexpected error occurred while processing the request. Retry the request, and quote `response_id` if you contact MoEngage Support.';

const errors: ErrorShape = {
	ofStatus: (status) => {
		switch (status) {
			case 400:
				return errors.badElement();
			case 401:
				return errors.unauthorized('key');
			case 403:
				return v5Error(403, 'FORBIDDEN', 'Forbidden');
			case 429:
				return v5Error(429, 'RATE_LIMIT_EXCEEDED', 'Exceeded rate limit for this workspace.');
			default:
				return status >= 500
					? v5Error(status, 'INTERNAL_ERROR', UNEXPECTED)
					: v5Error(status, 'INVALID_REQUEST', 'The request cannot be processed.');
		}
	},
	unauthorized: (why) =>
		v5Error(
			401,
			'AUTHENTICATION_REQUIRED',
			why === 'key' || why === 'workspace'
				? 'Workspace ID or API key is invalid.'
				: 'Workspace ID and API key are missing from the Authorization header.',
		),
	malformedJson: () => invalid('body', 'The request body is not valid JSON.', 'INVALID_JSON'),
	notAnObject: () => invalid('body', 'Expected object.', 'INVALID_TYPE', SEVERAL),
	badElement: () => invalid('event_attributes', WRONG_ATTRIBUTE),
};

/** What version 5 calls the types of Create; for arrays it has none, and none is checked. */
const EXPECTED: Record<
	BusinessEventDataType,
	{ name: string; fits: (value: unknown) => boolean } | undefined
> = {
	string: { name: 'string', fits: (value) => typeof value === 'string' },
	int: { name: 'number', fits: (value) => typeof value === 'number' },
	float: { name: 'number', fits: (value) => typeof value === 'number' },
	date: {
		name: 'datetime',
		fits: (value) => typeof value === 'string' && readTime(value) !== undefined,
	},
	array: undefined,
};

function attributesRefusal(attributes: JsonObject, event: BusinessEvent): Answer | undefined {
	const unknown = Object.keys(attributes).find((name) => !event.attributes.has(name));
	if (unknown !== undefined) return invalid(unknown, WRONG_ATTRIBUTE);
	for (const [name, value] of Object.entries(attributes)) {
		const expected = EXPECTED[event.attributes.get(name) as BusinessEventDataType];
		if (expected === undefined || expected.fits(value)) continue;
		const message = `Expected ${expected.name}, got ${typeof value}.`;
		return invalid(`event_attributes.${name}`, message, 'INVALID_TYPE', SEVERAL);
	}
	return undefined;
}

function bodyRefusal(body: JsonObject): Answer | undefined {
	const { event_name: name, triggered_by: by, event_attributes: attributes } = body;
	for (const field of ['event_name', 'triggered_by']) {
		if (body[field] === undefined) return invalid(field, 'Field is required.', 'MISSING', SEVERAL);
	}
	if (!isText(name)) return invalid('event_name', 'Expected string.', 'INVALID_TYPE', SEVERAL);
	if (!isEmail(by)) {
		return invalid('triggered_by', `'${shown(by)}' is no email.`, 'INVALID_VALUE', SEVERAL);
	}
	return attributes === undefined || isObject(attributes)
		? undefined
		: invalid('event_attributes', 'Expected object.', 'INVALID_TYPE', SEVERAL);
}

/**
 * Business Events V5. What the quota skips, and an event that nothing is attached to, are no refusals: the answer is 200
 * with the message of success.
 */
function trigger({ body, workspace, now }: Call): Answer {
	const refusal = bodyRefusal(body);
	if (refusal) return refusal;
	const event = workspace.businessEvents.get(body.event_name as string);
	if (!event) return invalid('event_name', 'Business event does not exists');
	const attributes = (body.event_attributes ?? {}) as JsonObject;
	const wrong = attributesRefusal(attributes, event);
	if (wrong) return wrong;

	const attached = event.campaignIds.length + event.flowIds.length;
	const triggered = Math.min(attached, event.triggersLeft);
	event.triggersLeft -= triggered;
	const campaigns = Math.min(event.campaignIds.length, triggered);
	const flows = triggered - campaigns;
	if (triggered > 0) {
		event.triggers++;
		event.lastReceivedAt = now;
		workspace.store('businessEvent', attributes);
		workspace.accepted.businessEvents.push({
			eventName: event.eventName,
			attributes,
			triggeredBy: body.triggered_by as string,
		});
	}
	const status = triggered === 0 ? 'FAILURE' : triggered < attached ? 'PARTIAL_SUCCESS' : 'SUCCESS';
	return ok({
		response_id: responseId(),
		type: 'business-event',
		data: {
			triggered_status: status,
			message: 'The business event has been triggered',
			summary: { total: attached, triggered, failed: attached - triggered },
			triggered_campaign_ids: event.campaignIds.slice(0, campaigns),
			failed_campaign_ids: event.campaignIds.slice(campaigns),
			triggered_flow_ids: event.flowIds.slice(0, flows),
			failed_flow_ids: event.flowIds.slice(flows),
		},
	});
}

/** Business events of version 5, with the key of the same tile. */
export const businessEventV5Endpoints: Endpoint[] = [
	{
		host: 'api',
		method: 'POST',
		path: '/v5/business-events/triggers',
		tile: 'campaign',
		errors,
		// What a quota of a campaign skips stands in the answer.
		charges: () => [{ limit: 'business-events/triggers', perMinute: 100, amount: 1 }],
		handle: trigger,
	},
];
