import { windowsOf, type Window } from '../../nodes/MoEngage/delivery/limits/slidingWindow';
import type { Ask, Flight } from '../../nodes/MoEngage/delivery/limits/pause';
import { Pool } from '../../nodes/MoEngage/delivery/limits/pool';
import type { Limiter } from './adaptive';
import type { Happening, VirtualClock } from './clock';
import type { Response, Server } from './server';

/** As in the node's gate: nobody waits longer without looking again. */
const LOOK_AGAIN_MS = 1000;

/** A timer of Node waits no less. */
const SHORTEST_TIMER_MS = 1;

/** Requests of one run under way at once. */
const AT_ONCE = 100;

/** What one process has to send, and when. */
export type SenderPlan = {
	/** When it starts. */
	from: number;
	/** When it stops; by default, never. */
	until?: number;
	/** How many requests it has to get accepted; by default, always more. */
	backlog?: number;
	/** What each request costs of the limit. */
	cost?: number;
	/** Most requests under way. */
	atOnce?: number;
	/** What says when it may send; by default, the node's own `Pool`. */
	limiter?: (random: () => number) => Limiter;
};

/** What all senders of one world share, and of which none of them knows more than its own part. */
export type Surroundings = {
	clock: VirtualClock;
	server: Server;
	/** MoEngage's documented limit per minute. */
	documented: number;
	/** Milliseconds that a request takes one way. */
	delay: () => number;
	/** The server has decided on a request. */
	witness: (sender: Sender, response: Response) => void;
};

/** One process: the node's own `Pool`, or another limiter, with requests that want to leave as soon as it lets them. */
export class Sender {
	/** When its whole backlog was accepted. */
	finishedAt?: number;

	/** Milliseconds that a request was ready to leave and the pool let none. */
	waited = 0;

	private readonly pool: Limiter;

	private readonly ask: Ask;

	/** Requests not under way that are still to be accepted. */
	private backlog: number;

	private underWay = 0;

	private waitsSince?: number;

	private timer?: Timer;

	constructor(
		readonly plan: SenderPlan,
		private readonly world: Surroundings,
		random: () => number,
	) {
		const windows: Window[] = windowsOf({ counts: 'events', perMinute: world.documented });
		this.pool = plan.limiter?.(random) ?? new Pool(random);
		this.ask = { cost: plan.cost ?? 1, windows };
		this.backlog = plan.backlog ?? Infinity;
		world.clock.schedule({ at: plan.from, happen: () => this.send() });
	}

	/** Sends as much as the pool lets it. */
	send(): void {
		const { clock } = this.world;
		const { atOnce = AT_ONCE, until = Infinity } = this.plan;
		while (this.backlog > 0 && this.underWay < atOnce && clock.now < until) {
			const { wait } = this.pool.nextOpening(this.ask, clock.now);
			if (wait > 0) {
				this.waitsSince ??= clock.now;
				this.lookAgainIn(Math.max(SHORTEST_TIMER_MS, Math.min(wait, LOOK_AGAIN_MS)));
				return;
			}
			this.noteWait();
			this.depart();
		}
		this.noteWait();
	}

	/** A response has come. */
	settle(flight: Flight, { isAccepted, told }: Response): void {
		const { now } = this.world.clock;
		this.underWay--;
		if (!isAccepted) this.backlog++;
		this.pool.settle(flight, isAccepted ? 'accepted' : 'refused', told, now);
		if (this.backlog === 0 && this.underWay === 0) this.finishedAt = now;
		this.send();
	}

	private depart(): void {
		const { clock } = this.world;
		this.backlog--;
		this.underWay++;
		clock.schedule(new Request(this, this.world, this.pool.depart(this.ask, clock.now)));
	}

	/** What waits looks after each response, too: then the timer that runs already may be set anew. */
	private lookAgainIn(ms: number): void {
		const { clock } = this.world;
		const at = clock.now + ms;
		if (this.timer?.isRunning && this.timer.at <= at) {
			this.timer.wanted = at;
			return;
		}
		if (this.timer !== undefined) this.timer.wanted = Infinity;
		this.timer = new Timer(at, clock, () => this.send());
	}

	private noteWait(): void {
		if (this.waitsSince !== undefined) this.waited += this.world.clock.now - this.waitsSince;
		this.waitsSince = undefined;
		if (this.timer !== undefined) this.timer.wanted = Infinity;
	}
}

/** On its way to the server, and back. */
class Request implements Happening {
	at: number;

	private response?: Response;

	constructor(
		private readonly sender: Sender,
		private readonly world: Surroundings,
		private readonly flight: Flight,
	) {
		this.at = world.clock.now + world.delay();
	}

	happen(): void {
		const { clock, server, witness, delay } = this.world;
		if (this.response !== undefined) {
			this.sender.settle(this.flight, this.response);
			return;
		}
		this.response = server.receive(this.flight.cost, clock.now);
		witness(this.sender, this.response);
		this.at = clock.now + delay();
		clock.schedule(this);
	}
}

/** Can be set to a later time without a second entry in the clock. */
class Timer implements Happening {
	isRunning = true;

	/** When it is to fire; `Infinity`: no more. */
	wanted: number;

	constructor(
		public at: number,
		private readonly clock: VirtualClock,
		private readonly fire: () => void,
	) {
		this.wanted = at;
		clock.schedule(this);
	}

	happen(): void {
		this.isRunning = this.wanted > this.at && this.wanted !== Infinity;
		if (this.isRunning) {
			this.at = this.wanted;
			this.clock.schedule(this);
		} else if (this.wanted !== Infinity) {
			this.fire();
		}
	}
}
