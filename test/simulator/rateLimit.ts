import { limitWindow, type LimitWindow } from './limitWindow';
import type { LimitName, LimitRules } from './types';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Keeps a share such as 0.8 of 100 from leaving 19, by the way in which a computer holds 0.8. */
const ROUNDING = 1e-6;

/** One documented limit, and what a request takes of it. */
export interface Charge {
	limit: LimitName;
	perMinute: number;
	amount: number;
}

/** Where one limit stands. */
export interface LimitLevel {
	/** The whole limit, of which others may have a share. */
	limit: number;
	remaining: number;
	/** Milliseconds until the first of what is counted counts no longer. */
	resetMs: number;
	/** Length of its window. */
	windowMs: number;
}

/** What a request has spent. */
export interface Spending {
	/** Milliseconds until a refused request fits in; undefined if it was let in. */
	waitMs?: number;
	/** The limit to tell of, if the request has any. */
	level?: LimitLevel;
}

/** What a request wants of one window. */
interface Claim {
	window: LimitWindow;
	limit: number;
	/** What others leave of the limit. */
	room: number;
	amount: number;
}

function ruleSet(given: Partial<LimitRules>): LimitRules {
	return {
		window: 'sliding',
		offsetMs: 0,
		headers: 'none',
		headersOn: 'every',
		mixedCase: false,
		counts: 'items',
		others: 0,
		clockSpeed: 1,
		...given,
		// Copies: two simulators may be started with the same options.
		othersLeave: { ...given.othersLeave },
		perMinute: { ...given.perMinute },
		quotas: { ...given.quotas },
	};
}

function levelOf({ window, limit, room }: Claim, now: number): LimitLevel {
	return {
		limit,
		remaining: Math.max(0, room - window.used(now)),
		resetMs: window.freesIn(1, now),
		windowMs: window.lengthMs,
	};
}

/**
 * The limits of `moengage/api.md`, kept as the rules say. What is refused takes nothing, because after a 429
 * MoEngage holds nothing of the request.
 */
export class RateLimits {
	/** Writable at any time. */
	readonly rules: LimitRules;
	private readonly windows = new Map<string, LimitWindow>();

	constructor(rules: Partial<LimitRules> = {}) {
		this.rules = ruleSet(rules);
	}

	spend(charges: Charge[], now: number): Spending {
		const claims = charges.flatMap((charge) => this.claimsOf(charge, now));
		let waitMs = -Infinity;
		let slowest: Claim | undefined;
		for (const claim of claims) {
			const missing = claim.amount - claim.room + claim.window.used(now);
			if (claim.amount === 0 || missing <= 0) continue;
			const wait = claim.window.freesIn(missing, now);
			if (wait > waitMs) [waitMs, slowest] = [wait, claim];
		}
		if (slowest) return { waitMs, level: levelOf(slowest, now) };

		for (const { window, amount } of claims) window.add(amount, now);
		const levels = claims.map((claim) => levelOf(claim, now));
		return { level: levels.sort((a, b) => a.remaining - b.remaining)[0] };
	}

	reset(): void {
		this.windows.clear();
	}

	private claimsOf(charge: Charge, now: number): Claim[] {
		const { limit: name } = charge;
		const { counts, othersLeave, perMinute, quotas } = this.rules;
		const amount = counts === 'items' ? charge.amount : Math.min(1, charge.amount);
		const ourShare = 1 - this.shareOfOthers(name, now);
		const claim = (length: number, limit: number, room = limit * ourShare): Claim => ({
			window: this.window(name, length),
			limit,
			room: Math.floor(Math.min(limit, room) + ROUNDING),
			amount,
		});

		const { perHour, perDay } = quotas[name] ?? {};
		return [
			claim(MINUTE_MS, perMinute[name] ?? charge.perMinute, othersLeave[name]),
			...(perHour === undefined ? [] : [claim(HOUR_MS, perHour)]),
			...(perDay === undefined ? [] : [claim(DAY_MS, perDay)]),
		];
	}

	private shareOfOthers(name: LimitName, now: number): number {
		const { others } = this.rules;
		return typeof others === 'number' ? others : others(name, now);
	}

	/** What was counted in another way is of no use, so the key has all that the counting depends on. */
	private window(name: LimitName, length: number): LimitWindow {
		const { window: kind, offsetMs, counts, clockSpeed } = this.rules;
		const key = [name, length, kind, offsetMs, counts, clockSpeed].join();
		let window = this.windows.get(key);
		if (!window) {
			this.windows.set(key, (window = limitWindow(length / clockSpeed, this.rules)));
		}
		return window;
	}
}
