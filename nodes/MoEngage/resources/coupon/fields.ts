import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Route } from '../../delivery/operation';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import { listedObjectId } from '../../mapping/objectIds';
import type { Reader } from '../../mapping/reader';
import { requiredDay, type TimeZone } from '../../mapping/times';
import { emailAddress, given, isGiven } from '../../mapping/values';
import { listOrId } from '../fields';

/** What the operations on coupon lists share. */

export const couponListField: INodeProperties = listOrId({
	displayName: 'Coupon List',
	name: 'couponListId',
	description: 'The list of coupon codes',
	searchListMethod: 'searchCouponLists',
	example: '6721d00eefc476c0f67e0d05',
});

/** Reads `couponListId`, which stands in the path. */
export function couponListOf(parameters: Reader) {
	const couponListId = listedObjectId(
		parameters.requiredText('couponListId'),
		'couponListId',
		'coupon list',
	);
	return { envelope: { path: { couponListId } }, lane: couponListId, about: { _id: couponListId } };
}

/**
 * MoEngage refuses what a list of another status cannot have done to it without a word about the status.
 * @param rule for which lists it can, e.g. `Only an active list can be archived`
 */
export function explainedBy(rule: string): Pick<Route, 'explain'> {
	return {
		explain: (refusal) =>
			refusal.httpCode === 400
				? {
						...refusal,
						message: `${refusal.message.replace(/\.?$/, '.')} ${rule}: Get has the status of this one`,
					}
				: refusal,
	};
}

export const expiresAtField: INodeProperties = {
	displayName: 'Expires At',
	name: 'expiresAt',
	type: 'dateTime',
	typeOptions: { dateOnly: true },
	default: '',
	description: 'Last day on which the list can be used',
};

/**
 * Reads `expiresAt`, as a day; `undefined` if it is empty.
 * @param zone the workflow's
 * @throws InvalidInput for a day that is over
 */
export function expiry(parameters: Reader, now: number, zone: TimeZone): string | undefined {
	if (!parameters.isGiven('expiresAt')) return undefined;
	const day = requiredDay(...parameters.at('expiresAt'), zone);
	if (day >= requiredDay(new Date(now), 'expiresAt', zone)) return day;
	throw new InvalidInput('expiresAt', `${day} is in the past`, 'Use today or a later day');
}

/** As {@link expiry}, where MoEngage needs one. */
export function requiredExpiry(parameters: Reader, now: number, zone: TimeZone): string {
	const day = expiry(parameters, now, zone);
	if (day !== undefined) return day;
	throw new InvalidInput('expiresAt', 'is empty for this item', 'Use a date such as 2027-01-31');
}

/** Whom MoEngage alerts of a list, and when. */
export const alertFields: INodeProperties[] = [
	{
		displayName: 'Alert Emails',
		name: 'alertEmails',
		type: 'string',
		default: '',
		placeholder: 'e.g. jane@example.com, omar@example.com',
		description:
			'Comma-separated email addresses that get the alerts of the list, or an expression that returns an array',
	},
	{
		displayName: 'Expiry Alert (Days Before)',
		name: 'expiryDaysBefore',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 7,
		description: 'How many days before the list expires MoEngage sends an alert',
	},
	{
		displayName: 'Shortage Alert (Codes Left)',
		name: 'shortageThreshold',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1000,
		description: 'MoEngage sends an alert once the list has fewer codes left than this',
	},
];

/** Reads {@link alertFields} of a collection: only what is given. */
export function alerts(additional: Reader): IDataObject {
	const threshold = wholeNumber(additional, 'shortageThreshold');
	const days = wholeNumber(additional, 'expiryDaysBefore');
	const conditions = given({
		coupon_shortage_alert:
			threshold === undefined ? undefined : { alert: true, threshold_count: threshold },
		expiry_alert: days === undefined ? undefined : { alert: true, days_before: days },
	});
	return given({
		email_alert_subscribers: additional
			.list('alertEmails')
			?.map((email) => emailAddress(email, additional.path('alertEmails'))),
		alert_conditions: Object.keys(conditions).length > 0 ? conditions : undefined,
	});
}

function wholeNumber(collection: Reader, name: string): number | undefined {
	const value = collection.get(name);
	if (!isGiven(value)) return undefined;
	const number = Number(value);
	if (Number.isSafeInteger(number) && number >= 1) return number;
	throw new InvalidInput(
		collection.path(name),
		`${quote(value)} is not a whole number of 1 or more`,
		'Use a number such as 100',
	);
}
