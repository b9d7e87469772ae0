import { VirtualClock } from './clock';
import { MINUTE_MS } from './meter';
import { randomFrom } from './random';
import { Sender, type SenderPlan } from './sender';
import { Server, type Response, type ServerPlan } from './server';

/** Milliseconds that a request, or its response, takes one way. */
const SHORTEST_DELAY_MS = 25;
const LONGEST_DELAY_MS = 75;

/** Senders that come together do so within this time. */
export const CHANGE_TAKES_MS = 3000;

/** So far apart are the seeds of the senders of one world, and of the world itself. */
const SEEDS_PER_WORLD = 1000;

export type Scenario = {
	server: ServerPlan;
	/** MoEngage's documented limit per minute, as far as it is not that of the server. */
	documented?: number;
	senders: SenderPlan[];
	/** When senders come or go for the last time, or begin to, as they may take three seconds for it. */
	lastChange: number;
	/** How many full windows are counted from then on. */
	windows: number;
	seed: number;
};

/** What the server counted of a sender. */
type Tally = {
	/** What was accepted in each counted window, in what the limit counts. */
	accepted: number[];
	/** Requests of the whole run. */
	acceptedRequests: number;
	refusedRequests: number;
};

/** What is known of a sender in the end. */
export type Count = Tally & {
	plan: SenderPlan;
	/** When the whole backlog was accepted. */
	finishedAt?: number;
	/** Milliseconds that it waited for the limit. */
	waited: number;
};

export type Outcome = {
	scenario: Scenario;
	/** When the first counted window began. */
	countedFrom: number;
	counts: Count[];
};

/** Runs a scenario to its end. The same seed has the same outcome. */
export function run(scenario: Scenario): Outcome {
	const { server: plan, senders, documented = plan.limit, windows, seed } = scenario;
	const clock = new VirtualClock();
	const counter = new Counter(scenario);
	const random = randomFrom(SEEDS_PER_WORLD * seed);
	const surroundings = {
		clock,
		server: new Server(plan),
		documented,
		delay: () => SHORTEST_DELAY_MS + random() * (LONGEST_DELAY_MS - SHORTEST_DELAY_MS),
		witness: (sender: Sender, response: Response) => counter.note(sender, response, clock.now),
	};
	const processes = senders.map(
		(each, index) => new Sender(each, surroundings, randomFrom(SEEDS_PER_WORLD * seed + index + 1)),
	);
	clock.runUntil(counter.countedFrom + windows * MINUTE_MS);
	return {
		scenario,
		countedFrom: counter.countedFrom,
		counts: processes.map((each) => counter.of(each)),
	};
}

/** Counts what the server decides, by sender and window. */
class Counter {
	/** Fixed windows are counted as the server has them, sliding ones from the last change on. */
	readonly countedFrom: number;

	private readonly tallies = new Map<Sender, Tally>();

	constructor(private readonly scenario: Scenario) {
		const { lastChange, server } = scenario;
		const { windows, phase = 0 } = server;
		const isOver = lastChange + CHANGE_TAKES_MS;
		const next = phase + Math.ceil((isOver - phase) / MINUTE_MS) * MINUTE_MS;
		this.countedFrom = windows === 'sliding' ? lastChange : next;
	}

	of(sender: Sender): Count {
		const { plan, finishedAt, waited } = sender;
		return { ...this.tallyOf(sender), plan, finishedAt, waited };
	}

	note(sender: Sender, { isAccepted, amount }: Response, now: number): void {
		const tally = this.tallyOf(sender);
		if (!isAccepted) {
			tally.refusedRequests++;
			return;
		}
		tally.acceptedRequests++;
		const window = Math.floor((now - this.countedFrom) / MINUTE_MS);
		if (window >= 0 && window < this.scenario.windows) tally.accepted[window] += amount;
	}

	private tallyOf(sender: Sender): Tally {
		let tally = this.tallies.get(sender);
		if (tally === undefined) {
			const accepted = Array.from({ length: this.scenario.windows }, () => 0);
			tally = { accepted, acceptedRequests: 0, refusedRequests: 0 };
			this.tallies.set(sender, tally);
		}
		return tally;
	}
}
