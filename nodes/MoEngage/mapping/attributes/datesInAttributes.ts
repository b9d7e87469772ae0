import { isoText, parseIso } from '../times';

/**
 * A whole date-time with a zone in ISO 8601's extended form: it can only mean this one moment. Dates without
 * a time, times without a zone and the basic form (`20260131T101010Z`, which order numbers and file names
 * look like as well) may mean something else and stay as they are.
 */
const DATE_TIME_WITH_ZONE =
	/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}(?::?\d{2})?)$/;

/**
 * How MoEngage wants a moment: `seconds` is `YYYY-MM-DDTHH:mm:ssZ`, the one form that it stores as a date in
 * attributes of users and events (Data Overview); catalogs want milliseconds as well (`api/catalog/catalog.yaml`).
 */
export type MomentForm = 'seconds' | 'milliseconds';

/**
 * The text of a date object: it would be sent in n8n's own form otherwise, with milliseconds and an offset, which MoEngage
 * stores as text.
 * @param date what the object stands for
 * @param form `undefined` keeps the object's own ISO text
 */
export function dateText(value: object, date: Date, form: MomentForm | undefined): string {
	if (form === undefined) return isoText(value) ?? date.toISOString();
	return momentText(date.getTime(), form) ?? date.toISOString();
}

/** A whole date-time with a zone in MoEngage's form; `undefined` for all other text. */
export function utcText(text: string, form: MomentForm = 'seconds'): string | undefined {
	if (text.charAt(10) !== 'T' || !DATE_TIME_WITH_ZONE.test(text)) return undefined;
	const time = parseIso(text);
	if (time?.offset === undefined) return undefined;
	return momentText(time.wallClock - time.offset * 1000, form);
}

/** Only in years of four digits. */
function momentText(epochMs: number, form: MomentForm): string | undefined {
	const text = new Date(epochMs).toISOString();
	if (text.length !== 24) return undefined;
	return form === 'milliseconds' ? text : `${text.slice(0, 19)}Z`;
}
