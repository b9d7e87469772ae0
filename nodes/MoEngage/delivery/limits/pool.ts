import { HeaderTrust } from './headerTrust';
import { MINUTE_MS } from '../clock';
import { Bucket } from './bucket';
import { perMinuteOf, SlidingWindow, type Window, type WindowUnit } from './slidingWindow';
import {
	lengthOf,
	unitOf,
	type Ask,
	type Flight,
	type Opening,
	type Pause,
	type Settled,
} from './pause';
import { namedWait, type ToldLimit } from './rateHeaders';
import { RefusalPace } from './refusalPace';
import type { Flying, HeaderPace } from './headerPace';

/** After so long without any sign of others the whole limit is ours again: whoever shares it shows within a window. */
const FORGET_OTHERS_MS = 3 * MINUTE_MS;

/** The limit per minute of endpoints for which MoEngage documents none, unless more was accepted. Documented are 50 to 60,000. */
const ASSUMED_LIMIT = 10_000;

/** Until the first answer this part of the limit may be under way, or so many requests if that is more: others may have used it up. */
const FIRST_PART = 1 / 40;
const FIRST_REQUESTS = 10;

/** Even while MoEngage has named a later time, one request asks as often as this: the time may be wrong. */
const ASK_AGAIN_MS = 5 * MINUTE_MS;

/**
 * One limit of a workspace, for one endpoint or for all that share it: says when requests may leave. It starts from
 * MoEngage's documented number. Once the answers, or refusals, show that others use the limit, too, it follows what
 * is left: by MoEngage's own count where the answers state it, else by what is refused.
 */
export class Pool {
	private readonly limit = new SlidingWindow();

	private readonly accepted = new SlidingWindow();

	private flying: Flying = { cost: 0, requests: 0 };

	private hasAnswer = false;

	private capacity = ASSUMED_LIMIT;

	/** Length of the longest documented window. */
	private longest = MINUTE_MS;

	private readonly share: RefusalPace;

	private readonly announcements: HeaderTrust;

	/** Others use the limit, too. */
	private isShared = false;

	/** When others were last noticed. */
	private noticedAt = -Infinity;

	/** Requests that left before this are no news if they are refused. */
	private refusedAt = -Infinity;

	/** Nothing leaves, except one request to find out whether the pause is over. */
	private pause?: Pause;

	/** What may leave now while others use the limit, too. */
	private readonly credit = new Bucket();

	/** @param random from 0 to 1 */
	constructor(random: () => number = Math.random) {
		this.share = new RefusalPace(random);
		this.announcements = new HeaderTrust(random);
	}

	/** When a request may leave. @param now milliseconds of a clock that only goes forward, as everywhere here */
	nextOpening(ask: Ask, now: number): Opening {
		this.capacity = perMinuteOf(ask.windows) ?? Math.max(this.capacity, this.acceptedCost(now));
		const documented = this.limit.nextRoom(ask.cost, ask.windows, now);
		if (documented !== undefined) return { wait: documented.at - now, until: documented.at };
		this.longest = Math.max(MINUTE_MS, ...ask.windows.map(({ length }) => length));
		if (now - Math.max(this.noticedAt, this.pauseEnd) > FORGET_OTHERS_MS) this.forgetOthers();
		if (!this.isShared && !this.mustShare(now)) {
			return this.isFirstFlightFull() ? { wait: Infinity, isFirstFlight: true } : { wait: 0 };
		}
		return this.sharedOpening({ cost: ask.cost, requests: 1 }, now);
	}

	/** The request leaves. */
	depart({ cost }: Ask, now: number): Flight {
		this.limit.note(cost, now);
		this.credit.spend(this.told?.inItsUnit({ cost, requests: 1 }) ?? cost);
		this.flying = { cost: this.flying.cost + cost, requests: this.flying.requests + 1 };
		const flight = { at: now, cost, sight: this.told?.look({ cost, requests: 1 }) };
		if (this.pause !== undefined) this.pause.probe = flight;
		return flight;
	}

	/** The request was not sent after all. */
	takeBack(flight: Flight): void {
		this.limit.giveBack(flight.cost, flight.at);
		this.land(flight);
	}

	/** The request has come back. @param told what the answer says about the limit */
	settle(flight: Flight, settled: Settled, told: ToldLimit, now: number): void {
		const said = { ...told, resetIn: told.resetIn && Math.min(told.resetIn, this.longest) };
		this.land(flight);
		if (settled === 'lost') return;
		this.hasAnswer = true;
		if (settled === 'accepted') this.noteAccepted(flight, said, now);
		else this.noteRefused(flight, said, now);
	}

	private land(flight: Flight): void {
		const { cost, requests } = this.flying;
		this.flying = { cost: cost - flight.cost, requests: requests - 1 };
		if (this.pause?.probe === flight) this.pause.probe = undefined;
	}

	/** Which limit is used up in a pause, as far as can be told, and until when. */
	usedUp(windows: Window[], now: number): { unit: WindowUnit; until?: number } {
		const documented = this.limit.nextRoom(1, windows, now);
		const byDocument = { unit: documented?.window.unit ?? 'minute', until: documented?.at };
		if (this.pause === undefined) return byDocument;
		const isLonger = (documented?.at ?? 0) - now > lengthOf(this.pause, now);
		return isLonger ? byDocument : unitOf(this.pause, now);
	}

	private isFirstFlightFull(): boolean {
		const most = Math.max(FIRST_REQUESTS, this.capacity * FIRST_PART);
		return !this.hasAnswer && this.flying.requests >= most;
	}

	/** Do the answers say that the limit is used up soon? */
	private mustShare(now: number): boolean {
		const { told } = this;
		if (told === undefined || told.isOver(now) || !told.isNearlyUsedUp(this.flying)) return false;
		this.noticeOthers(now);
		return true;
	}

	/** What MoEngage accepted of us within the last minute, in what the limit counts. */
	private acceptedCost(now: number): number {
		return this.accepted.within(MINUTE_MS, now).cost;
	}

	private noticeOthers(now: number): void {
		this.noticedAt = now;
		if (this.isShared) return;
		this.isShared = true;
		this.share.start(this.acceptedCost(now), this.capacity);
		this.credit.reset(0, now);
	}

	private forgetOthers(): void {
		this.isShared = false;
		this.pause = undefined;
	}

	private get pauseEnd(): number {
		return Math.max(this.pause?.probeAt ?? 0, this.pause?.until ?? 0);
	}

	private sharedOpening(request: Flying, now: number): Opening {
		const { told } = this;
		if (told?.isNearlyUsedUp({ cost: 0, requests: 0 })) this.noticedAt = now;
		if (this.pause !== undefined) return this.pausedOpening(this.pause, now);
		if (told?.isOver(now)) {
			told.beginWindow(now);
			this.pause = { since: now, probeAt: now };
			return this.pausedOpening(this.pause, now);
		}
		this.gainCredit(request, now);
		if (told !== undefined && !told.hasRoom(this.flying, request)) {
			if (this.flying.requests > 0) return { wait: Infinity };
			this.pause = { since: now, probeAt: told.wait(now) };
			return this.pausedOpening(this.pause, now);
		}
		return { wait: this.credit.wait(this.rate(now)) };
	}

	private pausedOpening({ probeAt, until, probe }: Pause, now: number): Opening {
		if (now < probeAt) return { wait: probeAt - now, until };
		return { wait: probe === undefined ? 0 : Infinity };
	}

	private rate(now: number): number {
		const accepted = this.accepted.within(MINUTE_MS, now);
		return this.told?.rate(accepted) ?? this.share.rate;
	}

	/** The rate grows with time, and what may leave with the rate. */
	private gainCredit(request: Flying, now: number): void {
		const seconds = this.credit.secondsSince(now);
		if (this.told === undefined) this.share.grow(seconds, this.capacity);
		else this.told.grow(seconds);
		const one = this.told?.inItsUnit(request) ?? request.cost;
		this.credit.grow(this.rate(now), one, now);
	}

	private noteAccepted(flight: Flight, told: ToldLimit, now: number): void {
		this.accepted.note(flight.cost, now);
		const accepted = this.acceptedCost(now);
		this.listen(flight, told, true, now);
		this.share.noteAccepted(accepted);
		if (this.pause !== undefined && flight.at >= this.pause.probeAt) {
			this.credit.reset(this.share.reopen(accepted, this.capacity, now), now);
			this.told?.reopen();
			this.pause = undefined;
		}
	}

	private noteRefused(flight: Flight, said: ToldLimit, now: number): void {
		const { told, pause } = this;
		const { cost } = flight;
		const hadRoom = told?.hasRoom(this.flying, { cost, requests: 1 }) ?? false;
		this.listen(flight, said, false, now);
		// Whatever left before the first refusal was known says nothing new.
		if (flight.at <= this.refusedAt) return;
		this.refusedAt = now;
		const wasPaused = pause !== undefined;
		this.noticeOthers(now);
		if (hadRoom) this.announcements.noteLie(now);
		const { cost: accepted, requests } = this.accepted.within(MINUTE_MS, now);
		const own = this.share.refuse(wasPaused, { accepted, requests, cost }, now);
		const asked = this.told?.wait(now) ?? own;
		const named = namedWait(said);
		const until = named === undefined ? undefined : now + named;
		this.pause = {
			since: pause?.since ?? now,
			probeAt: Math.min(Math.max(asked, until ?? 0), now + ASK_AGAIN_MS),
			until,
		};
	}

	private listen(
		{ at, cost, sight }: Flight,
		said: ToldLimit,
		isAccepted: boolean,
		now: number,
	): void {
		const request = { at, cost, requests: 1, isAccepted, sight };
		this.announcements.listen(said, request, this.flying, this.capacity, now);
	}

	/** What MoEngage's answers say, if they do. */
	private get told(): HeaderPace | undefined {
		return this.announcements.told;
	}
}
