import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput } from '../mapping/invalidInput';
import type { Reader } from '../mapping/reader';
import { formatUtc, readTime, toInstant, type TimeZone } from '../mapping/times';
import { emailAddress } from '../mapping/values';

/** By whom and when the listed things were created: filters of a read. */
export function createdFields(what: 'Campaigns' | 'Flows'): INodeProperties[] {
	const things = what.toLowerCase();
	return [
		{
			displayName: 'Created By',
			name: 'createdBy',
			type: 'string',
			default: '',
			placeholder: 'e.g. jane.doe@example.com, omar@example.com',
			description: `Comma-separated email addresses, or an expression that returns an array. ${what} by any of these people are returned.`,
		},
		{
			displayName: 'Created From',
			name: 'createdFrom',
			type: 'dateTime',
			default: '',
			description: `Earliest time at which the ${things} were created`,
		},
		{
			displayName: 'Created To',
			name: 'createdTo',
			type: 'dateTime',
			default: '',
			description: `Latest time at which the ${things} were created. A date without a time includes the whole day.`,
		},
	];
}

/** Reads `createdBy`. */
export function creators(chosen: Reader): string[] | undefined {
	return chosen.list('createdBy')?.map((email) => emailAddress(email, chosen.path('createdBy')));
}

/** Reads `createdFrom` and `createdTo`: UTC as `YYYY-MM-DDTHH:mm:ssZ`. */
export function createdRange(chosen: Reader, zone: TimeZone): { from?: string; to?: string } {
	const from = instantOf(chosen, 'createdFrom', zone, 0);
	const to = instantOf(chosen, 'createdTo', zone, LAST_SECOND_MS);
	if (from !== undefined && to !== undefined && from > to) {
		throw new InvalidInput(
			chosen.path('createdTo'),
			'is before Created From',
			'Use a time after Created From',
		);
	}
	return {
		...(from === undefined ? {} : { from: formatUtc(from) }),
		...(to === undefined ? {} : { to: formatUtc(to) }),
	};
}

/** From the beginning of a day to its last second. */
const LAST_SECOND_MS = 86_399_000;

/** @param ofDay milliseconds to add to a date that has no time */
function instantOf(
	chosen: Reader,
	name: string,
	zone: TimeZone,
	ofDay: number,
): number | undefined {
	const [value, path] = chosen.at(name);
	const time = readTime(value, path);
	if (time === undefined) return undefined;
	const { wallClock, offset, isDay } = time;
	// Added to the clock, since the days on which clocks change are an hour longer or shorter.
	return toInstant({ wallClock: wallClock + (isDay === true ? ofDay : 0), offset }, zone);
}
