import {
	eventTimes as readEventTimes,
	formatUtc,
	readTime,
	readTimeZone,
	toInstant,
	type TimeZone,
} from '../../../../nodes/MoEngage/mapping/times';
import { additionalFieldsOf } from '../../parametersOf';

export const UTC = { offsetAt: () => 0 };
export const NOW = Date.UTC(2026, 5, 1, 12);

/** The time fields of an event with these Additional Fields. */
export function eventTimes(given: Record<string, unknown>, now: number, workflowZone: TimeZone) {
	return readEventTimes(additionalFieldsOf(given), now, workflowZone);
}

/** The moment of a value, as MoEngage gets it. */
export function instantOf(value: unknown, zone = 'UTC'): string {
	const time = readTime(value, 'eventTime');
	const timeZone = readTimeZone(zone, 'timezone');
	if (!time || !timeZone) throw new Error('nothing given');
	return formatUtc(toInstant(time, timeZone));
}
