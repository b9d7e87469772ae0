import type { Answer } from '../answers';
import { shownFlow, type SimulatedFlow } from '../campaigns';
import { objectId } from '../ids';
import type { Charge } from '../rateLimit';
import type { JsonObject } from '../types';
import { v5Error, v5Errors, v5Invalid } from '../v5';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isTextList } from './values';

/** Flows, version 5 (`api/flows/flows.yaml`). */

const MAX_PAGE = 100;
const STATUSES =
	'DRAFT ACTIVE SCHEDULED PAUSED STOPPED COMPLETED RETIRED UNDER_REVIEW REJECTED'.split(' ');

/** Each action's source states, and what the flow is then. */
const TRANSITIONS: Record<string, { from: string[]; to?: string }> = {
	pause: { from: ['ACTIVE', 'SCHEDULED'], to: 'PAUSED' },
	resume: { from: ['PAUSED'], to: 'ACTIVE' },
	stop: { from: ['ACTIVE', 'SCHEDULED', 'PAUSED', 'RETIRED'], to: 'STOPPED' },
	retire: { from: ['ACTIVE', 'PAUSED'], to: 'RETIRED' },
	archive: { from: ['PAUSED', 'STOPPED', 'COMPLETED'] },
	unarchive: { from: STATUSES },
};

const DELIVERY_TYPES =
	'ONE_TIME PERIODIC ON_FLOW_EXIT EVENT_TRIGGERED BUSINESS_EVENT_TRIGGERED'.split(' ');

/** As the document shows times: UTC, in seconds. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const SEARCH_FIELDS =
	'request_id status delivery_type tags teams name created_by creation_start_time creation_end_time include_archived limit cursor';

function answered({ body, headers }: Call, data: unknown): Answer {
	const response_id = headers['x-moe-request-id'] ?? body.request_id ?? objectId().slice(0, 12);
	return { status: 200, json: { response_id, type: 'flow', data } };
}

function matches(flow: SimulatedFlow, body: JsonObject): boolean {
	const status = (body.status as string[] | undefined)?.map((one) => one.toUpperCase());
	const tags = body.tags as string[] | undefined;
	const types = (body.delivery_type as string[] | undefined)?.map((one) => one.toUpperCase());
	const creators = body.created_by as string[] | undefined;
	const { creation_start_time: from, creation_end_time: to } = body;
	return (
		(types === undefined || types.includes(flow.deliveryType)) &&
		(creators === undefined || creators.includes(shownFlow(flow).created_by as string)) &&
		(from === undefined || flow.createdAt >= String(from).replace('Z', '')) &&
		(to === undefined || flow.createdAt <= String(to).replace('Z', '.999Z')) &&
		(body.include_archived === true || !flow.archived) &&
		(status === undefined || status.includes(flow.status)) &&
		(tags === undefined || tags.some((tag) => flow.tags.includes(tag))) &&
		flow.name.toLowerCase().includes(String(body.name ?? '').toLowerCase())
	);
}

function filterRefusal(body: JsonObject): Answer | undefined {
	const { teams, delivery_type: types, created_by: creators, include_archived: archived } = body;
	if (teams !== undefined) return v5Invalid('teams', 'The team feature is not enabled.');
	const isType = (one: string) => DELIVERY_TYPES.includes(one.toUpperCase());
	if (types !== undefined && !(isTextList(types) && types.every(isType))) {
		return v5Invalid('delivery_type', `Use one of ${DELIVERY_TYPES.join(', ')}.`);
	}
	if (creators !== undefined && !(isTextList(creators) && creators.every(isEmail))) {
		return v5Invalid('created_by', 'Use a list of emails.');
	}
	if (archived !== undefined && typeof archived !== 'boolean') {
		return v5Invalid('include_archived', 'Use true or false.');
	}
	const times = ['creation_start_time', 'creation_end_time'].filter((name) => name in body);
	const wrong = times.find((name) => !TIME.test(String(body[name])));
	return wrong === undefined ? undefined : v5Invalid(wrong, 'Use ISO 8601 in UTC.');
}

function searchRefusal(body: JsonObject): Answer | undefined {
	const { limit = 20, status, tags } = body;
	const unknown = Object.keys(body).find((name) => !SEARCH_FIELDS.split(' ').includes(name));
	if (unknown !== undefined) return v5Invalid(unknown, 'Unknown field.');
	if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_PAGE) {
		return v5Invalid('limit', `limit must be between 1 and ${MAX_PAGE}.`);
	}
	const isStatus = (one: string) => STATUSES.includes(one.toUpperCase());
	if (status !== undefined && !(isTextList(status) && status.every(isStatus))) {
		return v5Invalid('status', `Use one of ${STATUSES.join(', ')}.`);
	}
	if (tags !== undefined && !isTextList(tags)) return v5Invalid('tags', 'Use a list.');
	return filterRefusal(body);
}

function search(call: Call): Answer {
	const { body, workspace } = call;
	const refusal = searchRefusal(body);
	if (refusal) return refusal;
	const limit = (body.limit ?? 20) as number;
	const found = [...workspace.flows.values()].filter((flow) => matches(flow, body));
	const cursor = Buffer.from(String(body.cursor ?? ''), 'base64').toString();
	const first = cursor === '' ? 0 : found.findIndex(({ id }) => id === cursor);
	if (first < 0) return v5Invalid('cursor', 'The cursor is malformed.');
	const next = found[first + limit];
	return answered(call, {
		flows: found.slice(first, first + limit).map(shownFlow),
		has_more: next !== undefined,
		next_cursor: next === undefined ? null : Buffer.from(next.id).toString('base64'),
	});
}

function changeStatus(call: Call): Answer {
	const { body, path, workspace } = call;
	const transition = TRANSITIONS[String(body.action)];
	if (transition === undefined) {
		return v5Invalid('action', `Use one of ${Object.keys(TRANSITIONS).join(', ')}.`);
	}
	if (!isEmail(body.updated_by)) return v5Invalid('updated_by', 'A valid email is required.');
	const flow = workspace.flows.get(path.flow);
	if (flow === undefined) {
		const details = [{ target: 'flow_id', message: 'Flow not found.' }];
		return v5Error(404, 'NOT_FOUND', 'Flow not found.', details, 'flow');
	}
	const isAllowed =
		transition.from.includes(flow.status) && flow.archived === (body.action === 'unarchive');
	if (!isAllowed) {
		const message = `Cannot ${String(body.action)} a flow that is ${flow.status.toLowerCase()}.`;
		return v5Error(409, 'BAD_REQUEST', message, [], 'action');
	}
	if (transition.to === undefined) flow.archived = body.action === 'archive';
	else flow.status = transition.to;
	workspace.accepted.statusChanges.push({
		of: 'flow',
		id: flow.id,
		action: String(body.action),
		raw: body,
	});
	return answered(call, { flow_id: flow.id, status: flow.status });
}

function changeOnce(call: Call): Answer {
	// "Reusing the same key replays the original response", whatever the body says.
	return call.workspace.idempotencyKeys.answer(
		call.headers['idempotency-key'],
		call.path,
		() => v5Invalid('Idempotency-Key', 'Idempotency-Key must be a UUID v4.'),
		() => changeStatus(call),
	);
}

const common = {
	host: 'api' as const,
	tile: 'campaign' as const,
	errors: v5Errors,
	charges: (): Charge[] => [{ limit: 'flows', perMinute: 100, amount: 1 }],
};

export const flowEndpoints: Endpoint[] = [
	{ ...common, method: 'POST', path: '/v5/flows/search', handle: search },
	{ ...common, method: 'PATCH', path: '/v5/flows/:flow/status', handle: changeOnce },
];
