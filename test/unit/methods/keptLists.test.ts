import type { ILoadOptionsFunctions } from 'n8n-workflow';

import { searchBusinessEvents } from '../../../nodes/MoEngage/methods/businessEvents';
import { filled } from '../../fixtures/filled';

let requests = 0;

/** A user of n8n who edits a node with the credential of a workspace. */
function userOf(workspaceId: string): ILoadOptionsFunctions {
	return {
		getCredentials: async () => ({ dataCenter: '01', workspaceId, campaignApiKey: 'key' }),
		helpers: {
			httpRequestWithAuthentication: async () => {
				requests++;
				return { statusCode: 200, headers: {}, body: { data: [{ event_name: workspaceId }] } };
			},
		},
	} as unknown as ILoadOptionsFunctions;
}

test('lists of many workspaces are kept apart, and only the latest hundred are kept', async () => {
	const workspaces = Array.from({ length: 150 }, (_, index) => `WORKSPACE_${index}`);
	for (const workspace of workspaces) await searchBusinessEvents.call(userOf(workspace));
	expect(requests).toBe(150);
	for (const workspace of filled(workspaces.slice(50))) {
		const { results } = await searchBusinessEvents.call(userOf(workspace), 'workspace');
		expect(results).toEqual([{ name: workspace, value: workspace, description: '0 attributes' }]);
	}
	expect(requests).toBe(150);
	await searchBusinessEvents.call(userOf(workspaces[49]), 'workspace');
	expect(requests).toBe(151);
});
