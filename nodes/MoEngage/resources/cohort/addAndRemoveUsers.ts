import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { customerId } from '../../mapping/users';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields, customerIdField } from '../fields';

/** Whose cohort it is, where the user names nobody; MoEngage requires a name. */
const DEFAULT_PARTNER = 'n8n';

/** What a name must not begin with or contain (`api/cohort-audience/cohort-audience.yaml`). */
const REFUSED_IN_NAME = /^\.|[|*?\\:<>=$"]/;

/** "This API does not create new users" (`api/cohort-audience/cohort-audience.yaml`), nor does it say whom it found. */
const NOTE = 'MoEngage accepts users as a whole and skips those that it does not have';

const cohortFields: INodeProperties[] = [
	{
		displayName: 'Cohort ID',
		name: 'cohortId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. vip-customers',
		description:
			'Your own ID of the cohort, always the same. Segments that were made in the MoEngage dashboard or from a file cannot be changed.',
	},
	{
		displayName: 'Cohort Name',
		name: 'cohortName',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. VIP customers',
		description:
			'Name of the segment in MoEngage, which creates it if it does not exist. It must not begin with a period, or contain angle brackets or any of | * ? \\ : = $ ".',
	},
	customerIdField,
	additionalFields([
		{
			displayName: 'Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Customers with more than 10 orders',
			description: 'Description of the cohort. Items with another one need a request of their own.',
		},
		{
			displayName: 'Partner',
			name: 'partner',
			type: 'string',
			default: DEFAULT_PARTNER,
			placeholder: 'e.g. n8n',
			description: `Name of the system that the cohort comes from. If empty, ${DEFAULT_PARTNER}.`,
		},
	]),
];

/** Cohort Sync (`api/cohort-audience/cohort-audience.yaml`): as many users of one cohort a request as 128 KB hold. */
function syncMembers(
	action: 'add_members' | 'remove_members',
	texts: Pick<Operation, 'value' | 'name' | 'action' | 'description'>,
): Operation {
	return {
		...texts,
		route: {
			endpoint: ENDPOINTS.syncCohort,
			toBody: (members, { partner, ...cohort } = {}) => ({
				action,
				partner,
				parameters: { ...cohort, members },
			}),
			toOutput: (answer) => [{ ...answer, note: NOTE }],
		},
		fields: cohortFields,

		toPiece(parameters) {
			const id = customerId(...parameters.at('customerId'));
			return {
				envelope: { body: cohortOf(parameters) },
				elementKey: id,
				element: { uid: id },
				about: { customer_id: id },
			};
		},
	};
}

function cohortOf(parameters: Reader): IDataObject {
	const additional = parameters.collection('additionalFields');
	const name = parameters.requiredText('cohortName');
	const refused = REFUSED_IN_NAME.exec(name)?.[0];
	if (refused !== undefined) {
		throw new InvalidInput(
			'cohortName',
			refused === '.'
				? `${quote(name)} begins with a period, which MoEngage rejects`
				: `${quote(name)} contains ${/[<>]/.test(refused) ? 'an angle bracket' : refused}, which MoEngage rejects`,
			// n8n takes angle brackets of an advice for tags, and drops them.
			'Use a name that does not begin with a period, without angle brackets or any of | * ? \\ : = $ "',
		);
	}
	return {
		partner: additional.text('partner') ?? DEFAULT_PARTNER,
		cohort_id: parameters.requiredText('cohortId'),
		cohort_name: name,
		...given({ cohort_description: additional.text('description') }),
	};
}

export const addUsers = syncMembers('add_members', {
	value: 'addUsers',
	name: 'Add Users',
	action: 'Add users to cohort',
	description: 'Add users to a custom segment, which MoEngage creates if it does not exist',
});

export const removeUsers = syncMembers('remove_members', {
	value: 'removeUsers',
	name: 'Remove Users',
	action: 'Remove users from cohort',
	description: 'Remove users from a custom segment that Add Users created',
});
