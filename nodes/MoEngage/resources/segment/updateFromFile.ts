import type { Operation } from '../../delivery/operation';
import { InvalidInput } from '../../mapping/invalidInput';
import { objectId } from '../../mapping/objectIds';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { additionalFields } from '../fields';
import { databaseHeader } from './fields';
import { fileFields, fileOf, toldFields } from './fileFields';

/** The last part of the path for each change. */
const PATHS = { add: 'add-users', remove: 'remove-users', replace: 'replace' } as const;

const CHANGES = ['add', 'remove', 'replace'] as const;

/** Add users, Remove users and Replace of file segments (`api/custom-segments/custom-segments.yaml`). */
export const updateFromFile: Operation = {
	value: 'updateFromFile',
	name: 'Update From File',
	action: 'Update segment from file',
	description: 'Add the users of a CSV file to a file segment, remove them, or replace all users',
	hint: 'For segments made by createFromFile.',
	route: { endpoint: ENDPOINTS.updateFileSegment },
	fields: [
		{
			displayName: 'Change',
			name: 'change',
			type: 'options',
			options: [
				{ name: 'Add Users', value: 'add' },
				{ name: 'Remove Users', value: 'remove' },
				{
					name: 'Replace All Users',
					value: 'replace',
					description: 'The segment then has the users of the file only',
				},
			],
			default: 'add',
			description: 'What to do with the users of the file',
		},
		...fileFields,
		additionalFields([
			...toldFields,
			{
				displayName: 'Segment ID',
				name: 'segmentId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 6388a97a02adb9071ca84c01',
				description: 'ID of the segment. It wins over the name.',
			},
		]),
	],

	toPiece(parameters) {
		const additional = parameters.collection('additionalFields');
		const file = fileOf(parameters, additional);
		const change = parameters.oneOf('change', CHANGES);
		if (change === undefined) {
			throw new InvalidInput(
				'change',
				'is empty for this item',
				`Use one of ${CHANGES.join(', ')}`,
			);
		}
		const id = additional.text('segmentId');
		return {
			envelope: { path: { change: PATHS[change] }, headers: databaseHeader(parameters) },
			lane: id ?? String(file.name),
			about: { change },
			element: {
				...file,
				...given({
					cs_id:
						id === undefined ? undefined : objectId(id, additional.path('segmentId'), 'segment'),
				}),
			},
		};
	},
};
