import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { readObjectOfAttributes } from '../../mapping/attributes';
import type { FileOfItem, ItemFacts } from '../../delivery/operation';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { rowsOf } from '../../mapping/rows';
import { userNamedBy, type UserNamedBy } from '../../mapping/users';
import { given, isGiven, isPlainObject, oneOf, requiredText, textList } from '../../mapping/values';
import { rowsNamedBy } from '../fields';

/** The channels of Inform (`api/inform/inform.yaml`), and what names a recipient there. A push token names a device. */
const RECIPIENTS: Record<string, UserNamedBy> = {
	EMAIL: 'email',
	PUSH: 'other',
	RCS: 'phone',
	SMS: 'phone',
	WHATSAPP: 'phone',
};

/** `user-guide/inform/create/test-alert.mdx` has attachments for email alone, the schema for push as well. */
const WITH_ATTACHMENTS = 'EMAIL';

export const channelsField: INodeProperties = {
	displayName: 'Channels',
	name: 'channels',
	type: 'fixedCollection',
	typeOptions: rowsNamedBy('channel'),
	placeholder: 'Add Channel',
	default: {},
	required: true,
	description: 'Channels of the alert, one row for each',
	options: [
		{
			displayName: 'Channel',
			name: 'channel',
			values: [
				{
					displayName: 'Channel',
					name: 'channel',
					type: 'options',
					options: [
						{ name: 'Email', value: 'EMAIL' },
						{ name: 'Push', value: 'PUSH' },
						{ name: 'RCS', value: 'RCS' },
						{ name: 'SMS', value: 'SMS' },
						{ name: 'WhatsApp', value: 'WHATSAPP' },
					],
					default: 'EMAIL',
					description: 'Channel that the alert has in MoEngage',
				},
				{
					displayName: 'Recipient',
					name: 'recipient',
					type: 'string',
					default: '',
					placeholder: 'e.g. jane.doe@example.com',
					description:
						'Email address, push token, or mobile number with country code. If empty, MoEngage takes it from the profile of the Customer ID, if your workspace allows user attributes in Inform.',
				},
				{
					displayName: 'Personalized Attributes',
					name: 'personalizedAttributes',
					type: 'json',
					default: '{}',
					placeholder: 'e.g. { "order_id": "4711" }',
					description: 'Values for the message, as one JSON object',
				},
				{
					displayName: 'Attachments',
					name: 'attachments',
					type: 'string',
					default: '',
					displayOptions: { show: { channel: [WITH_ATTACHMENTS] } },
					placeholder: 'e.g. invoice, terms',
					description:
						'Comma-separated names of files of the item, as on the tab Binary of the input. Each has to be an attachment key of the alert in MoEngage.',
				},
			],
		},
	],
};

/** So many files a message names. */
const MOST_FILES = 5;

const ROW_FIELDS = ['channel', 'recipient', 'personalizedAttributes', 'attachments'] as const;

type FilesOfItem = Pick<ItemFacts, 'hasFile' | 'files'>;

type Row = { [field in (typeof ROW_FIELDS)[number]]?: unknown };

const PATH = 'channels.channel';

/**
 * Reads the channels of an alert.
 * @param hasUser the alert names a user, in whose profile MoEngage finds a recipient that is not given
 * @returns what the request says of each channel, and the names of the files that go with it
 * @throws InvalidInput for no channel, two rows of one channel, no recipient, or a file that the item does not have
 */
export function readChannels(
	parameters: Reader,
	hasUser: boolean,
	item: FilesOfItem,
): { payloads: IDataObject; files: string[] } {
	const rows = channelRows(parameters.get('channels'));
	if (!rows.some(({ channel, recipient }) => isGiven(channel) || isGiven(recipient))) {
		throw new InvalidInput(
			'channels',
			'has no channel for this item',
			'Add a row for each channel of the alert',
		);
	}
	const payloads: IDataObject = {};
	let files: string[] = [];
	for (const row of rows) {
		const name = requiredText(row.channel, `${PATH}.channel`);
		const channel = oneOf(name, Object.keys(RECIPIENTS), `${PATH}.channel`) as string;
		if (channel in payloads) {
			throw new InvalidInput(
				`${PATH}.channel`,
				`${channel} is in two rows`,
				'Keep one row for each channel',
			);
		}
		const fields = parameters.within(row, PATH);
		const attributes = readObjectOfAttributes(fields, 'personalizedAttributes', 'message');
		const isEmpty = Object.keys(attributes).length === 0;
		payloads[channel] = given({
			recipient: recipientOf(row, channel, hasUser),
			personalized_attributes: isEmpty ? undefined : (attributes as IDataObject),
		});
		files = [...files, ...filesOf(row, channel, item)];
		const isLost = channel === WITH_ATTACHMENTS && findsNoFile(row);
		for (const { name } of isLost ? item.files().slice(0, 1) : []) {
			parameters.tell('noAttachment', name);
		}
	}
	return { payloads, files };
}

/** The request with the content of its files, Base64, under their names. */
export function attach(element: IDataObject, files: Record<string, string>): IDataObject {
	const payloads = element.payloads as Record<string, IDataObject>;
	const email = { ...payloads[WITH_ATTACHMENTS], personalized_attachments: files };
	return { ...element, payloads: { ...payloads, [WITH_ATTACHMENTS]: email } };
}

/** Does a row say anything? The editor keeps `{}` in a new one. */
function isFilled(row: Row): boolean {
	const { personalizedAttributes: attributes } = row;
	const isNothing =
		!isGiven(attributes) ||
		/^\s*\{\s*\}\s*$/.test(
			typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
		);
	return [row.channel, row.recipient, row.attachments].some(isGiven) || !isNothing;
}

/** The rows that somebody has filled in; of an object, each channel with its recipient, or with its row. */
function channelRows(value: unknown): Row[] {
	return rowsOf(value, 'channels', { rows: 'channel', fields: ROW_FIELDS })
		.map((row) => (isPlainObject(row.recipient) ? { ...row, ...row.recipient } : row))
		.filter(isFilled);
}

function recipientOf(row: Row, channel: string, hasUser: boolean): string | undefined {
	const path = `${PATH}.recipient`;
	if (isGiven(row.recipient)) return userNamedBy(RECIPIENTS[channel], row.recipient, path);
	if (hasUser) return undefined;
	throw new InvalidInput(
		path,
		`is empty for ${channel}, and Customer ID is empty too`,
		'Fill in Recipient, or check that its expression finds a value in every item. Or fill in Customer ID, so that MoEngage takes the recipient from the profile',
	);
}

/** Is it an expression without a result, such as `{{ $json.data }}` for a file? */
function findsNoFile(row: Row): boolean {
	return 'attachments' in row && (row.attachments === undefined || row.attachments === null);
}

function filesOf(row: Row, channel: string, { hasFile, files }: FilesOfItem): string[] {
	const path = `${PATH}.attachments`;
	if (isPlainObject(row.attachments)) {
		throw new InvalidInput(
			path,
			`is ${quote(row.attachments)}, not the name of a file`,
			adviceFor(files()),
		);
	}
	const names = [...new Set(textList(row.attachments, path))];
	if (names.length > 0 && channel !== WITH_ATTACHMENTS) {
		throw new InvalidInput(
			path,
			`is filled in for ${channel}, but MoEngage takes attachments for ${WITH_ATTACHMENTS} only`,
			`Move the attachments to the row of ${WITH_ATTACHMENTS}, or remove them`,
		);
	}
	const absent = names.find((name) => !hasFile(name));
	if (absent !== undefined) {
		throw new InvalidInput(
			path,
			`names ${quote(absent)}, but this item has no file of that name`,
			adviceFor(files()),
		);
	}
	return names;
}

/** Names the files of the item: many try the name that a file has on a disk. */
function adviceFor(files: FileOfItem[]): string {
	if (files.length === 0) return 'Files come from nodes such as HTTP Request or Read Files';
	const named = files.slice(0, MOST_FILES).map(({ name, fileName }) => {
		return fileName === undefined ? quote(name) : `${quote(name)} (${fileName})`;
	});
	return `Use the name above the file on the tab Binary of the input: ${named.join(', ')}`;
}
