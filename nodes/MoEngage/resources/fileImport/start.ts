import type { Operation } from '../../delivery/operation';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import { ENDPOINTS } from '../../transport/endpoints';
import { notice } from '../notice';

/** Trigger File Imports (`api/data/data.yaml`): one periodic import a request, at most once in five minutes. */
export const start: Operation = {
	value: 'start',
	name: 'Start',
	action: 'Start file import',
	description: 'Run a periodic import now, in addition to its schedule',
	hint: 'Then wait, and read the result with getRuns.',
	route: { endpoint: ENDPOINTS.startImport },
	fields: [
		notice(
			'startNotice',
			'A started import cannot be undone. It writes what its files hold at that moment',
			'operations/file-import.md#start',
		),
		{
			displayName: 'Import ID',
			name: 'scheduleId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 67348ff2e15aee63bc257d9b',
			description:
				"ID of the periodic import: import_id in the output of Get Many, or Actions > View Import in MoEngage's dashboard",
		},
	],

	toPiece(parameters) {
		const importId = importIdOf(parameters.requiredText('scheduleId'), 'scheduleId');
		return {
			envelope: { path: { scheduleId: importId } },
			// Several items that name an import start it once: MoEngage would refuse the others for five minutes.
			elementKey: importId,
			lane: importId,
			about: { import_id: importId },
			element: {},
		};
	},
};

/** The documents show IDs of digits and letters, up to 25 of them. */
const IMPORT_ID = /^(?=.*\d)[\w-]{12,}$/;

/**
 * The ID of an import.
 * @throws InvalidInput for anything else, such as the name of an import
 */
export function importIdOf(text: string, parameter: string): string {
	if (IMPORT_ID.test(text)) return text;
	throw new InvalidInput(
		parameter,
		`${quote(text)} is not the ID of an import`,
		'Use the import_id from Get Many, not the name of the import',
	);
}
