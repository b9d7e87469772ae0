import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { callEndpoint } from './admission';
import type { Answer } from './answers';
import { otherKeys, tileKeys } from './auth';
import { blockingAnswer, delivery, faultDelay, FaultQueue, statusOf } from './faults';
import { RateLimits } from './rateLimit';
import { errorsAt, findEndpoint, locate } from './routes';
import type {
	Fault,
	HandlingTime,
	RecordedRequest,
	Simulator,
	SimulatorCredential,
	SimulatorOptions,
} from './types';
import { Workspace } from './workspace';

/** Bodies beyond this are counted and no longer kept; it is far above every documented size. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

const DEFAULT_WORKSPACE = 'DEMO_WORKSPACE_01';

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function flatHeaders(headers: IncomingMessage['headers']): Record<string, string> {
	const flat: Record<string, string> = {};
	for (const name in headers) flat[name] = String(headers[name]);
	return flat;
}

function payload({ json, text = '', bytes }: Answer, broken: boolean): string | Buffer {
	// Where nothing should come, any text is too much.
	if (json === undefined) return broken ? '{' : (bytes ?? text);
	const whole = JSON.stringify(json);
	return broken ? whole.slice(0, -2) : whole;
}

/** What came in place of a file is JSON, as any other answer without a type. */
function typeOf({ bytes, contentType }: Answer, body: string | Buffer): string {
	const isOther = bytes !== undefined && body !== bytes;
	return isOther ? 'application/json' : (contentType ?? 'application/json');
}

/** The HTTP server around the contract: it receives, records, lets faults in, and answers. */
export class SimulatorServer implements Simulator {
	readonly requests: RecordedRequest[] = [];
	latencyMs: number;
	handlingMs: HandlingTime;
	rateLimits: boolean;

	private readonly server: Server;
	private readonly workspace: Workspace;
	private readonly faults = new FaultQueue();
	private readonly spent: RateLimits;
	private readonly unanswered = new Set<ServerResponse>();
	/** Requests that MoEngage has not looked at yet. */
	private readonly inHand = new Map<NodeJS.Timeout, ServerResponse>();
	private readonly onRequest?: (request: RecordedRequest) => void;
	private port = 0;
	private closing?: Promise<void>;

	constructor(options: SimulatorOptions) {
		this.latencyMs = options.latencyMs ?? 0;
		this.handlingMs = options.handlingMs ?? 0;
		this.rateLimits = options.rateLimits ?? false;
		this.spent = new RateLimits(options.limits);
		this.onRequest = options.onRequest;
		this.workspace = new Workspace(options.workspaceId ?? DEFAULT_WORKSPACE, options);
		this.server = createServer((request, response) => this.receive(request, response));
		// A kept-alive connection that is dropped under a client looks like a fault nobody injected.
		this.server.keepAliveTimeout = 0;
	}

	get origin(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	get baseUrls(): Simulator['baseUrls'] {
		const { origin } = this;
		return { api: `${origin}/api`, sdk: `${origin}/sdk`, push: `${origin}/pushapi` };
	}

	get credential(): SimulatorCredential {
		const { api, sdk, push } = this.baseUrls;
		return {
			dataCenter: 'custom',
			apiBaseUrl: api,
			personalizeBaseUrl: sdk,
			pushBaseUrl: push,
			workspaceId: this.workspace.id,
			dataApiKey: tileKeys.data,
			campaignApiKey: tileKeys.campaign,
			personalizeApiKey: tileKeys.personalize,
			pushApiKey: otherKeys.push,
			informApiKey: tileKeys.inform,
		};
	}

	get apiKey(): Simulator['apiKey'] {
		return this.workspace.apiKey;
	}

	get accepted(): Simulator['accepted'] {
		return this.workspace.accepted;
	}

	get stored(): Simulator['stored'] {
		return this.workspace.stored;
	}

	get limits(): Simulator['limits'] {
		return this.spent.rules;
	}

	listen(port: number): Promise<this> {
		return new Promise((resolve, reject) => {
			this.server.once('error', reject);
			this.server.listen(port, '127.0.0.1', () => {
				this.server.off('error', reject);
				this.port = (this.server.address() as AddressInfo).port;
				resolve(this);
			});
		});
	}

	inject(fault: Fault): void {
		this.faults.inject(fault);
	}

	clearFaults(): void {
		this.faults.clear();
	}

	reset(): void {
		this.requests.length = 0;
		this.workspace.reset();
		this.faults.clear();
		this.spent.reset();
		this.dropInHand();
		for (const response of this.unanswered) response.destroy();
	}

	close(): Promise<void> {
		this.dropInHand();
		this.closing ??= new Promise((resolve) => {
			this.server.close(() => resolve());
			this.server.closeAllConnections();
		});
		return this.closing;
	}

	private dropInHand(): void {
		for (const [timer, response] of this.inHand) {
			clearTimeout(timer);
			response.destroy();
		}
		this.inHand.clear();
	}

	private receive(request: IncomingMessage, response: ServerResponse): void {
		const { host, path, query } = locate(request.url ?? '/');
		const record: RecordedRequest = {
			at: Date.now(),
			host,
			method: request.method ?? '',
			path,
			query,
			headers: flatHeaders(request.headers),
			body: '',
			bytes: 0,
			status: 0,
		};
		const handlingMs =
			typeof this.handlingMs === 'number' ? this.handlingMs : this.handlingMs(this.requests.length);
		this.requests.push(record);

		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => {
			record.bytes += chunk.length;
			if (record.bytes <= MAX_KEPT_BYTES) chunks.push(chunk);
		});
		// A client that gives up while it still sends leaves its request with status 0.
		request.on('error', () => undefined);
		response.once('close', () => this.onRequest?.(record));
		request.on('end', () => {
			const raw = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
			this.process(record, request.url ?? '/', raw, handlingMs, response);
		});
	}

	private process(
		record: RecordedRequest,
		url: string,
		raw: Buffer,
		handlingMs: number,
		response: ServerResponse,
	): void {
		const text = raw.toString('utf8');
		const json = text === '' ? undefined : parseJson(text);
		record.body = json === undefined ? text : json;

		const path = url.split('?', 1)[0];
		const fault = this.faults.take({ path, method: record.method, text });
		if (fault) record.fault = fault.kind;

		if (handlingMs <= 0) {
			this.handle(record, raw, json, fault, response);
			return;
		}
		const timer = setTimeout(() => {
			this.inHand.delete(timer);
			this.handle(record, raw, json, fault, response);
		}, handlingMs);
		this.inHand.set(timer, response);
	}

	private handle(
		record: RecordedRequest,
		raw: Buffer,
		json: unknown,
		fault: Fault | undefined,
		response: ServerResponse,
	): void {
		const answer = this.answer(record, raw, json, fault);
		const delay = this.latencyMs + faultDelay(fault);
		if (delay <= 0) {
			this.deliver(record, answer, fault, response);
			return;
		}
		const timer = setTimeout(() => this.deliver(record, answer, fault, response), delay);
		response.once('close', () => clearTimeout(timer));
	}

	private answer(
		record: RecordedRequest,
		raw: Buffer,
		json: unknown,
		fault: Fault | undefined,
	): Answer {
		const { endpoint, pathParameter, parts } = findEndpoint(record, record.method);
		const errors = endpoint?.errors ?? errorsAt(record);
		const blocked = fault && blockingAnswer(fault, errors, this.origin);
		if (blocked) return blocked;
		if (!endpoint) return errors.ofStatus(404);

		const poisoned = fault?.kind === 'poison';
		const incoming = { ...record, pathParameter, parts, raw, json, poisoned };
		const answer = callEndpoint(
			endpoint,
			incoming,
			this.workspace,
			this.rateLimits ? this.spent : undefined,
		);
		return fault?.kind === 'acceptThenStatus' ? errors.ofStatus(statusOf(fault)) : answer;
	}

	private deliver(
		record: RecordedRequest,
		answer: Answer,
		fault: Fault | undefined,
		response: ServerResponse,
	): void {
		const way = delivery(fault);
		if (way === 'hold') {
			this.unanswered.add(response);
			response.once('close', () => this.unanswered.delete(response));
		} else if (way === 'cut') {
			response.socket?.resetAndDestroy();
		} else if (response.socket && !response.socket.destroyed) {
			// The record is complete before the client can look at it.
			record.status = answer.status;
			const body = payload(answer, fault?.kind === 'malformedJson');
			// A 204 cannot have a body.
			response.writeHead(answer.status === 204 && body.length > 0 ? 200 : answer.status, {
				...(body.length > 0 && { 'Content-Type': typeOf(answer, body) }),
				'Content-Length': Buffer.byteLength(body),
				// By the clock of the tests, which Node's own is not.
				Date: new Date().toUTCString(),
				...answer.headers,
			});
			response.end(body);
		}
	}
}
