import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../mapping/invalidInput';
import type { Reader } from '../mapping/reader';

/** The project of a workspace with Portfolio, in the operations that MoEngage takes a project code for. */
export function projectCodeOption(description: string): INodeProperties {
	return {
		displayName: 'Project Code',
		name: 'projectCode',
		type: 'string',
		default: '',
		placeholder: 'e.g. store-india',
		description,
	};
}

/** The project in the query; `undefined` where none is given. */
export function projectQuery(options: Reader): { project_code: string } | undefined {
	const projectCode = options.text('projectCode');
	return projectCode === undefined ? undefined : { project_code: projectCode };
}

/** What a header can carry: HTTP clients reject anything else, or send another text. */
const HEADER_TEXT = /^[\x20-\x7e]+$/;

/**
 * The project in the header that the newer APIs read; `undefined` where none is given.
 * @throws InvalidInput for text that no header can carry
 */
export function projectHeader(options: Reader): { 'MOE-PROJECT-CODE': string } | undefined {
	const projectCode = options.text('projectCode');
	if (projectCode === undefined) return undefined;
	if (HEADER_TEXT.test(projectCode)) return { 'MOE-PROJECT-CODE': projectCode };
	throw new InvalidInput(
		options.path('projectCode'),
		`${quote(projectCode)} has characters that a project code cannot have`,
		'Copy the project code from MoEngage. It has letters, digits and signs of English only',
	);
}
