import { accountOf, type MoEngageCredential } from '../../transport/credential';
import { countsItems } from '../../transport/endpoints';
import { fillPath } from '../../transport/request';
import type { ItemPiece } from '../piece';
import type { DeliverySettings } from '../settings';
import { FairUse } from './fairUse';
import { gateOf, settledBy, type Gate, type Ticket, type UsedUp } from './gate';
import { LastUsed } from '../lastUsed';
import { Patience, type WaitsFor } from './patience';
import { SlidingWindow, windowOf, windowsOf, type Window } from './slidingWindow';

/** What each workspace and endpoint has sent at a pace of the user's own. */
const ownPaces = new LastUsed(() => new SlidingWindow());

/** The limits that a run keeps: one user's fair use, the user's own pace, and MoEngage's limit for the endpoint. */
export class RunLimits {
	/** Of each gate: ends when no request of this run waits for its own pace or MoEngage's limit. */
	private readonly queues = new Map<Gate, Promise<unknown>>();

	/** MoEngage's limit that the run has waited for as long as it may. */
	private usedUp?: UsedUp;

	constructor(
		readonly patience: Patience,
		/** What MoEngage takes of each user. */
		readonly fairUse: FairUse,
		readonly rate: {
			/** The way to the endpoint, or to one path of it, which all runs of the process share. */
			gateOf(pieces: ItemPiece[]): Gate;
			/** MoEngage's documented windows, in what the endpoint counts. */
			windows: Window[];
			countsItems: boolean;
			/** The user's own pace, where it is below MoEngage's; shared by all runs that have set the same. */
			own?: { sent: SlidingWindow; windows: Window[] };
		},
	) {}

	/**
	 * Waits until a request may leave: its users have room first, so that a user with many items holds up no other.
	 * Then one request after the other waits for the run's own pace and MoEngage's limit, so that a run with many
	 * requests takes turns with the other runs of the process.
	 * @returns a ticket that has to be given back; or what the run has waited for as long as it may; or `undefined` if
	 * the run may not send any more
	 */
	async take(pieces: ItemPiece[], run: Run): Promise<Ticket | UsedUp | undefined> {
		for (;;) {
			const why = await this.fairUse.waitForRoom(pieces, this.patience, run.wait);
			if (why !== undefined) return why === 'halted' ? undefined : why;
			const gate = this.rate.gateOf(pieces);
			const earlier = this.queues.get(gate) ?? Promise.resolve();
			const turn = earlier.then(async () => await this.takeTurn(pieces, gate, run));
			this.queues.set(
				gate,
				turn.catch(() => undefined),
			);
			const outcome = await turn;
			if (outcome !== 'again') return outcome;
		}
	}

	/** @returns `again` if another run has taken the room of its users meanwhile */
	private async takeTurn(
		pieces: ItemPiece[],
		gate: Gate,
		{ wait, halted, mayLeave }: Run,
	): Promise<Ticket | UsedUp | 'again' | undefined> {
		if (!mayLeave()) return undefined;
		if (this.usedUp !== undefined) return this.usedUp;
		const { windows, own } = this.rate;
		const cost = this.rate.countsItems ? pieces.length : 1;
		const ownPlace = await own?.sent.take(cost, own.windows, wait);
		if (own !== undefined && ownPlace === undefined) return undefined;
		const outcome = await gate.take({ cost, windows }, this.patience, halted);
		if (outcome === undefined || 'of' in outcome) {
			ownPlace?.giveBack();
			this.usedUp = outcome;
			return outcome;
		}
		const userPlace = this.fairUse.take(pieces);
		const ticket: Ticket = {
			giveBack(reply) {
				outcome.giveBack(reply);
				if (reply === undefined) ownPlace?.giveBack();
				if (reply === undefined || settledBy(reply) === 'refused') userPlace?.giveBack();
			},
		};
		if (userPlace !== undefined) return ticket;
		ticket.giveBack(undefined);
		return 'again';
	}
}

/** What a run lets the limits do. */
export type Run = {
	/** Waits so many milliseconds; `false` when nothing may be sent any more. */
	wait(ms: number): Promise<boolean>;
	/** Settles when nothing may be sent any more. */
	halted: Promise<unknown>;
	/** Asked when it is a request's turn: a stop or an outage may have come meanwhile. */
	mayLeave(): boolean;
};

/**
 * The limits of a run.
 * @param pieces all that it has to send
 * @param onLongWait called once for each thing that it has to wait long for
 */
export function limitsToKeep(
	credential: MoEngageCredential,
	{ route, rate, ownPerMinute, maxWait }: DeliverySettings,
	pieces: ItemPiece[],
	onLongWait: (waitsFor: WaitsFor) => void,
): RunLimits {
	const { host, path, limits, tracksUsers } = route.endpoint;
	const account = accountOf(credential, host);
	const own = ownPerMinute !== undefined && {
		sent: ownPaces.of(account, path, ownPerMinute),
		windows: [windowOf('minute', ownPerMinute)],
	};
	return new RunLimits(
		new Patience(maxWait, onLongWait),
		new FairUse(account, tracksUsers ? pieces : []),
		{
			gateOf: ([{ envelope }]) =>
				gateOf(
					account,
					limits.perPath ? fillPath(path, { ...envelope?.path }) : (limits.pool ?? path),
				),
			windows: windowsOf(rate),
			countsItems: countsItems(route.endpoint),
			...(own && { own }),
		},
	);
}
