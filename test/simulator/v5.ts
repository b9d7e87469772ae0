import type { Answer, ErrorShape } from './answers';
import { objectId, shortId } from './ids';

/** An error of version 5 of campaigns and flows: `{response_id, error: {code, message, target?, details}}`. */
export function v5Error(
	status: number,
	code: string,
	message: string,
	details: Array<{ target: string; message: string }> = [],
	target?: string,
): Answer {
	const error = { code, message, ...(target !== undefined && { target }), details };
	return { status, json: { response_id: `abc-${objectId()}`, error } };
}

/** The 400 of version 5 for a field. */
export function v5Invalid(target: string, message: string): Answer {
	return v5Error(400, 'VALIDATION_FAILED', 'One or more fields failed validation.', [
		{ target, message },
	]);
}

const V5_TEXTS: Record<number, [code: string, message: string]> = {
	400: ['VALIDATION_FAILED', 'One or more fields failed validation.'],
	401: ['UNAUTHORIZED', 'Invalid or missing credentials.'],
	403: ['FORBIDDEN', 'Caller does not have permission to perform this operation.'],
	404: ['NOT_FOUND', 'Not found.'],
	429: ['RATE_LIMITED', 'Rate limit exceeded for app key.'],
};

/** Campaigns and flows, version 5 (`api/campaigns/campaign-draft.yaml`, `api/flows/flows.yaml`). */
export const v5Errors: ErrorShape = {
	ofStatus(status) {
		const [code, message] = V5_TEXTS[status] ?? ['INTERNAL_ERROR', 'Internal server error.'];
		return v5Error(status, code, message);
	},
	unauthorized: () => v5Errors.ofStatus(401),
	malformedJson: () => v5Invalid('body', 'The body is not valid JSON.'),
	notAnObject: () => v5Invalid('body', 'The body is not an object.'),
	badElement: () => v5Errors.ofStatus(400),
};

/** An error of the subscription API: no `response_id`, and `target` may be null. */
export function subscriptionError(
	status: number,
	code: string,
	message: string,
	target: string | null = null,
): Answer {
	return { status, json: { error: { code, message, target } } };
}

/** The 400 of the subscription API. */
export function badArgument(target: string, message: string): Answer {
	return subscriptionError(400, 'BadArgument', message, target);
}

const SUBSCRIPTION_TEXTS: Record<number, [code: string, message: string, target: string | null]> = {
	400: ['BadArgument', 'Invalid event_attributes', 'event_attributes'],
	401: ['Unauthorized', 'Invalid or missing credentials', 'Authorization'],
	403: ['Forbidden', 'Token is missing required scope write:subscriptions', 'Authorization'],
	413: ['PayloadTooLarge', 'Request entity is too large', null],
	429: ['TooManyRequests', 'Rate limit exceeded', null],
};

/** Subscription preferences, version 5 (`…/subscription-categories-v5.yaml`). */
export const subscriptionErrors: ErrorShape = {
	ofStatus(status) {
		const [code, message, target] = SUBSCRIPTION_TEXTS[status] ?? [
			'InternalServerError',
			'Something went wrong, please retry',
			null,
		];
		return subscriptionError(status, code, message, target);
	},
	unauthorized: () => subscriptionErrors.ofStatus(401),
	malformedJson: () => badArgument('body', 'The request body is not valid JSON'),
	notAnObject: () => badArgument('body', 'The request body is not an object'),
	badElement: () => subscriptionErrors.ofStatus(400),
};

/** An error of campaign statistics: `{title, description, code}`. */
export function statsError(status: number, title: string, description: string | null): Answer {
	return { status, json: { title, description, code: shortId() } };
}

const STATS_TEXTS: Record<number, [title: string, description: string | null]> = {
	400: ['Invalid Field Value', 'campaign_ids - Some of the field values are invalid'],
	401: ['Authentication required', 'Invalid identity information found.'],
	403: ['Forbidden Request', null],
	429: ['Request limit reached', 'This API call has exceeded the rate limit'],
};

/** Campaign statistics (`api/stats-report/stats-report.yaml`). */
export const statsErrors: ErrorShape = {
	ofStatus(status) {
		const [title, description] = STATS_TEXTS[status] ?? [
			'Server Error',
			'An unexpected error was encountered while processing this request. Please contact MoEngage Team',
		];
		return statsError(status, title, description);
	},
	unauthorized: () => statsErrors.ofStatus(401),
	malformedJson: () => statsError(400, 'Malformed JSON', 'Could not decode the request body.'),
	notAnObject: () => statsErrors.malformedJson(),
	badElement: () => statsErrors.ofStatus(400),
};
