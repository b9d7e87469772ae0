import type { Reply, Unaccepted } from '../../transport/answer';
import type { ItemPiece, PackedRequest } from '../piece';
import { Exchange, isOfLimit } from './exchange';
import { Lanes } from './lanes';
import type { SendPorts, SendRules, Unsent } from './ports';
import { sampleOf, Samples } from './samples';

/**
 * Sends packed requests: several at a time, below MoEngage's limits, again where that is allowed, and in
 * parts where one item spoils the others. Requests that share a lane leave one after the other.
 *
 * The ports are told the outcome of every request, also of those that were not sent.
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
			let hasOutcome = false;
			try {
				await sender.carry(requests[index].pieces);
				hasOutcome = true;
			} finally {
				if (!hasOutcome) sender.stop();
				lanes.done(index);
			}
		}
	};
	const workers = Math.max(1, Math.min(rules.maxConcurrency, requests.length));
	const ends = await Promise.allSettled(Array.from({ length: workers }, work));
	// Only now that every request has its outcome: an exception in one must not leave the others without.
	for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Halves of a request differ only where its pieces do: items that ask the same share one element. */
function canSplit(pieces: ItemPiece[]): boolean {
	return (
		pieces.some(
			({ action, elementKey }) => action !== undefined || elementKey !== pieces[0].elementKey,
		) && pieces.length > 1
	);
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

	private readonly samples = new Samples();

	/** One request at a time finds out whether everything is rejected. */
	private sampling: Promise<unknown> = Promise.resolve();

	/** Why nothing else would be accepted either. */
	private barredBy?: Unsent;

	constructor(
		private readonly rules: SendRules,
		private readonly ports: SendPorts,
	) {
		this.exchange = new Exchange(rules, ports);
	}

	/**
	 * Sends pieces as one request and, if MoEngage refuses that because of some of them, in parts.
	 * @returns the outcome of the request as a whole
	 */
	async carry(pieces: ItemPiece[]): Promise<Reply | Unsent> {
		const { outcomes } = this.ports;
		const items = pieces.map(({ item }) => item);
		const outcome = this.barredBy ?? (await this.exchange.send(pieces));
		if (outcome.kind === 'unsent' && outcome.because === 'keys') {
			const { going, unrecorded } = outcome.claim;
			outcomes.withheld(outcome.claim);
			if (unrecorded.length > 0) this.noteFailure();
			return going.length === 0 ? outcome : await this.carry(going);
		} else if (outcome.kind === 'unsent') {
			outcomes.unsent(items, outcome);
			if (outcome.because === 'limit') this.noteFailure();
		} else if (outcome.kind === 'accepted') {
			this.samples.noteAccepted();
			if (outcomes.accepted(pieces, outcome.body)) this.noteFailure();
		} else if (mayFareBetterInParts(outcome) && canSplit(pieces)) {
			outcomes.splitting(items);
			await this.carryInParts(pieces, isTooLarge(outcome));
		} else {
			outcomes.failed(items, outcome);
			const concernsAll =
				outcome.kind === 'refused' &&
				(outcome.concerns === 'key' || outcome.concerns === 'workspace');
			if (concernsAll) this.barredBy = { kind: 'unsent', because: 'refusal', reply: outcome };
			this.noteFailure();
		}
		return outcome;
	}

	/** No new request starts from now on. */
	stop(): void {
		this.exchange.stop();
	}

	private async carryInParts(pieces: ItemPiece[], inHalves: boolean): Promise<void> {
		const { rest, foundBad } = inHalves
			? { rest: pieces, foundBad: false }
			: await this.sample(pieces);
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
	private async sample(pieces: ItemPiece[]): Promise<{ rest: ItemPiece[]; foundBad: boolean }> {
		let rest = pieces;
		let last: Unaccepted | undefined;
		const sampleNext = async (nth: number): Promise<boolean> => {
			if (this.samples.areOver || this.barredBy !== undefined || rest.length === 0) return false;
			if (this.samples.areConclusive && last !== undefined) {
				const items = rest.map(({ item }) => item);
				this.ports.outcomes.unsent(items, { kind: 'unsent', because: 'refusal', reply: last });
				rest = [];
				return false;
			}
			const alone = new Set(sampleOf(rest, nth));
			rest = rest.filter((piece) => !alone.has(piece));
			const reply = await this.carry([...alone]);
			if (reply.kind === 'unsent' || reply.kind === 'accepted') return false;
			last = reply;
			return this.samples.note(reply);
		};
		for (let nth = 0; ; nth++) {
			// Once they say enough, each request has its own sample, and none has to wait for the others'.
			const isAlone = !this.samples.areOver && !this.samples.areConclusive;
			const turn = isAlone
				? this.sampling.then(async () => await sampleNext(nth))
				: sampleNext(nth);
			if (isAlone) this.sampling = turn;
			if (!(await turn)) return { rest, foundBad: last !== undefined };
		}
	}

	private noteFailure(): void {
		if (this.rules.stopsOnFailure) this.exchange.stop();
	}
}
