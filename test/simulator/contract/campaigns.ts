import type { Answer } from '../answers';
import { CREATOR, shownCampaign, shownMeta, type SimulatedCampaign } from '../campaigns';
import type { JsonObject } from '../types';
import { v5Error, v5Errors, v5Invalid } from '../v5';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isObjectId, isTextList } from './values';

/** Campaigns, version 5 (`api/campaigns/campaign-draft.yaml`). */

const MAX_PAGE = 15;
const STATUSES = 'DRAFT ACTIVE SCHEDULED PAUSED SENT SENDING STOPPED ARCHIVED'.split(' ');
const CHANNELS = ['EMAIL', 'PUSH', 'SMS'];
const FIELDS =
	'ids channels created_by created_date campaign_delivery_type name status tags version_number';

/** Each action's delivery types, source states and result (`CampaignStatusV5Request`). */
const TRANSITIONS: Record<string, { types: string[]; from: string[]; to: string }> = {
	STOP: {
		types: ['ONE_TIME', 'API_TRIGGERED'],
		from: ['ACTIVE', 'SCHEDULED', 'PAUSED', 'SENDING'],
		to: 'STOPPED',
	},
	PAUSE: {
		types: ['PERIODIC', 'EVENT_TRIGGERED'],
		from: ['ACTIVE', 'SCHEDULED', 'SENDING'],
		to: 'PAUSED',
	},
	RESUME: { types: ['PERIODIC', 'EVENT_TRIGGERED'], from: ['PAUSED'], to: 'ACTIVE' },
};

function answered(call: Call, data: unknown): Answer {
	const response_id = call.headers['x-moe-request-id'] ?? call.body.request_id;
	return { status: 200, json: { response_id, type: 'campaign', data } };
}

/** The older document requires one of the two, and the same in both. */
function traceRefusal({ headers, body }: Call): Answer | undefined {
	const inHeader = headers['x-moe-request-id'];
	const inBody = body.request_id;
	if ((inHeader ?? inBody) === undefined) {
		return v5Invalid('request_id', 'X-MOE-Request-Id or request_id is required.');
	}
	const differ = inHeader !== undefined && inBody !== undefined && inHeader !== inBody;
	return differ ? v5Invalid('request_id', 'request_id and X-MOE-Request-Id differ.') : undefined;
}

function fieldsRefusal(fields: unknown): Answer | undefined {
	if (fields === undefined) return undefined;
	if (!isObject(fields)) return v5Invalid('campaign_fields', 'An object is expected.');
	const unknown = Object.keys(fields).find((name) => !FIELDS.split(' ').includes(name));
	if (unknown !== undefined) return v5Invalid(`campaign_fields.${unknown}`, 'Unknown field.');
	for (const [name, is] of [
		['ids', isObjectId],
		['created_by', isEmail],
	] as const) {
		const value = fields[name];
		const isFine = value === undefined || (isTextList(value) && value.every(is));
		if (!isFine) return v5Invalid(`campaign_fields.${name}`, 'Use a list of them.');
	}
	for (const [name, allowed] of [
		['status', STATUSES],
		['channels', CHANNELS],
	] as const) {
		const value = fields[name];
		const isFine =
			value === undefined || (isTextList(value) && value.every((one) => allowed.includes(one)));
		if (!isFine) return v5Invalid(`campaign_fields.${name}`, `Use one of ${allowed.join(', ')}.`);
	}
	return undefined;
}

function matches(campaign: SimulatedCampaign, body: JsonObject): boolean {
	const fields = (body.campaign_fields ?? {}) as JsonObject;
	const among = (name: string, values: string[]) =>
		fields[name] === undefined || (fields[name] as string[]).some((one) => values.includes(one));
	const { from_date: from, to_date: to } = (fields.created_date ?? {}) as JsonObject;
	const at = campaign.createdAt.replace(' ', 'T');
	const status = fields.status as string[] | undefined;
	return (
		among('ids', [campaign.id]) &&
		among('created_by', [CREATOR]) &&
		among('channels', [campaign.channel]) &&
		among('campaign_delivery_type', [campaign.deliveryType]) &&
		among('tags', campaign.tags) &&
		(status === undefined
			? !['DRAFT', 'ARCHIVED'].includes(campaign.status)
			: status.includes(campaign.status)) &&
		campaign.name.toLowerCase().includes(String(fields.name ?? '').toLowerCase()) &&
		(from === undefined || at >= String(from)) &&
		(to === undefined || at <= `${String(to)}.999999`)
	);
}

function search(call: Call): Answer {
	const { body, workspace } = call;
	const { limit, page } = body;
	if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_PAGE) {
		return v5Invalid('limit', `limit must be between 1 and ${MAX_PAGE}.`);
	}
	if (!Number.isInteger(page) || (page as number) < 1)
		return v5Invalid('page', 'page is required.');
	const refusal = traceRefusal(call) ?? fieldsRefusal(body.campaign_fields);
	if (refusal) return refusal;
	const { include_child_campaigns: withChildren = false } = body;
	if (typeof withChildren !== 'boolean') {
		return v5Invalid('include_child_campaigns', 'Use true or false.');
	}
	const found = [...workspace.campaigns.values()].filter(
		(campaign) =>
			matches(campaign, body) && (withChildren || !(campaign.parentId ?? campaign.flowId)),
	);
	const first = ((page as number) - 1) * (limit as number);
	const campaigns = found.slice(first, first + (limit as number)).map(shownCampaign);
	return answered(call, { campaigns });
}

function notFound(): Answer {
	return v5Error(404, 'NOT_FOUND', 'Campaign not found.', [
		{ target: 'campaign_id', message: 'Campaign not found.' },
	]);
}

function getOne(call: Call): Answer {
	const refusal = traceRefusal(call);
	if (refusal) return refusal;
	const campaign = call.workspace.campaigns.get(call.path.campaign);
	return campaign === undefined ? notFound() : answered(call, shownCampaign(campaign));
}

const META_FIELDS = 'id channels created_by created_date delivery_type name status tags';

/**
 * Of the filters, `id` alone does something here. The document shows it as text; what MoEngage says to a list is not known,
 * and a fault can have it rejected.
 */
function meta(call: Call): Answer {
	const { limit, page, campaign_fields: fields = {}, request_id: requestId } = call.body;
	if (typeof requestId !== 'string') return v5Invalid('request_id', 'request_id is required.');
	if (!Number.isInteger(limit) || (limit as number) < 1 || (limit as number) > MAX_PAGE) {
		return v5Invalid('limit', `limit must be between 1 and ${MAX_PAGE}.`);
	}
	if (!Number.isInteger(page) || (page as number) < 1)
		return v5Invalid('page', 'page is required.');
	if (!isObject(fields)) return v5Invalid('campaign_fields', 'An object is expected.');
	const unknown = Object.keys(fields).find((name) => !META_FIELDS.split(' ').includes(name));
	if (unknown !== undefined) return v5Invalid(`campaign_fields.${unknown}`, 'Unknown field.');
	const ids = fields.id === undefined ? [...call.workspace.campaigns.keys()] : [fields.id].flat();
	if (!ids.every(isObjectId)) return v5Invalid('campaign_fields.id', 'An ID is expected.');
	const found = ids.flatMap((id) => call.workspace.campaigns.get(id) ?? []);
	const first = ((page as number) - 1) * (limit as number);
	const campaigns = found.slice(first, first + (limit as number)).map(shownMeta);
	return answered(call, { campaigns });
}

function change(call: Call): Answer {
	const { body, path, workspace } = call;
	const { action } = body;
	const transition = TRANSITIONS[String(action)];
	if (transition === undefined) {
		return v5Invalid('action', `Use one of ${Object.keys(TRANSITIONS).join(', ')}.`);
	}
	const refusal = traceRefusal(call);
	if (refusal) return refusal;
	const campaign = workspace.campaigns.get(path.campaign);
	if (campaign === undefined) return notFound();
	const { types, from, to } = transition;
	if (!types.includes(campaign.deliveryType)) {
		const message = `Action ${String(action)} is not valid for a ${campaign.deliveryType} campaign.`;
		return v5Error(422, 'UNPROCESSABLE_ENTITY', message);
	}
	if (!from.includes(campaign.status)) {
		const message = `Action ${String(action)} is not valid for a campaign that is ${campaign.status}.`;
		return v5Error(422, 'UNPROCESSABLE_ENTITY', message);
	}
	campaign.status = to;
	workspace.accepted.statusChanges.push({
		of: 'campaign',
		id: campaign.id,
		action: String(action),
		raw: body,
	});
	return answered(call, { id: campaign.id, action });
}

/** Keys are asked for everywhere, and looked at by the place as well. */
function once(handle: (call: Call) => Answer): (call: Call) => Answer {
	return (call) =>
		call.workspace.idempotencyKeys.answer(
			call.headers['idempotency-key'],
			[call.path, call.body],
			(why) =>
				why === 'missing'
					? v5Invalid('Idempotency-Key', 'Idempotency-Key must be a UUID v4.')
					: v5Error(
							400,
							'BAD_REQUEST',
							'Idempotency-Key was already used with a different request body.',
						),
			() => handle(call),
		);
}

const common = { host: 'api' as const, tile: 'campaign' as const, errors: v5Errors };

export const campaignEndpoints: Endpoint[] = [
	{
		...common,
		method: 'POST',
		path: '/v5/campaigns/search',
		charges: () => [{ limit: 'campaigns/search', perMinute: 100, amount: 1 }],
		handle: once(search),
	},
	{
		...common,
		method: 'GET',
		path: '/v5/campaigns/:campaign',
		charges: () => [{ limit: 'campaigns/get', perMinute: 100, amount: 1 }],
		handle: getOne,
	},
	{
		...common,
		method: 'POST',
		path: '/v5/campaigns/meta',
		charges: () => [{ limit: 'campaigns/meta', perMinute: 100, amount: 1 }],
		handle: once(meta),
	},
	{
		...common,
		method: 'PATCH',
		path: '/v5/campaigns/:campaign/status',
		charges: () => [{ limit: 'campaigns/status', perMinute: 100, amount: 1 }],
		handle: once(change),
	},
];
