import type { IDataObject } from 'n8n-workflow';

import type { Reply, Unaccepted } from '../../transport/answer';
import type { Envelope } from '../../transport/request';
import type { Route } from '../operation';
import type { ItemPiece } from '../piece';
import type { RunLimits, UsedUp } from '../limits';
import type { Claim } from '../once';

/** How requests are sent, as the node's options and the endpoint say. */
export type SendRules = {
	route: Pick<Route, 'endpoint' | 'paging' | 'knownAgain' | 'explain' | 'otherwise'>;
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
	/** Records the keys of items that are about to be sent (the option Send Once Per). */
	claim(pieces: ItemPiece[]): Promise<Claim>;
	outcomes: SendOutcomes;
};

/** Why MoEngage cannot have accepted anything of a request: it was not sent, or a limit refused it. */
export type Unsent = { kind: 'unsent' } & (
	| {
			/** The run sends nothing any more: a failure has stopped it, or n8n has ended the execution. */
			because: 'halted';
	  }
	| {
			/** The run has waited for this limit as long as it may. */
			because: 'limit';
			limit: UsedUp;
			/** A try of the request was refused because of it; otherwise none was sent. */
			wasRefused?: boolean;
	  }
	| {
			/** MoEngage does not respond, or has rejected the key, the workspace, or all items alike: the last such reply. */
			because: 'outage' | 'refusal';
			reply: Unaccepted;
	  }
	| {
			/** MoEngage would no longer recognize an item that an earlier request may have brought; it is settled. */
			because: 'late';
	  }
	| {
			/** Not all of its items may be sent, by their keys. Those that may are sent without the others. */
			because: 'keys';
			claim: Claim;
	  }
);

/** Is told the outcome of each request. */
export type SendOutcomes = {
	/** The request with these items is about to leave. */
	departing(items: number[]): void;
	/**
	 * MoEngage accepted the request.
	 * @returns whether one of its items failed nevertheless
	 */
	accepted(pieces: ItemPiece[], answer: IDataObject): boolean;
	/** MoEngage refused a request with these items, which will be sent in parts: alone, or as halves. */
	splitting(items: number[]): void;
	/**
	 * May the request with these items be sent now? No longer once MoEngage would not recognize the repeat of an earlier
	 * request with them; they are settled then.
	 */
	mayStillLeave(items: number[]): boolean;
	/** Has an earlier request left open whether these items were accepted? */
	areInDoubt(items: number[]): boolean;
	/**
	 * The reply leaves open whether these items were accepted; the request may be sent again.
	 * @param since when it was sent, epoch milliseconds
	 */
	leftOpen(items: number[], since: number): void;
	/** The last reply to the request with these items: not accepted, or of unknown outcome. */
	failed(items: number[], reply: Unaccepted): void;
	/** These items are not sent, because of their keys or since their keys could not be recorded. */
	withheld(claim: Claim): void;
	/** The request with these items was not sent, or not again after a limit refused it. */
	unsent(items: number[], why: Unsent): void;
};

/** What the request for a further page says besides or in place of the first one's. */
export type PageRequest = Pick<Envelope, 'path' | 'query' | 'body'>;
