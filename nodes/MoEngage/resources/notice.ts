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
