import type { IDataObject } from 'n8n-workflow';

import { isPlainObject, textList } from '../MoEngage/mapping/values';
import { CHANNEL_OF_CODE, CHANNELS, documentedCode, type Channel } from './eventCodes';
import type { Source } from './source';

/** Whether an event, or an alert, is one that the workflow is for. */
export type Filter = (candidate: unknown) => boolean;

/**
 * The filter of a source. A Connector campaign has none: its field is hidden, and n8n then keeps no value.
 * @throws InvalidInput for a list that cannot be read
 */
export function filterOf(source: Source, filters: IDataObject): Filter {
	return source === 'alert' ? alertFilter(filters) : eventFilter(filters);
}

/** The filter of Streams: an event has to have one of the codes, and to be of one of the channels. */
export function eventFilter(filters: IDataObject): Filter {
	const codes = [
		...(textList(filters.eventCodes, 'filters.eventCodes') ?? []),
		...(textList(filters.otherEventCodes, 'filters.otherEventCodes') ?? []),
	].map(documentedCode);
	const wanted = new Set(codes);
	const channels = new Set(textList(filters.channels, 'filters.channels'));
	return (event) =>
		(wanted.size === 0 || wanted.has(codeOf(event))) &&
		(channels.size === 0 || channels.has(channelOf(event) ?? ''));
}

/** The filter of alerts, by their type. */
export function alertFilter(filters: IDataObject): Filter {
	const types = new Set(textList(filters.alertTypes, 'filters.alertTypes'));
	return (alert) =>
		types.size === 0 || (isPlainObject(alert) && types.has(textOf(alert.alert_type)));
}

function codeOf(event: unknown): string {
	return isPlainObject(event) ? documentedCode(textOf(event.event_code)) : '';
}

/** By the event's code; for a code that is not documented, by the channel of its campaign. */
function channelOf(event: unknown): Channel | undefined {
	const known = CHANNEL_OF_CODE.get(codeOf(event));
	if (known !== undefined || !isPlainObject(event)) return known;
	const attributes = event.event_attributes;
	if (!isPlainObject(attributes)) return undefined;
	const written = textOf(attributes.campaign_channel)
		.toLowerCase()
		.replace(/[^a-z]/g, '');
	return CHANNELS.find(({ spellings }) => spellings.includes(written))?.value;
}

/** An object could have a `toString` of its own, which is none. */
function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
