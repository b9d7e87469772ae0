import { MINUTE_MS } from './meter';
import { CHANGE_TAKES_MS, type Outcome } from './world';

/** What is worth knowing of a run. */
export type Measures = {
	/** Accepted part of the limit, in the counted windows. */
	used: number;
	/** The same in the windows in which it has to be settled. */
	usedLater: number;
	/** Refused part of all requests of the run. */
	refused: number;
	/** Mean of Jain's index, in the windows in which it has to be settled. */
	fairness: number;
	/** The first counted window, from 1, from which on the mean of Jain's index is high enough; `undefined`: none. */
	settledIn?: number;
};

/** What has to be reached. */
export type Requirement = Pick<Measures, 'used' | 'refused' | 'fairness'>;

/** By what MoEngage's responses say about the limit. */
export const REQUIRED: Record<'headers' | 'noHeaders', Requirement> = {
	headers: { used: 0.95, refused: 0.02, fairness: 0.95 },
	noHeaders: { used: 0.85, refused: 0.1, fairness: 0.85 },
};

/**
 * Converged within three windows means: from the third full window after the last sender came or went on, the mean
 * of Jain's index over all windows is as required.
 */
const WINDOWS_TO_SETTLE = 3;

/** @param least mean of Jain's index from which on a run counts as settled */
export function measure(outcome: Outcome, least: number): Measures {
	const used = usedPerWindow(outcome);
	const fairness = fairnessPerWindow(outcome);
	const accepted = sum(outcome.counts.map(({ acceptedRequests }) => acceptedRequests));
	const refused = sum(outcome.counts.map(({ refusedRequests }) => refusedRequests));
	const settled = fairness.findIndex((_, window) => mean(fairness.slice(window)) >= least);
	return {
		used: mean(used),
		usedLater: mean(used.slice(WINDOWS_TO_SETTLE - 1)),
		refused: refused === 0 ? 0 : refused / (accepted + refused),
		fairness: mean(fairness.slice(WINDOWS_TO_SETTLE - 1)),
		settledIn: settled < 0 ? undefined : settled + 1,
	};
}

/** What of a requirement a run has not reached, as text. */
export function unmet(outcome: Outcome, required: Requirement): string[] {
	const { used, usedLater, refused, fairness } = measure(outcome, required.fairness);
	const misses: Array<[isMissed: boolean, what: string, value: number, wanted: number]> = [
		[used < required.used, 'used', used, required.used],
		[usedLater < required.used, 'used in the end', usedLater, required.used],
		[refused > required.refused, 'refused', refused, required.refused],
		[fairness < required.fairness, "Jain's index", fairness, required.fairness],
	];
	return misses
		.filter(([isMissed]) => isMissed)
		.map(([, what, value, wanted]) => `${what} ${value.toFixed(3)}, not ${wanted}`);
}

/** What all together got accepted in each counted window, as a part of the limit. */
export function usedPerWindow({ scenario, counts }: Outcome): number[] {
	const { limit } = scenario.server;
	return counted(scenario.windows).map(
		(window) => sum(counts.map(({ accepted }) => accepted[window])) / limit,
	);
}

/** Jain's index of each counted window, over the senders that were there all the time. */
export function fairnessPerWindow({ scenario, countedFrom, counts }: Outcome): number[] {
	return counted(scenario.windows).map((window) => {
		const start = countedFrom + window * MINUTE_MS;
		const present = counts.filter(
			({ plan: { from, until = Infinity } }) =>
				from <= start + CHANGE_TAKES_MS && until >= start + MINUTE_MS,
		);
		return jainsIndex(present.map(({ accepted }) => accepted[window]));
	});
}

/** 1 if all have the same, down to 1 / n if one of n has everything. */
export function jainsIndex(shares: number[]): number {
	const squares = sum(shares.map((share) => share ** 2));
	return squares === 0 ? 1 : sum(shares) ** 2 / (shares.length * squares);
}

export function sum(values: number[]): number {
	return values.reduce((total, value) => total + value, 0);
}

export function mean(values: number[]): number {
	return values.length === 0 ? 0 : sum(values) / values.length;
}

function counted(windows: number): number[] {
	return Array.from({ length: windows }, (_, window) => window);
}
