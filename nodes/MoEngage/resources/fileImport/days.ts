import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { countDays, requiredDay, shiftDay, type TimeZone } from '../../mapping/times';

/** "Only imports with a date difference of 30 can be displayed" (`api/data/data.yaml`). */
const MOST_DAYS_APART = 30;

const DAY_FIELD: Pick<INodeProperties, 'type' | 'typeOptions' | 'default'> = {
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
};

export const startDateField: INodeProperties = {
	...DAY_FIELD,
	displayName: 'Start Date',
	name: 'startDate',
	description: 'First day on which files were processed. If empty: 30 days before End Date.',
};

export const endDateField: INodeProperties = {
	...DAY_FIELD,
	displayName: 'End Date',
	name: 'endDate',
	description:
		'Last day on which files were processed, at most 30 days after Start Date. If empty: today.',
};

/**
 * Reads `startDate` and `endDate` of a collection, in a format that both endpoints document; `undefined` if neither is
 * given.
 * @param zone the workflow's
 */
export function daysBetween(chosen: Reader, now: number, zone: TimeZone): IDataObject | undefined {
	const dayOf = (name: string) =>
		chosen.isGiven(name) ? requiredDay(...chosen.at(name), zone) : undefined;
	const first = dayOf('startDate');
	const last = dayOf('endDate');
	if (first === undefined && last === undefined) return undefined;
	const end = last ?? requiredDay(new Date(now), chosen.path('endDate'), zone);
	const start = first ?? shiftDay(end, -MOST_DAYS_APART);
	const apart = countDays({ first: start, last: end }) - 1;
	if (apart < 0) {
		throw new InvalidInput(
			chosen.path('endDate'),
			`${end} is before Start Date ${start}`,
			'Use a day after Start Date',
		);
	}
	if (apart > MOST_DAYS_APART) {
		throw new InvalidInput(
			chosen.path('startDate'),
			`${start} is ${apart} days before ${last === undefined ? 'today' : 'End Date'}, ${end}, and MoEngage returns at most ${MOST_DAYS_APART} days`,
			'Use dates that are at most 30 days apart',
		);
	}
	return { start_date: start, end_date: end, format: 'YYYY-MM-DD' };
}
