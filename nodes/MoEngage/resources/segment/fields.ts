import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';
import { listedObjectId } from '../../mapping/objectIds';
import type { Reader } from '../../mapping/reader';
import { listOrId } from '../fields';

/** What the operations on segments share. */

export const segmentField: INodeProperties = listOrId({
	displayName: 'Segment',
	name: 'segmentId',
	description: 'The custom segment',
	searchListMethod: 'searchSegments',
	example: '6388a97a02adb9071ca84c01',
});

/** Reads `segmentId`. */
export function segmentIdOf(parameters: Reader): string {
	return listedObjectId(parameters.requiredText('segmentId'), 'segmentId', 'segment');
}

export const nameField: INodeProperties = {
	displayName: 'Name',
	name: 'name',
	type: 'string',
	default: '',
	placeholder: 'e.g. VIP customers',
	description: 'Name of the segment. No other segment has it.',
};

/**
 * The name of a segment.
 * @throws InvalidInput for a name that MoEngage refuses: "HTML characters" (`api/custom-segments/custom-segments.yaml`)
 */
export function segmentName(name: string, parameter = 'name'): string {
	if (!/[<>]/.test(name)) return name;
	throw new InvalidInput(
		parameter,
		`${quote(name)} has < or >, which MoEngage does not accept in the name of a segment`,
		'Use a name without these characters',
	);
}

export const databaseNameField: INodeProperties = {
	displayName: 'Database Name',
	name: 'databaseName',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. my_shop',
	description:
		"Name of the workspace's database in MoEngage, which this API needs in the header MOE-DBNAME. Ask your MoEngage team for it.",
};

/** Reads `databaseName`, as a header. */
export function databaseHeader(parameters: Reader): Record<string, string> {
	const name = parameters.requiredText('databaseName');
	if (/^[\w.-]+$/.test(name)) return { 'MOE-DBNAME': name };
	throw new InvalidInput(
		'databaseName',
		`${quote(name)} is not the name of a database`,
		'Use the name that your MoEngage team gives you, such as my_shop',
	);
}
