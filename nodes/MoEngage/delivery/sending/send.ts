import type { Reply, Unaccepted } from '../../transport/answer';
import type { ItemPiece, PackedRequest } from '../piece';
import { Exchange } from './exchange';
import { Lanes } from './lanes';
import type { SendPorts, SendRules } from './ports';
import { probeOf, Probes } from './probes';

/**
 * Sends packed requests: several at a time, below MoEngage's limits, again where that is allowed, and in
 * parts where one item spoils the others. Requests that share a lane leave one after the other.
 *
 * Items of requests that were not sent, because sending stopped or the execution was cancelled, are
 * reported to none of the ports.
 * @param requests in the order in which they have to be sent
 */
export async function send(
	requests: PackedRequest[],
	rules: SendRules,
	ports: SendPorts,
): Promise<void> {
	const sender = new Sender(rules, ports);
	const lanes = new Lanes(requests);
	const work = async () => {
		for (;;) {
			const index = await lanes.take();
			if (index === undefined) return;
			await sender.carry(requests[index].pieces);
			lanes.done(index);
		}
	};
	const workers = Math.max(1, Math.min(rules.maxConcurrency, requests.length));
	await Promise.all(Array.from({ length: workers }, work));
}

/** Halves of a request differ only where its pieces do: items that ask the same share one element. */
function canSplit(pieces: ItemPiece[]): boolean {
	return (
		pieces.some(
			({ action, elementKey }) => action !== undefined || elementKey !== pieces[0].elementKey,
		) && pieces.length > 1
	);
}

function isOfLimit(reply: Reply): boolean {
	return reply.kind === 'refused' && reply.concerns === 'limit';
}

function mayFareBetterInParts(reply: Unaccepted): boolean {
	return reply.kind === 'refused' && (reply.mayBeOneItem || isOfLimit(reply));
}

/** What is too large for a body or a limit is smaller in halves, whatever its items are. */
function isTooLarge(reply: Unaccepted): boolean {
	return isOfLimit(reply) || (reply.kind === 'refused' && reply.refusal.httpCode === 413);
}

class Sender {
	private readonly exchange: Exchange;

	private readonly probes = new Probes();

	/** One request at a time finds out whether everything is rejected. */
	private probing: Promise<unknown> = Promise.resolve();

	/** After this reply nothing else would be accepted either. */
	private barredBy?: Unaccepted;

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.exchange = new Exchange(rules, ports);
	}

	/**
	 * Sends pieces as one request and, if MoEngage refuses that because of some of them, in parts.
	 * @returns the reply to the request as a whole; none if it was not sent
	 */
	async carry(pieces: ItemPiece[]): Promise<Reply | undefined> {
		const { outcomes } = this.ports;
		const items = pieces.map(({ item }) => item);
		const reply = this.barredBy === undefined ? await this.exchange.send(pieces) : undefined;
		const { usedUp } = this.exchange;
		if (usedUp !== undefined && (reply === undefined || isOfLimit(reply))) {
			outcomes.heldUp(items, usedUp, reply !== undefined);
			this.noteFailure();
		} else if (reply === undefined) {
			const reason = this.barredBy ?? this.exchange.shutBy;
			if (reason !== undefined) outcomes.notSent(items, reason);
		} else if (reply.kind === 'accepted') {
			this.probes.noteAccepted();
			if (outcomes.accepted(pieces, reply.body)) this.noteFailure();
		} else if (mayFareBetterInParts(reply) && canSplit(pieces)) {
			outcomes.splitting(items);
			await this.carryInParts(pieces, isTooLarge(reply));
		} else {
			outcomes.failed(items, reply);
			const concernsAll =
				reply.kind === 'refused' && (reply.concerns === 'key' || reply.concerns === 'workspace');
			if (concernsAll) this.barredBy = reply;
			this.noteFailure();
		}
		return reply;
	}

	private async carryInParts(pieces: ItemPiece[], inHalves: boolean): Promise<void> {
		const { rest, foundBad } = inHalves
			? { rest: pieces, foundBad: false }
			: await this.probe(pieces);
		if (rest.length === 0) return;
		// Without the bad ones that were found the rest may be accepted as a whole; else one of it must be bad.
		const middle = foundBad ? rest.length : Math.ceil(rest.length / 2);
		// One after the other, so that the items of a lane keep their order.
		await this.carry(rest.slice(0, middle));
		if (middle < rest.length) await this.carry(rest.slice(middle));
	}

	/**
	 * Sends elements of a refused request alone as long as it is open whether everything is refused.
	 * @returns the pieces that are left, and whether one of the others was refused
	 */
	private async probe(pieces: ItemPiece[]): Promise<{ rest: ItemPiece[]; foundBad: boolean }> {
		let rest = pieces;
		let last: Unaccepted | undefined;
		const probeNext = async (nth: number): Promise<boolean> => {
			const isBarred = this.barredBy !== undefined || this.exchange.isHalted;
			if (this.probes.areOver || isBarred || rest.length === 0) return false;
			if (this.probes.areConclusive && last !== undefined) {
				const items = rest.map(({ item }) => item);
				this.ports.outcomes.notSent(items, last);
				rest = [];
				return false;
			}
			const alone = new Set(probeOf(rest, nth));
			rest = rest.filter((piece) => !alone.has(piece));
			const reply = await this.carry([...alone]);
			if (reply === undefined || reply.kind === 'accepted') return false;
			last = reply;
			return this.probes.note(reply);
		};
		for (let nth = 0; ; nth++) {
			// Once they say enough, each request has a probe of its own, and none has to wait for the others'.
			const isAlone = !this.probes.areOver && !this.probes.areConclusive;
			const turn = isAlone ? this.probing.then(async () => await probeNext(nth)) : probeNext(nth);
			if (isAlone) this.probing = turn;
			if (!(await turn)) return { rest, foundBad: last !== undefined };
		}
	}

	private noteFailure(): void {
		if (this.rules.stopsOnFailure) this.exchange.stop();
	}
}
