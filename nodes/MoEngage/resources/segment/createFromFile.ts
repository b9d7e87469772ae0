import type { Operation } from '../../delivery/operation';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { databaseHeader } from './fields';
import { fileFields, fileOf, toldFields } from './fileFields';

/** Create File Segment (`api/custom-segments/custom-segments.yaml`): MoEngage fetches the file a little later. */
export const createFromFile: Operation = {
	value: 'createFromFile',
	name: 'Create From File',
	action: 'Create segment from file',
	description: 'Create a segment of the users that a CSV file at a URL names',
	hint: 'For large lists that are at a URL already. For users in items, use cohort with addUsers.',
	route: {
		endpoint: ENDPOINTS.createFileSegment,
		knownAgain: {
			isSaidBy: ({ httpCode, message }) => httpCode === 409 && /exist/i.test(message),
			answerOf: (_, { element: { name } }) => ({
				cs_name: name,
				note: 'The node sent this item twice, because the first request got no usable response. MoEngage had a segment with this name at the second. Get Many has its ID.',
			}),
			refusalOf: (refusal) => refusal,
		},
	},
	fields: [
		...fileFields,
		{
			displayName: 'Expiry (Days)',
			name: 'expiryDays',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 30,
			required: true,
			description: 'After how many days MoEngage archives the segment',
		},
		additionalFields(toldFields),
	],

	toPiece(parameters) {
		const file = fileOf(parameters, parameters.collection('additionalFields'));
		const days = Number(parameters.requiredText('expiryDays'));
		if (!Number.isSafeInteger(days) || days < 1) {
			throw new InvalidInput(
				'expiryDays',
				`${quote(parameters.get('expiryDays'))} is not a number of days`,
				'Use 1 or more',
			);
		}
		return {
			envelope: { headers: databaseHeader(parameters) },
			lane: String(file.name),
			element: { ...file, expiry_time: days },
		};
	},
};
