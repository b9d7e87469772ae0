import type { Answer, ErrorShape } from './answers';
import type { Fault, FaultKind } from './types';

/** What a fault may look at to decide whether it hits a request. */
export interface FaultTarget {
	/** With the host's prefix, without the query. */
	path: string;
	method: string;
	/** The raw body. */
	text: string;
}

interface QueuedFault {
	fault: Fault;
	toPass: number;
	toHit: number;
	/** Epoch milliseconds; known once the first request is hit. */
	endsAt: number;
}

function matches(fault: Fault, { path, method, text }: FaultTarget): boolean {
	return (
		(fault.path === undefined || path.includes(fault.path)) &&
		(fault.method === undefined || fault.method.toUpperCase() === method) &&
		(fault.text === undefined || text.includes(fault.text))
	);
}

/** The faults still to come, in the order in which they were injected. */
export class FaultQueue {
	private queue: QueuedFault[] = [];

	inject(fault: Fault): void {
		if (fault.kind === 'poison' && !fault.text) {
			throw new Error('The fault "poison" needs "text": the part of the body that is refused.');
		}
		const hasOwnEnd = fault.kind === 'poison' || fault.lastsMs !== undefined;
		const toHit = fault.times ?? (hasOwnEnd ? Infinity : 1);
		this.queue.push({ fault, toPass: fault.after ?? 0, toHit, endsAt: Infinity });
	}

	clear(): void {
		this.queue = [];
	}

	/** The fault that hits this request, counted down; the first in the queue wins. */
	take(target: FaultTarget, now = Date.now()): Fault | undefined {
		this.queue = this.queue.filter(({ endsAt }) => now < endsAt);
		for (const entry of this.queue) {
			if (!matches(entry.fault, target)) continue;
			if (entry.toPass > 0) {
				entry.toPass--;
				continue;
			}
			entry.toHit--;
			if (entry.endsAt === Infinity) entry.endsAt = now + (entry.fault.lastsMs ?? Infinity);
			if (entry.toHit <= 0) this.queue = this.queue.filter((other) => other !== entry);
			return entry.fault;
		}
		return undefined;
	}
}

const ANSWER_STATUS = 200;
const GATEWAY_STATUS = 502;
const EMPTY_STATUS = 503;
const DEFAULT_STATUS = 500;
const DEFAULT_LATENCY_MS = 1000;

const UNANSWERED = new Set<FaultKind>(['timeout', 'acceptThenTimeout']);
const CUT = new Set<FaultKind>(['resetBefore', 'resetAfter']);

/** What becomes of the answer on its way back. */
export function delivery(fault: Fault | undefined): 'answer' | 'hold' | 'cut' {
	if (fault && UNANSWERED.has(fault.kind)) return 'hold';
	if (fault && CUT.has(fault.kind)) return 'cut';
	return 'answer';
}

/** The status that a fault of MoEngage's answers with. */
export function statusOf({ status = DEFAULT_STATUS }: Fault): number {
	return status;
}

/** Milliseconds that a fault adds to the answer. */
export function faultDelay(fault: Fault | undefined): number {
	return fault?.delayMs ?? (fault?.kind === 'latency' ? DEFAULT_LATENCY_MS : 0);
}

function headersOf(fault: Fault): Record<string, string> {
	const headers = { ...fault.headers };
	if (fault.retryAfter !== undefined) headers['Retry-After'] = String(fault.retryAfter);
	if (fault.resetAfterSeconds !== undefined) {
		const resetAt = Math.ceil(Date.now() / 1000 + fault.resetAfterSeconds);
		headers['x-ratelimit-remaining'] = '0';
		headers['x-ratelimit-reset'] = String(resetAt);
	}
	return headers;
}

/**
 * The answer of a fault that keeps MoEngage from accepting anything; undefined for the faults that
 * let the request in. What `timeout` and `resetBefore` return here never leaves.
 */
export function blockingAnswer(
	fault: Fault,
	shape: ErrorShape,
	origin: string,
): Answer | undefined {
	switch (fault.kind) {
		case 'status':
			return { ...shape.ofStatus(statusOf(fault)), headers: headersOf(fault) };
		case 'answer':
			return {
				status: fault.status ?? ANSWER_STATUS,
				json: fault.body ?? null,
				headers: headersOf(fault),
			};
		case 'html': {
			const status = fault.status ?? GATEWAY_STATUS;
			const page = `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center><hr><center>nginx</center></body></html>`;
			return { status, text: page, contentType: 'text/html', headers: headersOf(fault) };
		}
		case 'empty':
			return { status: fault.status ?? EMPTY_STATUS, text: '', headers: headersOf(fault) };
		case 'redirect':
			return {
				status: 302,
				text: '',
				headers: { Location: fault.location ?? `${origin}/moved` },
			};
		case 'timeout':
		case 'resetBefore':
			return { status: 0 };
		default:
			return undefined;
	}
}
