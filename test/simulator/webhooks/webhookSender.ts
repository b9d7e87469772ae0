import type { JsonObject } from '../types';
import { callHeaders, type CallAuth } from './callHeaders';
import { callOnce, type Call, type Reply } from './callOnce';
import { signatureOf, type Alert } from './sampleAlerts';
import type { SegmentPage } from './segmentPages';
import { streamBatches, type StreamBatch, type StreamEvent } from './streamEvents';

/** Seconds after which Streams sends a batch again that did not get 2xx; then it is lost. */
const STREAM_REPEATS = [30, 60, 120];

/** Seconds after which a Connector Campaign calls again, in workspaces that have this. */
const CONNECTOR_REPEATS = [5, 5, 5];

/** Seconds after which a segment sync sends a page again; then the sync has failed, and is paused. */
const SYNC_REPEATS = [3, 3, 3];

/** Seconds within which a Connector Campaign wants its 200. */
const CONNECTOR_PATIENCE = 5;

/** Seconds; MoEngage documents none for Streams and alerts. */
const OTHER_PATIENCE = 30;

const LOCAL = ['127.0.0.1', 'localhost', '[::1]'];

/** What became of a call, its repeats included. */
export interface Fate {
	isTaken: boolean;
	/** One for each try. */
	replies: Reply[];
}

/** What a sender has sent so far. */
export interface Counts {
	/** Calls that were taken in the end. */
	taken: number;
	/** Tries that were not: another status, too late, or no answer. */
	refused: number;
	/** Calls that MoEngage gave up. */
	lost: number;
	/** Events in the taken and in the lost calls of Streams. */
	eventsTaken: number;
	eventsLost: number;
}

/** Which tries count, and which follow if one does not. */
interface Rules {
	isTaken(reply: Reply): boolean;
	/** In seconds. */
	repeats: number[];
	/** In seconds. */
	patience: number;
}

const is2xx = ({ status }: Reply) => status >= 200 && status <= 299;

/** How a sender calls. */
export interface SenderOptions {
	/** The webhook: on this machine, since nothing here is from MoEngage. */
	url: string;
	/** Of Streams and Connector Campaigns. Default: none. */
	auth?: CallAuth;
	/** How long one of MoEngage's seconds takes between tries, in milliseconds. Default 1000. */
	secondMs?: number;
	/** Is told of each try. */
	onReply?: (call: Call, reply: Reply) => void;
}

/** How a Connector Campaign calls. */
export interface ConnectorCall {
	/** Default POST. */
	method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
	query?: Record<string, string>;
	/** An object leaves as JSON, text as it is (raw), parameters as a form. */
	body?: JsonObject | JsonObject[] | string | URLSearchParams;
	/** Of the body; `false` for none, since MoEngage documents none for raw text. Default: by the form of the body. */
	contentType?: string | false;
	headers?: Record<string, string>;
	/** Whether the workspace repeats calls. Default false. */
	repeats?: boolean;
}

/** MoEngage's side of its three kinds of webhooks: it sends as they do, repeats as they do, and counts. */
export class WebhookSender {
	readonly counts: Counts = { taken: 0, refused: 0, lost: 0, eventsTaken: 0, eventsLost: 0 };

	private readonly url: URL;
	private readonly secondMs: number;

	/** @throws if the URL is not on this machine */
	constructor(private readonly options: SenderOptions) {
		this.url = new URL(options.url);
		if (this.url.protocol !== 'http:' || !LOCAL.includes(this.url.hostname)) {
			throw new Error(
				`The simulator calls http://${LOCAL.join(', ')} only, not ${this.url.origin}.`,
			);
		}
		this.secondMs = options.secondMs ?? 1000;
	}

	/**
	 * Streams: sends events in batches, the whole batch again if it is not answered with 2xx.
	 * @param underWay how many batches at the same time
	 * @returns the fate of each batch, in their order
	 */
	async stream(
		events: StreamEvent[],
		{ batchSize, underWay = 1 }: { batchSize?: number; underWay?: number } = {},
	): Promise<Fate[]> {
		const batches = streamBatches(events, batchSize);
		const fates: Fate[] = [];
		let next = 0;
		const sendNext = async (): Promise<void> => {
			while (next < batches.length) {
				const index = next++;
				fates[index] = await this.streamBatch(batches[index]);
			}
		};
		await Promise.all(Array.from({ length: underWay }, sendNext));
		return fates;
	}

	/** Streams: one batch, with the same `event_uuid`s each time. */
	async streamBatch(batch: StreamBatch): Promise<Fate> {
		const rules = { isTaken: is2xx, repeats: STREAM_REPEATS, patience: OTHER_PATIENCE };
		const fate = await this.send(this.jsonCall(batch, callHeaders(this.auth)), rules);
		this.counts[fate.isTaken ? 'eventsTaken' : 'eventsLost'] += batch.events.length;
		return fate;
	}

	/**
	 * A segment sync, page after page or several at the same time. A page counts as taken if it is answered with 2xx and
	 * JSON. After one that is not, the sync is paused: MoEngage sends no page more until somebody runs it by hand.
	 * @returns the fate of each page that was sent, in their order
	 */
	async segmentSync(pages: SegmentPage[], underWay = 1): Promise<Fate[]> {
		const rules = {
			isTaken: (reply: Reply) => is2xx(reply) && reply.contentType === 'application/json',
			repeats: SYNC_REPEATS,
			patience: OTHER_PATIENCE,
		};
		const fates: Fate[] = [];
		let next = 0;
		const sendNext = async (): Promise<void> => {
			while (next < pages.length && fates.every((fate) => fate?.isTaken !== false)) {
				const index = next++;
				fates[index] = await this.send(this.jsonCall(pages[index], callHeaders(this.auth)), rules);
			}
		};
		await Promise.all(Array.from({ length: underWay }, sendNext));
		return fates;
	}

	/**
	 * An alert with its signature over the bytes of the body. Repeats are not documented: there are none.
	 * @param key the Campaign Report API key
	 * @param body other bytes for the same alert, e.g. with spaces; default: compact JSON
	 */
	async alert(alert: Alert, key: string, body = Buffer.from(JSON.stringify(alert))): Promise<Fate> {
		const headers = { 'Content-Type': 'application/json', Signature: signatureOf(key, body) };
		const rules = { isTaken: is2xx, repeats: [], patience: OTHER_PATIENCE };
		return await this.send({ method: 'POST', headers, body }, rules);
	}

	/** A call of a Connector Campaign: taken is exactly 200, within 5 seconds. */
	async connector({ method = 'POST', repeats = false, ...call }: ConnectorCall): Promise<Fate> {
		const { type, bytes } = encoded(call.body);
		const { contentType = type } = call;
		const headers = {
			...(contentType && { 'Content-Type': contentType }),
			...callHeaders(this.auth),
			...call.headers,
		};
		return await this.send(
			{ method, headers, body: bytes, query: call.query },
			{
				isTaken: ({ status }) => status === 200,
				repeats: repeats ? CONNECTOR_REPEATS : [],
				patience: CONNECTOR_PATIENCE,
			},
		);
	}

	private get auth(): CallAuth {
		return this.options.auth ?? { kind: 'none' };
	}

	private jsonCall(body: object, headers: Record<string, string>): Call {
		return {
			method: 'POST',
			headers: { 'Content-Type': 'application/json', ...headers },
			body: Buffer.from(JSON.stringify(body)),
		};
	}

	private async send(call: Call, { isTaken, repeats, patience }: Rules): Promise<Fate> {
		const replies: Reply[] = [];
		for (const wait of [0, ...repeats]) {
			if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait * this.secondMs));
			const reply = await callOnce(this.url, call, patience * 1000);
			replies.push(reply);
			this.options.onReply?.(call, reply);
			if (isTaken(reply)) {
				this.counts.taken++;
				return { isTaken: true, replies };
			}
			this.counts.refused++;
		}
		this.counts.lost++;
		return { isTaken: false, replies };
	}
}

function encoded(body: ConnectorCall['body']): { type?: string; bytes?: Buffer } {
	if (body === undefined) return {};
	const [type, text] =
		typeof body === 'string'
			? ['text/plain', body]
			: body instanceof URLSearchParams
				? ['application/x-www-form-urlencoded', body.toString()]
				: ['application/json', JSON.stringify(body)];
	return { type, bytes: Buffer.from(text) };
}
