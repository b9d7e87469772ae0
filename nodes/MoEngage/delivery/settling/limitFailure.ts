import type { UsedUp, WindowUnit } from '../limits';
import type { Failure } from './failure';

const MINUTE_MS = 60_000;

/** When a limit has room again at the latest, counted from now: its windows slide, or begin anew. */
const WINDOW_MS: Record<WindowUnit, number> = {
	second: MINUTE_MS,
	minute: MINUTE_MS,
	hour: 60 * MINUTE_MS,
	day: 24 * 60 * MINUTE_MS,
};

/**
 * The failure of an item that waits no longer for a limit.
 * @param wasRefused MoEngage refused a request with it because of the limit; otherwise none was sent
 * @param now epoch milliseconds
 * @param onceInMinutes how often MoEngage accepts the request, where it does so rarely
 */
export function limitUsedUp(
	{ of, unit, until, maxWait }: UsedUp,
	wasRefused: boolean,
	now: number,
	onceInMinutes?: number,
): Failure {
	const window = onceInMinutes === undefined ? WINDOW_MS[unit] : onceInMinutes * MINUTE_MS;
	const retryAt = new Date(until ?? now + window).toISOString();
	const became = wasRefused
		? 'MoEngage rejected the item because of this limit, so nothing was accepted.'
		: 'Nothing was sent of this item.';
	return {
		outcome: wasRefused ? 'rejected' : 'unsent',
		message:
			of === 'limit'
				? ofApi(unit, onceInMinutes)
				: `MoEngage's Fair Usage Policy leaves no room for more data of this user within the ${unit}`,
		description: `${became} The node waits for a limit as long as the option Max Wait allows (${minutes(maxWait)} without any accepted item). All systems that send to the workspace share the limit. Resend the item after ${retryAt}.`,
		httpCode: 429,
		type: 'RateLimit',
		retriable: true,
		retryAt,
	};
}

function ofApi(unit: WindowUnit, onceInMinutes: number | undefined): string {
	return onceInMinutes === undefined
		? `MoEngage's rate limit per ${unit} for this API is used up`
		: `MoEngage accepts this only once in ${onceInMinutes} minutes`;
}

function minutes(ms: number): string {
	const count = Math.round((ms / MINUTE_MS) * 100) / 100;
	return `${count} minute${count === 1 ? '' : 's'}`;
}
