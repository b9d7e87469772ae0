import type { INodeProperties } from 'n8n-workflow';

import { documentation } from '../transport/documentation';

/**
 * What a user has to know before a click, with a link to the rest.
 * @param page of the documentation, with the heading
 */
export function notice(name: string, text: string, page: string): INodeProperties {
	return {
		displayName: `${text}. <a href="${documentation(page)}" target="_blank">Details</a>`,
		name,
		type: 'notice',
		default: '',
	};
}

/** The notice of what reaches customers, with the options that make it less to be feared. */
export function withSafeguards(field: INodeProperties): INodeProperties {
	const advice =
		'The option Dry Run shows the requests first, and Send Once Per skips what it has sent before';
	return { ...field, displayName: field.displayName.replace('. <a ', `. ${advice}. <a `) };
}
