import type { INodeProperties } from 'n8n-workflow';

import type { Route } from '../delivery/operation';
import { ENDPOINTS } from '../transport/endpoints';

/** MoEngage answers a bulk import with 200 whatever becomes of its elements (Bulk Import, OpenAPI). */
const BULK_NOTE =
	'MoEngage accepts a bulk import as a whole and does not confirm single items. Check them in the user profiles in MoEngage';

/** The way of events and users that goes through Bulk Import, many users a request. */
export const bulkImportRoute: Route = {
	endpoint: ENDPOINTS.bulkImport,
	toBody: (elements) => ({ type: 'transition', elements }),
	toOutput: (answer) => [{ ...answer, note: BULK_NOTE }],
};

/** Bulk Import in place of the API that takes one user a request. */
export function sendViaOption(what: 'events' | 'users'): INodeProperties {
	const api =
		what === 'events'
			? { name: 'Track Event', value: 'trackEvent' }
			: { name: 'Track User', value: 'trackUser' };
	const { value } = api;
	return {
		displayName: 'Send Via',
		name: 'sendVia',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Bulk Import',
				value: 'bulkImport',
				description: `Many users per request, for large amounts. MoEngage does not confirm single ${what}.`,
			},
			{ ...api, description: 'One user per request, each confirmed by MoEngage' },
		],
		default: value,
		description: `MoEngage API that receives the ${what}`,
	};
}
