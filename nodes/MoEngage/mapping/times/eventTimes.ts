import { InvalidInput, quote } from '../invalidInput';
import type { Reader } from '../reader';
import type { GivenTime } from './iso';
import { formatUtc, notFuture, toInstant } from './moments';
import { readTime } from './readTime';
import { QUARTER, readTimeZone, type TimeZone } from './timeZone';

/** The three time fields of an action (Track Event, both references). */
export type EventTimes = {
	/** UTC, ISO 8601. */
	current_time?: string;
	/** The user's wall clock in the form of ISO 8601 that MoEngage documents, which ends in Z. */
	user_time?: string;
	/** Seconds east of UTC at the event's time. */
	user_timezone_offset?: number;
};

/** MoEngage did not exist before. */
const FIRST_EVENT_MS = Date.UTC(2000, 0, 1);

/**
 * Maps Event Time, User Time and Time Zone to the time fields of an action. What is not given is left out:
 * MoEngage derives it.
 * @throws InvalidInput as {@link readMoment}
 */
export function eventTimes(given: Reader, now: number, workflowZone: TimeZone): EventTimes {
	const { instant, zone, offset } = readMoment(given, now, workflowZone);
	const times: EventTimes = {};
	if (instant !== undefined) times.current_time = formatUtc(instant);

	const userTime = readEventTime(given, 'userTime');
	if (userTime === undefined) {
		if (offset !== undefined) times.user_timezone_offset = offset;
		return times;
	}
	// An offset that the time itself has is the user's, unless a zone is named. `Z` is no such offset: MoEngage's
	// own examples write the user's wall clock with it.
	const userZone =
		zone ??
		(userTime.hasNumericOffset ? readTimeZone(userTime.offset, given.path('userTime')) : undefined);
	if (userTime.offset === undefined && userZone === undefined) {
		times.user_time = formatUtc(userTime.wallClock);
		return times;
	}
	const userInstant = toInstant(userTime, userZone ?? workflowZone);
	const noLater = notFuture(userInstant, now, given.path('userTime'));
	// An instant is moved to the user's zone where one is named; a wall clock already is the user's.
	const isMoved = userTime.offset !== undefined && userZone !== undefined;
	times.user_time = formatUtc(
		isMoved
			? noLater + userZone.offsetAt(noLater) * 1000
			: userTime.wallClock - (userInstant - noLater),
	);
	if (userZone !== undefined) {
		times.user_timezone_offset = userZone.offsetAt(instant ?? noLater);
	}
	return times;
}

/**
 * The moment of an event in epoch milliseconds and the user's offset at that moment.
 * @param given the collection with the fields `eventTime` and `timezone`
 * @param workflowZone zone of a time that states none, when the item names none either
 * @throws InvalidInput for unreadable or future times, times before 2000, and unknown zones
 */
export function readMoment(
	given: Reader,
	now: number,
	workflowZone: TimeZone,
): { instant?: number; offset?: number; zone?: TimeZone } {
	const zone = readTimeZone(...given.at('timezone'));
	const time = readEventTime(given, 'eventTime');
	const instant =
		time && notFuture(toInstant(time, zone ?? workflowZone), now, given.path('eventTime'));
	return { instant, zone, offset: zone?.offsetAt(instant ?? now) };
}

/** Whatever the form: Go writes the year 1 for a time that was never set, SQL Server 1900, PHP and JavaScript 1970. */
function readEventTime(given: Reader, name: string): GivenTime | undefined {
	const [value, path] = given.at(name);
	const time = readTime(value, path);
	if (time === undefined) return time;
	if (time.hasNumericOffset === true && Number(time.offset) % QUARTER !== 0) {
		throw new InvalidInput(
			path,
			`${quote(value)} has an offset that no time zone has`,
			'Check how the source writes offsets: -330 minutes are -05:30',
		);
	}
	if (time.wallClock >= FIRST_EVENT_MS) return time;
	throw new InvalidInput(
		path,
		`${quote(value)} is a time before the year 2000, which some sources write for none`,
		'Use the time of the event, or leave the field empty to use the time of sending',
	);
}
