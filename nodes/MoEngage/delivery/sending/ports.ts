import type { IDataObject } from 'n8n-workflow';

import type { Reply, Unaccepted } from '../../transport/answer';
import type { Envelope } from '../../transport/request';
import type { Route } from '../operation';
import type { ItemPiece } from '../piece';
import type { UsedUp } from './gate';
import type { RunLimits } from './runLimits';

/** How requests are sent, as the node's options and the endpoint say. */
export type SendRules = {
	route: Pick<Route, 'endpoint' | 'paging' | 'knownAgain' | 'explain'>;
	maxConcurrency: number;
	maxRetries: number;
	retryUnsafe: boolean;
	/** After the first refusal no new request starts. */
	stopsOnFailure: boolean;
	limits: RunLimits;
};

/** What sending needs from outside. */
export type SendPorts = {
	/**
	 * Sends the pieces as one request, once.
	 * @param page what the request for a further page says besides
	 */
	transmit(pieces: ItemPiece[], page?: PageRequest): Promise<Reply>;
	/** Waits; resolves at once with `false` when the execution is cancelled. */
	wait(ms: number): Promise<boolean>;
	isCancelled(): boolean;
	/** Resolves when the execution is cancelled. */
	cancelled: Promise<false>;
	outcomes: SendOutcomes;
};

/** Takes down what becomes of each request. */
export type SendOutcomes = {
	/** The request with these items is about to leave. */
	departing(items: number[]): void;
	/**
	 * MoEngage accepted the request.
	 * @returns whether one of its items came to nothing all the same
	 */
	accepted(pieces: ItemPiece[], answer: IDataObject): boolean;
	/** MoEngage refused a request with these items, which will be sent again in two halves. */
	splitting(items: number[]): void;
	/**
	 * May the request with these items leave now? Not once MoEngage no longer knows again what an earlier one may have
	 * brought it; they are settled then.
	 */
	mayStillLeave(items: number[]): boolean;
	/** Has an earlier request left open whether these items were accepted? */
	areInDoubt(items: number[]): boolean;
	/**
	 * The reply leaves open whether these items were accepted; the request may be sent again.
	 * @param since when it was sent, epoch milliseconds
	 */
	leftOpen(items: number[], since: number): void;
	/** The request with these items has this last reply: it was not accepted, or nobody knows. */
	failed(items: number[], reply: Unaccepted): void;
	/** These items were not sent, since an earlier reply lets nothing good be expected for any. */
	notSent(items: number[], reply: Unaccepted): void;
	/**
	 * These items wait no longer for a limit.
	 * @param wasRefused a request with them was refused because of it; otherwise none was sent
	 */
	heldUp(items: number[], limit: UsedUp, wasRefused: boolean): void;
};

/** What the request for a further page says besides or in place of the first one's. */
export type PageRequest = Pick<Envelope, 'query' | 'body'>;
