import type { IDataObject } from 'n8n-workflow';

import { InvalidInput, quote } from '../MoEngage/mapping/invalidInput';
import { isPlainObject, oneOf, textList } from '../MoEngage/mapping/values';
import { CHANNEL_OF_CODE, CHANNELS, documentedCode, type Channel } from './eventCodes';
import type { Source } from './source';

/** Whether an event, or an alert, is one that the workflow is for. */
export type Filter = (candidate: unknown) => boolean;

/**
 * The filter of a source. A Connector campaign has none: its field is hidden, and n8n then keeps no value.
 * @throws InvalidInput for a list that cannot be read
 */
export function filterOf(source: Source, filters: IDataObject): Filter {
	switch (source) {
		case 'alert':
			return alertFilter(filters);
		case 'segmentSync':
			return changeFilter(filters);
		default:
			return eventFilter(filters);
	}
}

/**
 * The filter of Streams: an event has to have one of the codes, and to be of one of the channels. An event whose channel
 * cannot be told passes: MoEngage does not send it again.
 */
export function eventFilter(filters: IDataObject): Filter {
	const codes = [
		...(textList(filters.eventCodes, 'filters.eventCodes') ?? []),
		...(textList(filters.otherEventCodes, 'filters.otherEventCodes') ?? []),
		// The name of one event may have commas.
		textOf(filters.otherEventCodes).trim(),
	].map(documentedCode);
	const wanted = new Set(codes.filter((code) => code !== ''));
	const channels = new Set<string>(
		textList(filters.channels, 'filters.channels')?.map(channelNamed),
	);
	const isOfChannels = (channel: Channel | 'none' | undefined) =>
		channel === undefined || channels.has(channel);
	return (event) =>
		(wanted.size === 0 || wanted.has(codeOf(event))) &&
		(channels.size === 0 || isOfChannels(channelOf(event)));
}

/** The filter of alerts, by their type. */
export function alertFilter(filters: IDataObject): Filter {
	const types = new Set(textList(filters.alertTypes, 'filters.alertTypes'));
	return (alert) =>
		types.size === 0 || (isPlainObject(alert) && types.has(textOf(alert.alert_type)));
}

/** The filter of a segment sync: whether users who were added, or removed, are wanted. */
function changeFilter(filters: IDataObject): Filter {
	const changes = textList(filters.changes, 'filters.changes')?.map((change) =>
		oneOf(change, ['added', 'removed'] as const, 'filters.changes'),
	);
	return (change) => changes === undefined || changes.some((wanted) => wanted === change);
}

function codeOf(event: unknown): string {
	return isPlainObject(event) ? documentedCode(textOf(event.event_code)) : '';
}

/**
 * By the event's code; for a code that is not documented, by the channel of its campaign, or by how such codes begin.
 * @returns `none` for what users do outside of any campaign, `undefined` if the channel cannot be told
 */
function channelOf(event: unknown): Channel | 'none' | undefined {
	const code = codeOf(event);
	const known = CHANNEL_OF_CODE.get(code);
	if (known !== undefined || !isPlainObject(event)) return known;
	const attributes = isPlainObject(event.event_attributes) ? event.event_attributes : {};
	// MoEngage's SDKs write the second name.
	const written = textOf(attributes.campaign_channel) || textOf(attributes.moe_campaign_channel);
	const spelling = spellingOf(written);
	const found =
		CHANNELS.find(({ spellings }) => spellings.includes(spelling)) ??
		CHANNELS.find(({ codes }) => codes?.test(code));
	if (found !== undefined) return found.value;
	const isOwn = event.event_type === 'USER_ACTION_EVENT' && !code.startsWith('MOE_');
	return isOwn && written === '' ? 'none' : undefined;
}

/**
 * The channel that an expression names, by the value of the list, its label or a spelling of MoEngage.
 * @throws InvalidInput for any other: no event would pass, and each would be lost
 */
function channelNamed(text: string): Channel {
	const spelling = spellingOf(text);
	const found = CHANNELS.find(({ value, name, spellings }) =>
		[spellingOf(value), spellingOf(name), ...spellings].includes(spelling),
	);
	if (found !== undefined) return found.value;
	throw new InvalidInput(
		'filters.channels',
		`${quote(text)} is no channel`,
		`Use ${CHANNELS.map(({ value }) => value).join(', ')}`,
	);
}

/** A channel's name in lower case, without its version and without anything but letters. */
function spellingOf(channel: string): string {
	return channel
		.toLowerCase()
		.replace(/v\d+$/, '')
		.replace(/[^a-z]/g, '');
}

/** An object could have a `toString` of its own, which is none. */
function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
