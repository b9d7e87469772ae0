import type { Answer } from './ask';

/** Numbers from here on are a time, in seconds or milliseconds since 1970. */
const FIRST_EPOCH_SECONDS = 1e9;
const FIRST_EPOCH_MILLISECONDS = 1e12;

/** In which unit `x-ratelimit-reset` is, by its size; `undefined` where it is not there or no number. */
export function resetUnit(headers: Record<string, string>): string | undefined {
	const text = headers['x-ratelimit-reset'];
	const value = Number(text);
	if (text === undefined || text.trim() === '' || !Number.isFinite(value)) return undefined;
	if (value >= FIRST_EPOCH_MILLISECONDS) return 'epoch milliseconds';
	if (value >= FIRST_EPOCH_SECONDS) return 'epoch seconds';
	return value <= 60 ? 'seconds left' : 'seconds, more than 60';
}

/**
 * What `x-ratelimit-remaining` counts, by how much it fell from one answer to the next, of which the request
 * carried several users.
 * @returns `undefined` where it does not tell: others use the limit as well, or a new window began
 */
export function unitOfRemaining(
	before: Answer | undefined,
	after: Answer | undefined,
	users: number,
): 'users' | 'requests' | undefined {
	const first = before?.told.left;
	const second = after?.told.left;
	if (first === undefined || second === undefined) return undefined;
	if (first - second === users) return 'users';
	return first - second === 1 ? 'requests' : undefined;
}
