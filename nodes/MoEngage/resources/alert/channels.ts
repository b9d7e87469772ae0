import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import {
	emailAddress,
	given,
	isGiven,
	isPlainObject,
	jsonObject,
	oneOf,
	optionalText,
	requiredText,
	textList,
} from '../../mapping/values';
import { rowsNamedBy } from '../fields';

/** The channels of Inform (`api/inform/inform.yaml`). */
const CHANNELS = ['EMAIL', 'PUSH', 'RCS', 'SMS', 'WHATSAPP'] as const;

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
						'Email address, push token, or mobile number with country code. If empty, MoEngage takes it from the profile of the User ID, if your workspace allows user attributes in Inform.',
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
						'Comma-separated names of binary properties of the item. Each has to be an attachment key of the alert in MoEngage.',
				},
			],
		},
	],
};

type Row = {
	channel?: unknown;
	recipient?: unknown;
	personalizedAttributes?: unknown;
	attachments?: unknown;
};

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
	hasFile: (name: string) => boolean,
): { payloads: IDataObject; files: string[] } {
	const rows = channelRows(parameters.get('channels'));
	if (rows.length === 0) {
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
		const channel = oneOf(name, CHANNELS, `${PATH}.channel`) as string;
		if (channel in payloads) {
			throw new InvalidInput(
				`${PATH}.channel`,
				`${channel} is in two rows`,
				'Keep one row for each channel',
			);
		}
		const attributes = jsonObject(row.personalizedAttributes, `${PATH}.personalizedAttributes`);
		const isEmpty = attributes === undefined || Object.keys(attributes).length === 0;
		payloads[channel] = given({
			recipient: recipientOf(row, channel, hasUser),
			personalized_attributes: isEmpty ? undefined : (attributes as IDataObject),
		});
		files = [...files, ...filesOf(row, channel, hasFile)];
	}
	return { payloads, files };
}

/** The request with the content of its files, Base64, under their names. */
export function attach(element: IDataObject, files: Record<string, string>): IDataObject {
	const payloads = element.payloads as Record<string, IDataObject>;
	const email = { ...payloads[WITH_ATTACHMENTS], personalized_attachments: files };
	return { ...element, payloads: { ...payloads, [WITH_ATTACHMENTS]: email } };
}

/** The rows of the fixed collection that somebody has filled in. */
function channelRows(value: unknown): Row[] {
	const { channel = [] } = isPlainObject(value) ? value : {};
	return [channel]
		.flat()
		.filter(isPlainObject)
		.filter(({ channel: name, recipient }: Row) => isGiven(name) || isGiven(recipient));
}

function recipientOf(row: Row, channel: string, hasUser: boolean): string | undefined {
	const path = `${PATH}.recipient`;
	const recipient = optionalText(row.recipient, path);
	if (recipient === undefined && !hasUser) {
		throw new InvalidInput(
			path,
			`is empty for ${channel}, and User ID is empty too`,
			'Fill in Recipient. Or fill in User ID, so that MoEngage takes the recipient from the profile',
		);
	}
	const isEmail = recipient !== undefined && channel === 'EMAIL';
	return isEmail ? emailAddress(recipient, path) : recipient;
}

function filesOf(row: Row, channel: string, hasFile: (name: string) => boolean): string[] {
	const path = `${PATH}.attachments`;
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
			`names ${quote(absent)}, but the item has no binary data of this name`,
			'Check the name in the output of the node before, on its tab Binary',
		);
	}
	return names;
}
