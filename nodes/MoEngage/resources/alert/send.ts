import type { IDataObject } from 'n8n-workflow';

import type { KnownAgain, Operation, Route } from '../../delivery/operation';
import { customerId } from '../../mapping/users';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { notice } from '../notice';
import { attach, channelsField, readChannels } from './channels';

/** `api/inform/inform.yaml`: "The maximum length allowed for this field is 50 characters." */
const LONGEST_TRANSACTION_ID = 50;

/** Inform's `status_code` for a transaction that it has had in the last five minutes (`api/inform/inform.yaml`). */
const DUPLICATE = 120105;

const knownAgain: KnownAgain = {
	isSaidBy: ({ httpCode, number }) => httpCode === 409 && number === DUPLICATE,
	answerOf: () => ({ message: 'MoEngage received an earlier request with this transaction ID' }),
	refusalOf: (refusal, { memo }) => ({
		...refusal,
		message: `${refusal.message}: MoEngage received another request with the transaction ID ${quote(memo?.transaction_id)} in the last five minutes`,
		target: 'additionalFields.transactionId',
	}),
};

const route: Route = {
	endpoint: ENDPOINTS.sendAlert,
	knownAgain,
	attach,
	toOutput: (answer, { memo }) => [{ ...answer, ...memo }],
};

/** Send Transactional Alert (`api/inform/inform.yaml`): one alert a request, over one or more channels. */
export const send: Operation = {
	value: 'send',
	name: 'Send',
	action: 'Send alert',
	description: 'Send a transactional alert of MoEngage Inform over one or more channels',
	hint: 'For a transactional message to one customer. The alert must exist in MoEngage Inform.',
	route,
	otherRoutes: { true: { ...route, endpoint: ENDPOINTS.sendTestAlert } },
	routeOption: 'sandbox',
	fields: [
		notice(
			'sendNotice',
			'Each item messages customers: MoEngage sends the alert at once',
			'operations/alert.md#send',
		),
		{
			displayName: 'Identify Alert By',
			name: 'alertBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'ID', value: 'id' },
				{ name: 'Reference Name', value: 'referenceName' },
			],
			default: 'id',
			description: 'How MoEngage finds the alert',
		},
		{
			displayName: 'Alert ID',
			name: 'alertId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { alertBy: ['id'] } },
			placeholder: 'e.g. 636b77e6e2cf83277195fb60',
			description: 'ID of the alert in Inform. The sandbox needs its test alert ID.',
		},
		{
			displayName: 'Alert Reference Name',
			name: 'alertReferenceName',
			type: 'string',
			default: '',
			required: true,
			displayOptions: { show: { alertBy: ['referenceName'] } },
			placeholder: 'e.g. order_confirmation',
			description:
				'Reference name of the alert in Inform. The sandbox needs its test reference name.',
		},
		{
			displayName: 'Customer ID',
			name: 'userId',
			type: 'string',
			default: '',
			placeholder: 'e.g. customer-1001',
			description:
				'Customer ID of the recipient. If empty, the alert counts in no statistics and is on no profile. MoEngage creates a profile for an ID that it does not know.',
		},
		channelsField,
		additionalFields([
			{
				displayName: 'Transaction ID',
				name: 'transactionId',
				type: 'string',
				default: '',
				placeholder: 'e.g. order-4711-confirmation',
				description: `Your ID of this alert, at most ${LONGEST_TRANSACTION_ID} characters. MoEngage sends an ID once in five minutes. If empty, the node creates one for each item.`,
			},
		]),
	],
	options: [
		{
			displayName: 'Sandbox',
			name: 'sandbox',
			type: 'boolean',
			default: false,
			description:
				"Whether to send test alerts to MoEngage's sandbox. It accepts only test alert IDs and test reference names, and needs a Data Center of MoEngage in the credential.",
		},
	],

	toPiece(parameters, facts) {
		// Neither "yes" nor 1 may count as off, and message customers.
		parameters.collection('options').flag('sandbox');
		const userId = parameters.isGiven('userId')
			? customerId(...parameters.at('userId'))
			: undefined;
		const { payloads, files } = readChannels(parameters, userId !== undefined, facts);
		const transactionId = givenTransactionId(parameters) ?? facts.newUuid();
		return {
			// MoEngage takes the first of two items with one transaction; which that is, the input says.
			lane: transactionId,
			element: {
				...alertOf(parameters),
				...given({ user_id: userId }),
				transaction_id: transactionId,
				payloads,
			},
			...(files.length > 0 ? { files } : {}),
			about: given({ user_id: userId }),
			memo: { transaction_id: transactionId },
		};
	},
};

function alertOf(parameters: Reader): IDataObject {
	return parameters.oneOf('alertBy', ['id', 'referenceName']) === 'referenceName'
		? { alert_reference_name: parameters.requiredText('alertReferenceName') }
		: { alert_id: parameters.requiredText('alertId') };
}

function givenTransactionId(parameters: Reader): string | undefined {
	const additional = parameters.collection('additionalFields');
	const id = additional.text('transactionId');
	if (id !== undefined && [...id].length > LONGEST_TRANSACTION_ID) {
		throw new InvalidInput(
			additional.path('transactionId'),
			`${quote(id)} has ${[...id].length} characters, but MoEngage accepts at most ${LONGEST_TRANSACTION_ID}`,
			'Shorten it, or leave it empty so that the node creates one',
		);
	}
	return id;
}
