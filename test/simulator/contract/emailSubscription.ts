import type { Answer, ErrorShape } from '../answers';
import { objectId, shortId } from '../ids';
import type { JsonObject } from '../types';
import type { KnownUser, Workspace } from '../workspace';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isOneOf, isText } from './values';

/** Opt-in status and resubscription of email addresses (`api/email-subscription/email-subscription.yaml`). */

const STATUSES = ['DOUBLE_OPTED_IN', 'OPTED_OUT', 'OPT_IN_PENDING'];
const KEYS = ['customer_id', 'email_id', 'opt_in_status', 'channel', 'categories'];
const MAX_RECIPIENTS = 100;

/** `{error: {code, message, details: {target, message}}}`; a 429 has no body. */
function optInError(status: number, code: string, message: string, target: string, detail: string) {
	const error = { code: `${status} ${code}`, message, details: { target, message: detail } };
	return { status, json: { error } } satisfies Answer;
}

const invalid = (target: string, detail: string) =>
	optInError(400, 'Bad Request', 'Request Data is invalid', target, detail);

const optInErrors: ErrorShape = {
	ofStatus(status) {
		if (status === 401) {
			const detail = 'Data API key is wrong. Please provide correct Data API Key as password.';
			return optInError(401, 'Unauthorized', 'Authentication failed', 'Data key', detail);
		}
		if (status === 403) {
			const detail =
				'Email Opt-in Management feature not enabled for the workspace. Please reach out to MoEngage to get it enabled.';
			return optInError(
				...[403 as const, 'Forbidden', 'Feature not enabled', 'Email Opt-in Management', detail],
			);
		}
		if (status === 429) return { status, text: '' };
		if (status < 500) return { ...invalid('body', 'Sentry check failed'), status };
		const message = 'Something went wrong, Please contact MoEngage Team.';
		return { status, json: { error: { code: `${status} Internal Server Error`, message } } };
	},
	unauthorized: () => optInErrors.ofStatus(401),
	malformedJson: () => invalid('body', 'The body is not valid JSON.'),
	notAnObject: () => invalid('body', 'The body is not an object.'),
	badElement: () =>
		invalid(
			'categories',
			'All provided categories are either invalid or not active in the Workspace.',
		),
};

/** `email_id` wins, and means all users with the address. */
function usersOf(
	{ customer_id: id, email_id: email }: JsonObject,
	workspace: Workspace,
): KnownUser[] {
	if (email !== undefined) return workspace.usersWith('u_em', email);
	return [workspace.findUser('customer_id', id as string)].filter((user) => user !== undefined);
}

function optInRefusal(preferences: JsonObject, workspace: Workspace): Answer | undefined {
	const extra = Object.keys(preferences).filter((name) => !KEYS.includes(name));
	if (extra.length > 0) return invalid(JSON.stringify(extra), 'Extra key passed in the request');
	const { customer_id: id, email_id: email, opt_in_status: status, channel } = preferences;
	for (const [name, value] of Object.entries({ customer_id: id, email_id: email })) {
		if (value === undefined || isText(value)) continue;
		return invalid(name, `Wrong data type was used for <${name}>`);
	}
	if (id === undefined && email === undefined) {
		return invalid('customer_id or email_id', 'Either customer_id or email_id is mandatory.');
	}
	if (!isOneOf(STATUSES, status)) {
		return invalid('opt_in_status', `Opt-In status can only be ${STATUSES.join(' or ')}.`);
	}
	if (channel !== 'email') return invalid('channel', "Channel can only be ['email'].");
	return categoriesRefusal(preferences.categories, workspace);
}

function categoriesRefusal(categories: unknown, workspace: Workspace): Answer | undefined {
	if (categories === undefined) return undefined;
	if (!isObject(categories) || Object.values(categories).some((on) => typeof on !== 'boolean')) {
		return invalid('categories', 'Wrong data type was used for <categories>');
	}
	const active = workspace.subscriptionCategories.filter(({ channel }) => channel === 'email');
	const unknown = Object.keys(categories).filter(
		(name) => !active.some((one) => one.name === name),
	);
	if (unknown.length === 0) return undefined;
	return invalid(
		'categories',
		`Categories ${unknown.join(', ')} are either invalid or not active in the Workspace.`,
	);
}

function setOptIn({ body, workspace }: Call): Answer {
	const { user_preferences: preferences } = body;
	if (!isObject(preferences)) return invalid('user_preferences', 'user_preferences is mandatory.');
	const refusal = optInRefusal(preferences, workspace);
	if (refusal) return refusal;
	const users = usersOf(preferences, workspace);
	if (users.length === 0) {
		return invalid(
			'customer_id or email_id',
			'No users found with the provided customer_id or email_id. Please check the same.',
		);
	}
	const { categories } = preferences;
	for (const user of users) Object.assign(workspace.preferencesOf(user).subscribed, categories);
	workspace.accepted.optIns.push({ raw: preferences });
	return { status: 200, json: { message: 'Your request has been processed successfully' } };
}

/** `{response_id, error: {message, err_code}}` */
function resubscribeError(status: number, code: string, message: string): Answer {
	return { status, json: { response_id: shortId(), error: { message, err_code: code } } };
}

const RESUBSCRIBE_TEXTS: Record<number, [code: string, message: string]> = {
	401: [
		'HeaderMismatch',
		"MOE_APPKEY doesn't match the Username (APP_KEY) used in Basic Auth authorization.",
	],
	429: ['TooManyRequests', 'Rate limit exceeded'],
	500: ['INTERNAL_SERVER_ERROR', 'Please Contact Moengage Team'],
};

const INVALID_ADDRESS =
	"Please provide input in a valid email address format (example@domain.com) as part of 'Recipients'.";

const resubscribeErrors: ErrorShape = {
	ofStatus(status) {
		const [code, message] = RESUBSCRIBE_TEXTS[status] ?? ['BadRequest', 'Forbidden or bad request'];
		return resubscribeError(status, code, message);
	},
	unauthorized: () => resubscribeErrors.ofStatus(401),
	malformedJson: () => resubscribeError(400, 'BadRequest', 'Request_Body is mandatory.'),
	notAnObject: () => resubscribeErrors.malformedJson(),
	badElement: () => resubscribeError(400, 'InvalidInput', INVALID_ADDRESS),
};

/** Not even `customer_id`, which the schema has and the table of fields lacks. */
const RESUBSCRIBE_KEYS = ['recipients', 'esp', 'request_id', 'update_esp'];

function resubscribeRefusal(body: JsonObject): Answer | undefined {
	const { recipients, esp, request_id: requestId, update_esp: updateEsp } = body;
	const extra = Object.keys(body).find((name) => !RESUBSCRIBE_KEYS.includes(name));
	if (extra !== undefined) return resubscribeError(400, 'BadRequest', `${extra} is not allowed`);
	if (!isText(requestId)) {
		const message = 'request_id - Field is required but value is None';
		return resubscribeError(400, 'InvalidFieldValue', message);
	}
	if (!Array.isArray(recipients) || recipients.length === 0) {
		const message = "Add at least one email address as part of the 'Recipients'";
		return resubscribeError(400, 'InvalidInput', message);
	}
	if (recipients.length > MAX_RECIPIENTS) {
		return resubscribeError(400, 'BadRequest', `Payload limit is set to ${MAX_RECIPIENTS}`);
	}
	if (!recipients.every(isEmail)) return resubscribeErrors.badElement();
	if (esp !== 'SENDGRID' || typeof updateEsp !== 'boolean') {
		return resubscribeError(400, 'InvalidSettings', 'Valid email settings not present');
	}
	return undefined;
}

function resubscribe({ body, workspace }: Call): Answer {
	const refusal = resubscribeRefusal(body);
	if (refusal) return refusal;
	for (const email of body.recipients as string[]) {
		for (const user of workspace.usersWith('u_em', email)) {
			workspace.preferencesOf(user).isGloballyUnsubscribed = false;
		}
		workspace.accepted.resubscriptions.push({ email, updateEsp: body.update_esp as boolean });
	}
	const json = { message: 'The request is submitted successfully.', response_id: objectId() };
	return { status: 202, json };
}

export const emailSubscriptionEndpoints: Endpoint[] = [
	{
		host: 'api',
		tile: 'data',
		errors: optInErrors,
		appKeyRefusal: () => optInErrors.ofStatus(401),
		method: 'PUT',
		path: '/v1.0/opt-in-management/user-preferences',
		charges: () => [{ limit: 'opt-in-management', perMinute: 1000, amount: 1 }],
		handle: setOptIn,
	},
	{
		host: 'api',
		tile: 'data',
		errors: resubscribeErrors,
		appKeyRefusal: () => resubscribeErrors.ofStatus(401),
		method: 'POST',
		path: '/emails/v1.0/bulk-resubscribe',
		charges: () => [{ limit: 'bulk-resubscribe', perMinute: 10, amount: 1 }],
		handle: resubscribe,
	},
];
