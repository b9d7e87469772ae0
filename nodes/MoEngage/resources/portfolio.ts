import type { INodeProperties } from 'n8n-workflow';

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

/** How the project travels; `undefined` where none is given. */
export function projectQuery(options: Reader): { project_code: string } | undefined {
	const projectCode = options.text('projectCode');
	return projectCode === undefined ? undefined : { project_code: projectCode };
}
