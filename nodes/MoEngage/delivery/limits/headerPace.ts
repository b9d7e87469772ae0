import { MINUTE_MS } from '../clock';
import { HeaderUnit, NOTABLE_PART, type Taken } from './headerUnit';
import type { ToldLimit } from './rateHeaders';

/** Alone, a window may be used up within so many seconds. Within 5, five senders of 100 have half as much again refused. */
const SECONDS_FOR_WINDOW = 20;

/**
 * A new window starts with this rate, as a part of the limit per second, and gets this much faster per second. Without a
 * slow start, two senders of 1,000 in windows that slide have 65 % more refused; with twice the growth, 24 %.
 */
const STARTING_PART = 1 / 600;
const GROWTH = 0.5;

/** As long as nobody else seems to send, it starts faster: nobody could come too short. */
const STARTING_PART_ALONE = 1 / 60;

/** How fast what was left at most is forgotten, per second: a limit that was cut must not look used up for ever. */
const FORGET = 0.998;

/**
 * So many times what others take while a request is under way has to be left for the full rate, between these parts
 * of the limit unless nobody else takes any; with less left the rate falls. Without the upper bound, one of ten senders of
 * 1,000 gets everything; without the lower one, two of 10,000 in windows that slide have twice as many of few refusals.
 * With an exponent of 2, five senders need 20 to 29 % longer for twice a limit of 100. Without a guess at first, five of
 * 30,000 in windows that slide have 12 % more of few refusals.
 */
const CAUTION = 300;
const MOST_CAUTION = 0.1;
const LEAST_CAUTION = 0.02;
const CAUTION_EXPONENT = 1.5;
const CAUTION_AT_FIRST = 0.05;

/**
 * Answers overtake each other, so that this part of what is under way may be counted or not. Without it, one sender that
 * has the limit of 30,000 to itself waits 5.3 seconds in all, rather than 0.1.
 */
const UNSURE = 0.2;

/** Weight of one answer in what others take meanwhile. With four times that, two senders of 1,000 have 45 % more refused. */
const OTHERS_WEIGHT = 0.05;

/** Senders that wait for the same moment spread over this. Without it, five senders of 100 have 27 % more refused. */
const SPREAD_MS = 100;

/**
 * While nothing is left, the waits double, unless the window ends soon: it may slide. If they always doubled, one sender
 * of 100 would have a quarter more refused after others take half of it; if never, two senders of 500 events at once 12 %.
 * If each wait left the rate as it was, Jain's index of ten senders of 1,000 would fall by a quarter.
 */
const FIRST_WAIT_MS = 300;
const MOST_DOUBLINGS = 5;
const SOON_MS = 2000;

/**
 * As rarely asks a sender that sees next to nothing left: for so many accepted requests once, between these times. Without
 * the shorter one, two or five senders of 30,000 in windows that slide had a third more of few refusals.
 */
const LONGEST_SILENCE_S = 30;
const SHORTEST_SILENCE_S = 2;
const ASKS_PER_ACCEPTED = 0.005;

/**
 * Paces by what MoEngage's answers say about the limit. All who share it see the same numbers and follow the same
 * rule, so that they share it equally: the less is left, and the more others take meanwhile, the slower.
 */
export class HeaderPace {
	/** Per second, alone and in a window that has just begun. */
	private readonly fullRate: number;

	/** What MoEngage takes a minute. */
	private readonly most: number;

	private resetAt: number;

	/** What was left at most, forgotten slowly. */
	private highest: number;

	/** The rate that this window has come to, per second. */
	private ramp: number;

	/** What others take while a request of ours is under way. */
	private others: number;

	private waitsInRow = 0;

	/** When the request left whose answer is the newest. */
	private newestDeparture = -Infinity;

	/** How much later than others it asks when a window has ended. */
	private late = 0;

	/** What has left since the headers are read, in what they count. */
	private departed = 0;

	/** What of it had left with, or before, the request whose answer is the newest. */
	private counted = 0;

	/** What disappears, against what we have taken. */
	private readonly drain: HeaderUnit;

	/**
	 * @param left what an accepted answer said to be left
	 * @param told what it said besides
	 * @param capacity the documented limit per minute
	 * @param at when it came
	 * @param random from 0 to 1
	 */
	constructor(
		private left: number,
		told: ToldLimit,
		private readonly capacity: number,
		private at: number,
		private readonly random: () => number,
	) {
		this.fullRate = capacity / SECONDS_FOR_WINDOW;
		this.most = Math.max(1, Math.min(capacity, told.most ?? capacity));
		this.highest = Math.max(1, left);
		this.resetAt = at + (told.resetIn ?? MINUTE_MS);
		this.ramp = this.fullRate;
		const room = Math.max(1, Math.min(left, this.most));
		this.others = (CAUTION_AT_FIRST * Math.sqrt(room * this.most)) / CAUTION;
		this.drain = new HeaderUnit(left);
	}

	private get startingRate(): number {
		return this.capacity * (this.drain.isAlone ? STARTING_PART_ALONE : STARTING_PART);
	}

	/**
	 * What leaves per second, in what the headers count.
	 * @param accepted within the last minute
	 */
	rate(accepted: Flying): number {
		// Of the whole limit others may have taken a part for good; whoever had more of the rest is more careful.
		const ours = Math.min(this.most, this.inItsUnit(accepted) + this.left);
		const least = this.drain.isAlone ? 1 : Math.max(1, LEAST_CAUTION * ours);
		const caution = Math.max(least, Math.min(MOST_CAUTION * this.most, CAUTION * this.others));
		const part = Math.min(1, (Math.max(0, this.left) / caution) ** CAUTION_EXPONENT);
		const fewest = MINUTE_MS / 1000 / (ASKS_PER_ACCEPTED * Math.max(1, accepted.requests));
		const silence = Math.min(LONGEST_SILENCE_S, Math.max(SHORTEST_SILENCE_S, fewest));
		return Math.max(1 / silence, this.ramp * part);
	}

	/** A cost in what the headers count. */
	inItsUnit({ cost, requests }: Flying): number {
		return this.drain.countsRequests ? requests : cost;
	}

	/** Is so little left that it is used up soon, with what is under way? */
	isNearlyUsedUp(flying: Flying): boolean {
		return this.left - this.inItsUnit(flying) <= NOTABLE_PART * this.highest;
	}

	/** Is enough left for the request besides what is under way? */
	hasRoom(flying: Flying, request: Flying): boolean {
		return this.left - this.inItsUnit(flying) >= this.inItsUnit(request);
	}

	/** Has the window ended that the last answer spoke of? */
	isOver(now: number): boolean {
		return now >= this.resetAt + this.late;
	}

	/** The window has ended: the next answer tells about the new one. */
	beginWindow(now: number): void {
		if (this.left < NOTABLE_PART * this.highest) {
			this.ramp = Math.min(this.ramp, this.startingRate);
		}
		this.resetAt = now + MINUTE_MS;
		this.late = this.random() * SPREAD_MS;
	}

	/** Time passes. */
	grow(seconds: number): void {
		this.ramp = Math.min(this.fullRate, this.ramp * Math.exp(GROWTH * seconds));
	}

	/** A probe was accepted after a pause. */
	reopen(): void {
		this.waitsInRow = 0;
	}

	/** Nothing is left. @returns when to ask again */
	wait(now: number): number {
		const endsSoon = this.resetAt <= now + SOON_MS;
		if (!endsSoon || this.waitsInRow > 2) this.ramp = this.startingRate;
		this.waitsInRow++;
		const backoff = FIRST_WAIT_MS * 2 ** Math.min(this.waitsInRow, MOST_DOUBLINGS);
		const own = endsSoon && this.waitsInRow <= 2 ? FIRST_WAIT_MS : backoff * (0.5 + this.random());
		return Math.max(now + own, this.resetAt) + this.random() * SPREAD_MS;
	}

	/** A request was refused although there was room for it, as the headers had said. */
	doubt(): void {
		this.drain.doubt();
	}

	/** A request leaves. */
	look(request: Flying): Sight {
		this.departed += this.inItsUnit(request);
		return { left: this.left, counted: this.counted, departed: this.departed };
	}

	/**
	 * Takes in what an answer says.
	 * @param accepted the request, if it was accepted
	 * @param at when it left
	 * @param sight what was known then, if anything was
	 * @param flying what is still under way
	 */
	note(
		told: ToldLimit,
		accepted: Flying | undefined,
		{ at, sight, flying }: { at: number; sight?: Sight; flying: Flying },
		now: number,
	): void {
		if (accepted !== undefined) this.drain.take(accepted);
		// Answers overtake each other: that of an earlier request has older news.
		if (told.left === undefined || at < this.newestDeparture) return;
		this.newestDeparture = at;
		this.counted = sight?.departed ?? this.counted;
		if (sight !== undefined) {
			const ours = sight.departed - sight.counted;
			const unsure = UNSURE * this.inItsUnit(flying);
			const taken = Math.max(0, sight.left - told.left - ours - unsure);
			this.others += OTHERS_WEIGHT * (taken - this.others);
		}
		const seconds = (now - this.at) / 1000;
		this.highest = Math.max(1, told.left, this.highest * FORGET ** seconds);
		if (told.left - this.left > NOTABLE_PART * this.highest) this.ramp = this.startingRate;
		this.drain.compare(told.left, flying);
		this.left = told.left;
		this.at = now;
		this.resetAt = now + (told.resetIn ?? MINUTE_MS);
	}
}

/** What a pool of endpoints has under way. */
export type Flying = Taken;

/** What was known when a request left, to tell afterwards what others took meanwhile. */
export type Sight = {
	left: number;
	/** What had left before the request whose answer said so, and that request. */
	counted: number;
	/** What has left since the headers are read, with the request itself. */
	departed: number;
};
