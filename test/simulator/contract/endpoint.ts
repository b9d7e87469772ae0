import type { Answer, ErrorShape } from '../answers';
import type { Charge } from '../rateLimit';
import type { JsonObject, SimulatedHost } from '../types';
import type { Workspace } from '../workspace';

/** The dashboard's tile whose API key an endpoint asks for. */
export type Tile = 'data' | 'campaign' | 'personalize' | 'inform';

/** A request that passed authentication, size, content type, JSON and the limits per minute. */
export interface Call {
	/** `{}` for GET. */
	body: JsonObject;
	query: Record<string, string>;
	/** The parts of the path that the endpoint names, URL-decoded. */
	path: Record<string, string>;
	/** Names in lower case. */
	headers: Record<string, string>;
	workspace: Workspace;
	/** The key that opened the endpoint: Test Connection repeats it in the body. */
	apiKey: string;
	/** Epoch milliseconds. */
	now: number;
}

/** One endpoint: who may call it, how large and how often, and what it does. */
export interface Endpoint {
	host: SimulatedHost;
	method: 'GET' | 'PATCH' | 'POST' | 'PUT';
	/** A segment such as `:workspace` or `:campaign` stands for anything, URL-encoded; `:workspace` comes last. */
	path: string;
	tile: Tile;
	/** It takes no key: the header `Signature` proves the last part of the path. */
	isSigned?: true;
	errors: ErrorShape;
	/** Where the workspace id is repeated, if it is. */
	workspaceIn?: 'path' | 'query';
	/** The answer to a missing or wrong header MOE-APPKEY, where the header is required. */
	appKeyRefusal?: (given: string | undefined) => Answer;
	/** Any body is refused. */
	takesNoBody?: true;
	/** Largest body, in bytes. */
	maxBytes?: number;
	charges?: (body: JsonObject) => Charge[];
	handle: (call: Call) => Answer;
}
