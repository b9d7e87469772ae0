import type { IDataObject } from 'n8n-workflow';

import { deliver } from '../../../nodes/MoEngage/delivery/deliver';
import { findOperation } from '../../../nodes/MoEngage/resources';
import { fakeRun } from '../delivery/fakeRun';

const ID = '64a1b2c3d4e5f6a7b8c9d0e1';
const CREDENTIAL = { campaignApiKey: 'campaign-key' };

/** What n8n saves of a choice from a list, and of a value that was typed or that an expression returned. */
const SAVED: Array<[how: string, of: (value: string) => unknown]> = [
	[
		'chosen from the list',
		(value) => ({
			...{ __rl: true, mode: 'list', value },
			...{ cachedResultName: 'Summer Sale', cachedResultUrl: 'https://example.com/other' },
		}),
	],
	['typed', (value) => ({ __rl: true, mode: 'id', value })],
	['a plain text', (value) => value],
];

describe.each(SAVED)('%s', (_how, of) => {
	test.each([
		['campaign', `/v5/campaigns/${ID}/status`],
		['flow', `/v5/flows/${ID}/status`],
	])('the %s whose status is changed is the one of its ID', async (resource, path) => {
		const action = resource === 'flow' ? 'pause' : 'PAUSE';
		const parameters = { resource, [`${resource}Id`]: of(ID), action, updatedBy: 'a@example.com' };
		const operation = findOperation(resource, 'changeStatus');
		if (operation === undefined) throw new Error(`No change of ${resource}s`);
		const { context, requests } = fakeRun({ parameters, items: [{}], credential: CREDENTIAL });
		expect(await deliver(context, operation)).toHaveLength(1);
		expect(requests.map(({ url }) => url)).toEqual([`https://api-02.moengage.com${path}`]);
	});

	test('the business event that is triggered is the one of its name', async () => {
		const parameters = { businessEvent: of('Price Drop'), attributesJson: '{}' };
		const operation = findOperation('businessEvent', 'trigger');
		if (operation === undefined) throw new Error('No trigger of business events');
		const { context, requests } = fakeRun({ parameters, items: [{}], credential: CREDENTIAL });
		await deliver(context, operation);
		const bodies = requests.map(({ body }) => JSON.parse(String(body)) as IDataObject);
		expect(bodies).toEqual([{ event_name: 'Price Drop', event_attributes: {} }]);
	});
});
