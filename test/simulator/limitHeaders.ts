import type { LimitLevel, Spending } from './rateLimit';
import type { LimitHeaderForm, LimitRules } from './types';

type Headers = Record<string, string>;

/** Rounded up, so that nobody is told to come too early. */
function seconds(ms: number): number {
	return Math.ceil(ms / 1000);
}

function rateLimit({ limit, remaining }: LimitLevel, reset: number, policy = ''): Headers {
	return {
		'x-ratelimit-limit': `${limit}${policy}`,
		'x-ratelimit-remaining': String(remaining),
		'x-ratelimit-reset': String(reset),
	};
}

/** @param waitMs undefined for what was let in */
type Form = (level: LimitLevel, now: number, waitMs?: number) => Headers;

/** A form that says nothing of what was let in. */
function onRefusal(headers: (waitMs: number) => Headers): Form {
	return (_level, _now, waitMs) => (waitMs === undefined ? {} : headers(waitMs));
}

const FORMS: Record<LimitHeaderForm, Form> = {
	none: () => ({}),
	secondsLeft: (level) => rateLimit(level, seconds(level.resetMs)),
	epochSeconds: (level, now) => rateLimit(level, seconds(now + level.resetMs)),
	epochMilliseconds: (level, now) => rateLimit(level, Math.ceil(now + level.resetMs)),
	policy: (level) => {
		const policy = `, ${level.limit};w=${seconds(level.windowMs)}`;
		return rateLimit(level, seconds(level.resetMs), policy);
	},
	retryAfter: onRefusal((waitMs) => ({ 'Retry-After': String(seconds(waitMs)) })),
	retryAfterZero: onRefusal(() => ({ 'Retry-After': '0' })),
	envoy: onRefusal(() => ({ 'x-envoy-ratelimited': 'true' })),
};

/** All forms, `none` first. */
export const LIMIT_HEADER_FORMS = Object.keys(FORMS) as LimitHeaderForm[];

const MIXED_CASE: Record<string, string> = {
	'x-ratelimit-limit': 'X-RateLimit-Limit',
	'x-ratelimit-remaining': 'X-RateLimit-Remaining',
	'x-ratelimit-reset': 'X-RateLimit-Reset',
	'x-envoy-ratelimited': 'X-Envoy-RateLimited',
};

/** The headers that tell of a request's limits, in the form that the rules name. */
export function limitHeaders(
	{ level, waitMs }: Spending,
	{ headers: form, headersOn, mixedCase }: Pick<LimitRules, 'headers' | 'headersOn' | 'mixedCase'>,
	now: number,
): Headers {
	if (!level || (waitMs === undefined && headersOn === 'refusals')) return {};
	const headers = FORMS[form](level, now, waitMs);
	if (!mixedCase) return headers;
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [MIXED_CASE[name] ?? name, value]),
	);
}
