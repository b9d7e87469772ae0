import type { Reply } from '../transport/answer';
import type { Endpoint, RepeatClass } from '../transport/endpoints';
import { MINUTE_MS } from './clock';

/** What may be sent again, and how carefully requests of a class are treated, by what a repeat would do. */
export type RepeatRule = {
	/** The node itself sends it again after a 5xx answer. */
	afterServerFault: boolean;
	/** The node itself sends it again after a timeout or a broken connection. */
	afterUnknownOutcome: boolean;
	/** A retry that the user set up or started sends it again although the outcome is unknown. */
	byUserAfterUnknown: boolean;
	/** A 5xx says that MoEngage did not finish, but what it had begun cannot be undone: the outcome is unknown. */
	isFaultUnknown: boolean;
	/** Sending the same again changes nothing, so a user may do so without looking anything up. */
	isSafe: boolean;
	/** Milliseconds after its first sending within which a request of unknown outcome may be sent again. */
	safeForMs?: number;
	/**
	 * Requests under way at the same time where the user sets no number. A hundred reach MoEngage's limit of
	 * 30,000 events a minute when an answer takes 200 ms. What reaches customers has far lower limits, and the
	 * fewer of those are under way, the fewer are unknown if something breaks.
	 */
	concurrency: number;
	/** What a user can do about an unknown outcome. */
	adviceIfUnknown: string;
};

/**
 * The one table for what may be sent again. After a 429 nothing was accepted, so every call may be repeated
 * once the limit allows it. (MoEngage answers a repeated `moe_event_uuid` without counting it.)
 */
export const REPEATS: Record<RepeatClass, RepeatRule> = {
	safe: {
		afterServerFault: true,
		afterUnknownOutcome: true,
		byUserAfterUnknown: true,
		isFaultUnknown: false,
		isSafe: true,
		concurrency: 100,
		adviceIfUnknown: 'Resending it is safe.',
	},
	safeForMinutes: {
		afterServerFault: true,
		afterUnknownOutcome: true,
		byUserAfterUnknown: true,
		isFaultUnknown: true,
		isSafe: false,
		// MoEngage documents five minutes from the first request; the rest is for the repeat to arrive.
		safeForMs: 4.5 * MINUTE_MS,
		concurrency: 10,
		adviceIfUnknown:
			'A retry of this execution is safe for four minutes. Later, check in the MoEngage dashboard first whether it was sent: it may reach customers twice.',
	},
	countsTwice: {
		afterServerFault: true,
		afterUnknownOutcome: false,
		byUserAfterUnknown: true,
		isFaultUnknown: false,
		isSafe: false,
		concurrency: 100,
		adviceIfUnknown:
			"Before you resend it, check the user's profile in the MoEngage dashboard: it may count twice.",
	},
	reachesCustomers: {
		afterServerFault: false,
		afterUnknownOutcome: false,
		byUserAfterUnknown: false,
		isFaultUnknown: true,
		isSafe: false,
		concurrency: 10,
		adviceIfUnknown:
			'Before you resend it, check in the MoEngage dashboard whether it happened (Engage > Campaigns for a business event). A repeat may message customers again, and cannot be undone.',
	},
};

/**
 * May the node itself send the request again after this reply?
 * @param retryUnsafe the user accepts that an event may count or reach customers twice
 */
export function mayRepeat(reply: Reply, repeat: RepeatClass, retryUnsafe: boolean): boolean {
	const { afterServerFault, afterUnknownOutcome } = REPEATS[repeat];
	switch (reply.kind) {
		case 'accepted':
			return false;
		case 'refused':
			if (reply.concerns === 'limit') return true;
			if (reply.concerns !== 'server') return false;
			return retryUnsafe || (reply.mayHaveArrived ? afterUnknownOutcome : afterServerFault);
		case 'unreadable':
			return afterUnknownOutcome || retryUnsafe;
		case 'unanswered':
			if (!reply.isPassing) return false;
			return !reply.mayHaveArrived || afterUnknownOutcome || retryUnsafe;
	}
}

/**
 * Does the reply leave open whether MoEngage accepted the request? A 5xx of MoEngage's own says that it did not
 * finish; a gateway's page in its place (502, 504) says only that its answer was lost. Where a repeat of what was
 * finished all the same would be rejected, its word is not enough.
 */
export function isUnknown(
	reply: Reply,
	{ repeat, rejectsRepeats }: Pick<Endpoint, 'repeat' | 'rejectsRepeats'>,
): boolean {
	switch (reply.kind) {
		case 'accepted':
			return false;
		case 'refused':
			if (reply.concerns !== 'server') return false;
			return reply.mayHaveArrived || rejectsRepeats === true || REPEATS[repeat].isFaultUnknown;
		case 'unreadable':
			return true;
		case 'unanswered':
			return reply.mayHaveArrived;
	}
}
