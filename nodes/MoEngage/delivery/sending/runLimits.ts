import { accountOf, type MoEngageCredential } from '../../transport/credential';
import type { ItemPiece } from '../piece';
import type { DeliverySettings } from '../settings';
import { FairUse } from './fairUse';
import { gateOf, type Gate } from './gate';
import { Limit, windowOf, windowsOf, type Window } from './limit';
import { Patience } from './patience';

/** The limits that a run keeps. */
export type RunLimits = {
	/** MoEngage's, which all runs of the process share. */
	gate: Gate;
	/** MoEngage's documented windows, in what the endpoint counts. */
	windows: Window[];
	/** The user's own pace, where it is below MoEngage's. */
	own?: OwnPace;
	fairUse: FairUse;
	patience: Patience;
};

/** A pace that the user has set, shared by all runs that have set the same. */
export class OwnPace {
	constructor(
		private readonly limit: Limit,
		private readonly windows: Window[],
	) {}

	/**
	 * @param wait waits so many milliseconds; `false` when nothing is to be sent any more
	 * @returns whether the request may be sent
	 */
	async take(cost: number, wait: (ms: number) => Promise<boolean>): Promise<boolean> {
		return await this.limit.take(cost, this.windows, wait);
	}
}

/** What each workspace and endpoint has sent at a pace of the user's own. */
const ownLimits = new Map<string, Limit>();

/**
 * The limits of a run.
 * @param pieces all that it has to send
 * @param onLongWait called once, when it has to wait long
 */
export function limitsToKeep(
	credential: MoEngageCredential,
	{ route, rate, ownPerMinute, maxWait }: DeliverySettings,
	pieces: ItemPiece[],
	onLongWait: () => void,
): RunLimits {
	const { host, path, limits, tracksUsers } = route.endpoint;
	const account = accountOf(credential, host);
	return {
		gate: gateOf(account, limits.pool ?? path),
		windows: windowsOf(rate),
		own: ownPerMinute === undefined ? undefined : ownPace(account, path, ownPerMinute),
		fairUse: new FairUse(account, tracksUsers ? pieces : []),
		patience: new Patience(maxWait, onLongWait),
	};
}

function ownPace(account: string, path: string, perMinute: number): OwnPace {
	const key = JSON.stringify([account, path, perMinute]);
	const limit = ownLimits.get(key) ?? new Limit();
	ownLimits.set(key, limit);
	return new OwnPace(limit, [windowOf('minute', perMinute)]);
}
