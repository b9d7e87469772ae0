import type { Answer } from '../answers';
import { objectId } from '../ids';
import type { Charge } from '../rateLimit';
import type { JsonObject, LimitName } from '../types';
import { badArgument, subscriptionError, subscriptionErrors } from '../v5';
import type { KnownUser, Workspace } from '../workspace';
import type { Call, Endpoint } from './endpoint';
import { isObject, isText } from './values';

/** Subscription preferences, version 5 (`…/subscription-categories-v5/subscription-categories-v5.yaml`). */

const IDENTIFIER_TYPES = ['moe_user_id', 'uid', 'email'];
/** Since September 2026 the only one; the version before had SMS. */
const CHANNELS = ['email'];

function found(status: number, type: string, data: unknown): Answer {
	return { status, json: { response_id: `resp_${objectId()}`, type, data } };
}

function channelRefusal(channel: unknown): Answer | undefined {
	return channel === undefined || CHANNELS.includes(channel as string)
		? undefined
		: badArgument('channel', 'channel must be one of: email');
}

/** The one user that the identifier means, or why there is none. */
function userOf(given: JsonObject, workspace: Workspace, verb: string): KnownUser | Answer {
	const { user_identifier_type: type, user_identifier_value: value } = given;
	if (!IDENTIFIER_TYPES.includes(type as string)) {
		return badArgument(
			'user_identifier_type',
			'user_identifier_type must be one of: moe_user_id, uid, email',
		);
	}
	if (!isText(value)) {
		return badArgument('user_identifier_value', 'user_identifier_value is required');
	}
	const users =
		type === 'email'
			? workspace.usersWith('u_em', value)
			: [
					type === 'uid'
						? workspace.findUser('customer_id', value)
						: workspace.findUser('moengage_id', value.replace(/^usr_/, '')),
				].filter((user) => user !== undefined);
	if (users.length > 1) {
		const message = `Multiple user profiles match this email; cannot ${verb} unambiguously`;
		return subscriptionError(409, 'Conflict', message, 'user_identifier_value');
	}
	return (
		users[0] ??
		subscriptionError(
			404,
			'NotFound',
			'No user found for the given identifier',
			'user_identifier_value',
		)
	);
}

function listCategories({ query, workspace }: Call): Answer {
	const refusal = channelRefusal(query.channel);
	if (refusal) return refusal;
	const categories = workspace.subscriptionCategories.filter(
		({ channel }) => query.channel === undefined || channel === query.channel,
	);
	return found(200, 'subscription_category', categories);
}

function getPreferences({ query, workspace }: Call): Answer {
	const refusal = channelRefusal(query.channel);
	if (refusal) return refusal;
	const user = userOf(query, workspace, 'resolve');
	if ('status' in user) return user;
	const { isGloballyUnsubscribed, subscribed } = workspace.preferencesOf(user);
	const categories = workspace.subscriptionCategories
		.filter(({ channel }) => query.channel === undefined || channel === query.channel)
		.map(({ name, display_name, channel, group }) => ({
			name,
			display_name,
			channel,
			group,
			status: subscribed[name] === false ? 'unsubscribed' : 'subscribed',
		}));
	return found(200, 'subscription_preference', {
		user_id: `usr_${user.moengageId}`,
		is_globally_unsubscribed: isGloballyUnsubscribed,
		categories,
	});
}

function attributesRefusal(attributes: unknown): Answer | undefined {
	if (attributes === undefined) return undefined;
	if (!isObject(attributes)) return badArgument('event_attributes', 'Invalid event_attributes');
	const entries = Object.entries(attributes);
	if (entries.length > 5) {
		return badArgument('event_attributes', 'A maximum of 5 event_attributes is allowed');
	}
	const fits = entries.every(
		([name, value]) => name.length <= 50 && typeof value === 'string' && value.length <= 255,
	);
	return fits ? undefined : badArgument('event_attributes', 'Invalid event_attributes');
}

function updateRefusal(body: JsonObject, workspace: Workspace): Answer | undefined {
	const { is_globally_unsubscribed: isGlobal, categories, channel = 'email' } = body;
	const refusal = channelRefusal(channel);
	if (refusal) return refusal;
	if (typeof isGlobal !== 'boolean') {
		return badArgument('is_globally_unsubscribed', 'is_globally_unsubscribed is required');
	}
	const known = workspace.subscriptionCategories.filter((one) => one.channel === channel);
	const isKnown = (name: string) => known.some((one) => one.name === name);
	if (
		categories !== undefined &&
		!(isObject(categories) && Object.values(categories).every((on) => typeof on === 'boolean'))
	) {
		return badArgument('categories', 'categories must map names to true or false');
	}
	if (!Object.keys(categories ?? {}).every(isKnown)) {
		return badArgument('categories', 'Unknown category name(s)');
	}
	return attributesRefusal(body.event_attributes);
}

function applyUpdate({ body, workspace }: Call): Answer {
	const user = userOf(body, workspace, 'update');
	if ('status' in user) return user;
	const refusal = updateRefusal(body, workspace);
	if (refusal) return refusal;
	const isGlobal = body.is_globally_unsubscribed as boolean;
	const preferences = workspace.preferencesOf(user);
	preferences.isGloballyUnsubscribed = isGlobal;
	if (!isGlobal) Object.assign(preferences.subscribed, body.categories);
	workspace.accepted.subscriptionUpdates.push({
		identifierType: body.user_identifier_type as string,
		identifierValue: body.user_identifier_value as string,
		isGloballyUnsubscribed: isGlobal,
		raw: body,
	});
	return found(202, 'subscription_preference', {
		message: 'Your request has been accepted and is being processed.',
	});
}

function updatePreferences(call: Call): Answer {
	return call.workspace.idempotencyKeys.answer(
		call.headers['idempotency-key'],
		call.body,
		(why) =>
			why === 'missing'
				? badArgument('Idempotency-Key', 'Idempotency-Key must be a UUID v4')
				: subscriptionError(
						409,
						'Conflict',
						'Idempotency-Key was already used with a different request body',
						'Idempotency-Key',
					),
		() => applyUpdate(call),
	);
}

const common = {
	host: 'api' as const,
	tile: 'data' as const,
	errors: subscriptionErrors,
	appKeyRefusal: () => subscriptionErrors.ofStatus(401),
};

/** A workspace with Portfolio asks for the project in every request. */
function ofProject(handle: (call: Call) => Answer): (call: Call) => Answer {
	return (call) => {
		const { projects } = call.workspace;
		const given = call.headers['moe-project-code'];
		if (projects.length === 0 || projects.includes(given)) return handle(call);
		const message =
			given === undefined ? 'MOE-PROJECT-CODE header missing' : 'Unknown MOE-PROJECT-CODE';
		return subscriptionError(401, 'UNAUTHORIZED', message, 'MOE-PROJECT-CODE');
	};
}

const perMinute = (limit: LimitName) => (): Charge[] => [{ limit, perMinute: 100, amount: 1 }];

export const subscriptionEndpoints: Endpoint[] = [
	{
		...common,
		method: 'GET',
		path: '/v5/subscription-categories',
		charges: perMinute('subscription-categories'),
		handle: ofProject(listCategories),
	},
	{
		...common,
		method: 'GET',
		path: '/v5/subscription-preferences',
		charges: perMinute('subscription-preferences/get'),
		handle: ofProject(getPreferences),
	},
	{
		...common,
		method: 'PATCH',
		path: '/v5/subscription-preferences',
		charges: perMinute('subscription-preferences/update'),
		handle: ofProject(updatePreferences),
	},
];
