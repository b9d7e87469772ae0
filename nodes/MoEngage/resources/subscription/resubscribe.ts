import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { userNamedBy } from '../../mapping/users';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { projectHeader } from '../portfolio';
import { projectOption } from './fields';

/** Bulk Resubscribe (`api/email-subscription/email-subscription.yaml`): up to 100 addresses a request, for SendGrid only. */
export const resubscribe: Operation = {
	value: 'resubscribe',
	name: 'Resubscribe',
	action: 'Resubscribe email address',
	description: 'Cancel the unsubscribe of an email address, in MoEngage and in SendGrid',
	hint: 'Only for people who asked for emails again. Many items share one request.',
	route: { endpoint: ENDPOINTS.resubscribe, toBody },
	fields: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			placeholder: 'e.g. john@example.com',
			default: '',
			required: true,
			description:
				'Address of a person who asked for emails again. MoEngage changes every user with this address.',
		},
		{
			displayName: 'Update SendGrid',
			name: 'updateEsp',
			type: 'boolean',
			default: true,
			required: true,
			description:
				"Whether MoEngage also removes the address from SendGrid's suppression list. If off, SendGrid still drops emails to it.",
		},
	],

	options: [projectOption],

	toPiece(parameters, { newUuid }) {
		const email = userNamedBy('email', ...parameters.at('email'));
		const updateEsp = parameters.flag('updateEsp');
		if (updateEsp === undefined) {
			throw new InvalidInput('updateEsp', 'is empty for this item', 'Use true or false');
		}
		return {
			envelope: {
				body: { update_esp: updateEsp },
				...given({ headers: projectHeader(parameters.collection('options')) }),
			},
			elementKey: email,
			lane: email,
			about: { email },
			element: { email, request_id: newUuid() },
		};
	},
};

/** The documents want an ID for each request: that of its first item, so that a repeat has the same. */
function toBody(elements: IDataObject[], shared?: IDataObject): IDataObject {
	return {
		recipients: elements.map(({ email }) => email as string),
		esp: 'SENDGRID',
		request_id: elements[0]?.request_id,
		...shared,
	};
}
