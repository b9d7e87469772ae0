import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

import { dataError, noPermission, type Answer } from './answers';
import { authFailure, keyIn, tileKeys } from './auth';
import { limitHeaders } from './limitHeaders';
import type { RateLimits } from './rateLimit';
import type { JsonObject, LimitRules } from './types';
import type { Workspace } from './workspace';
import type { Endpoint } from './contract/endpoint';
import { isObject } from './contract/values';

/** A request as the endpoints' common checks see it. */
export interface Incoming {
	method: string;
	/** The last part of the path, still URL-encoded. */
	pathParameter: string;
	/** The parts of the path that the endpoint names, still URL-encoded. */
	parts: Record<string, string>;
	query: Record<string, string>;
	headers: Record<string, string>;
	raw: Buffer;
	/** The body parsed as JSON; undefined if it is none. */
	json: unknown;
	/** Size of the body; larger than `raw` if the rest was not kept. */
	bytes: number;
	/** Whether a fault makes one element of the body bad. */
	poisoned: boolean;
}

const JSON_TYPE = /^application\/json\s*(;|$)/i;

function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** The workspace id in path or query has to be the one of the credentials. */
function workspaceRefusal(
	endpoint: Endpoint,
	{ pathParameter, query }: Incoming,
	workspaceId: string,
): Answer | undefined {
	if (endpoint.workspaceIn === 'query' && !query.app_id) {
		return dataError(400, {
			message: 'app_id is required in path/query params.',
			type: 'ParamsRequired',
		});
	}
	const given =
		endpoint.workspaceIn === 'path'
			? decoded(pathParameter)
			: endpoint.workspaceIn === 'query'
				? query.app_id
				: workspaceId;
	return given === workspaceId ? undefined : endpoint.errors.unauthorized('workspace');
}

function accessRefusal(
	endpoint: Endpoint,
	incoming: Incoming,
	{ id: workspaceId, apiKey }: Workspace,
): Answer | undefined {
	if (endpoint.isSigned) {
		const keys = [
			tileKeys[endpoint.tile],
			...(apiKey.opens.includes(endpoint.tile) ? [apiKey.key] : []),
		];
		return isSigned(incoming, workspaceId, keys) ? undefined : endpoint.errors.unauthorized('key');
	}
	const appKey = incoming.headers['moe-appkey'];
	if (endpoint.appKeyRefusal && appKey !== workspaceId) return endpoint.appKeyRefusal(appKey);

	const { authorization } = incoming.headers;
	const failure = authFailure(authorization, workspaceId, endpoint.tile, apiKey);
	if (failure === 'scope') {
		return apiKey.elsewhere === 403 ? noPermission() : endpoint.errors.unauthorized('key');
	}
	if (failure) return endpoint.errors.unauthorized(failure);
	return workspaceRefusal(endpoint, incoming, workspaceId);
}

/** SHA-256 over workspace, name and one of the keys, with bars between. No key may come beside it. */
function isSigned(
	{ headers, pathParameter }: Incoming,
	workspaceId: string,
	keys: string[],
): boolean {
	const name = decoded(pathParameter) ?? '';
	const signatures = keys.map((key) =>
		createHash('sha256').update([workspaceId, name, key].join('|')).digest('hex'),
	);
	return headers.authorization === undefined && signatures.includes(headers.signature);
}

function bodyRefusal(endpoint: Endpoint, incoming: Incoming): Answer | undefined {
	const { errors, maxBytes = Infinity } = endpoint;
	const { headers, bytes, raw, json } = incoming;
	if (!JSON_TYPE.test(headers['content-type'] ?? '')) return errors.ofStatus(415);
	if (bytes > maxBytes || bytes > raw.length) return errors.ofStatus(413);
	if (json === undefined || !isUtf8(raw)) return errors.malformedJson();
	return isObject(json) ? undefined : errors.notAnObject();
}

/** 429; as Envoy sends it, it has no body. */
function limitRefusal({ errors }: Endpoint, { headers: form }: LimitRules): Answer {
	return form === 'envoy' ? { status: 429, text: '' } : errors.ofStatus(429);
}

/**
 * What every endpoint checks before its own rules: method, access, content type, size, JSON, and
 * the limits per minute if they are given. Then the endpoint itself decides.
 */
export function callEndpoint(
	endpoint: Endpoint,
	incoming: Incoming,
	workspace: Workspace,
	limits: RateLimits | undefined,
): Answer {
	const { errors, method } = endpoint;
	if (incoming.method !== method) return { ...errors.ofStatus(405), headers: { Allow: method } };
	const hasBody = method !== 'GET' && endpoint.takesNoBody !== true;
	const refusal =
		accessRefusal(endpoint, incoming, workspace) ??
		(hasBody ? bodyRefusal(endpoint, incoming) : undefined);
	if (refusal) return refusal;
	if (endpoint.takesNoBody && incoming.bytes > 0) return errors.malformedJson();

	const now = Date.now();
	const body = hasBody ? (incoming.json as JsonObject) : {};
	if (limits === undefined) return answerTo(endpoint, incoming, body, workspace, now);

	const spending = limits.spend(endpoint.charges?.(body) ?? [], now);
	const answer =
		spending.waitMs === undefined
			? answerTo(endpoint, incoming, body, workspace, now)
			: limitRefusal(endpoint, limits.rules);
	const headers = limitHeaders(spending, limits.rules, now);
	return { ...answer, headers: { ...answer.headers, ...headers } };
}

function answerTo(
	endpoint: Endpoint,
	{ headers, parts, poisoned, query }: Incoming,
	body: JsonObject,
	workspace: Workspace,
	now: number,
): Answer {
	if (poisoned) return endpoint.errors.badElement();
	const path = Object.entries(parts).map(([name, part]) => [name, decoded(part) ?? part] as const);
	return endpoint.handle({
		body,
		query,
		path: Object.fromEntries(path),
		headers,
		workspace,
		apiKey: keyIn(headers.authorization),
		now,
	});
}
