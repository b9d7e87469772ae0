import type { ToldLimit } from '../../nodes/MoEngage/delivery/limits/rateHeaders';
import { FixedWindow, SlidingWindow, type Meter } from './meter';

/** A workspace with a limit per minute. */
export type ServerPlan = {
	limit: number;
	windows: 'fixed' | 'sliding';
	/** Milliseconds from the start of the clock to that of a fixed window. */
	phase?: number;
	/** What others leave of the limit at a time; by default, all of it. */
	othersLeave?: (now: number) => number;
	/** What the limit counts: what is in the requests, by default, or the requests themselves. */
	counts?: 'contents' | 'requests';
	/** What each response says about the limit. */
	headers: Headers;
};

/** What a server knows of its limit when it responds. */
export type Standing = {
	isAccepted: boolean;
	limit: number;
	/** What is left of it. */
	left: number;
	/** Requests that it took within the window. */
	requests: number;
	/** Milliseconds until the window ends, in whole seconds as headers state it. */
	resetIn: number;
};

export type Headers = (standing: Standing) => ToldLimit;

/** 429 without any header, as MoEngage documents it for events. */
export const noHeaders: Headers = () => ({});

/** The three headers, in what the limit counts. */
export const trueHeaders: Headers = ({ limit, left, resetIn }) => ({ most: limit, left, resetIn });

/** The three headers count requests, although the limit counts what is in them. */
export const headersOfRequests: Headers = ({ limit, requests, resetIn }) => ({
	most: limit,
	left: Math.max(0, limit - requests),
	resetIn,
});

/** Headers that say that so much is left, whatever is. */
export const lyingHeaders =
	(left: number): Headers =>
	({ limit, resetIn }) => ({ most: limit, left, resetIn });

/** Each rejection asks to come back at once. */
export const retryAtOnce: Headers = ({ isAccepted }) => (isAccepted ? {} : { retryAfter: 0 });

export type Response = {
	isAccepted: boolean;
	/** What the request took of the limit, if it was accepted. */
	amount: number;
	told: ToldLimit;
};

/** Takes requests as long as there is room for them. */
export class Server {
	private readonly taken: Meter;

	private readonly requests: Meter;

	constructor(private readonly plan: ServerPlan) {
		this.taken = this.newMeter();
		this.requests = this.newMeter();
	}

	/** @param cost what is in the request */
	receive(cost: number, now: number): Response {
		const { limit, counts, othersLeave, headers } = this.plan;
		const amount = counts === 'requests' ? 1 : cost;
		const room = (othersLeave?.(now) ?? limit) - this.taken.used(now);
		const isAccepted = amount <= room;
		const requests = this.requests.used(now);
		if (isAccepted) {
			this.taken.add(amount, now);
			this.requests.add(1, now);
		}
		const told = headers({
			isAccepted,
			limit,
			left: Math.max(0, isAccepted ? room - amount : room),
			requests: isAccepted ? requests + 1 : requests,
			resetIn: 1000 * Math.ceil((this.taken.opensAt(now) - now) / 1000),
		});
		return { isAccepted, amount, told };
	}

	private newMeter(): Meter {
		const { windows, phase = 0 } = this.plan;
		return windows === 'fixed' ? new FixedWindow(phase) : new SlidingWindow();
	}
}
