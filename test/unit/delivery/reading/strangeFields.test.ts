import type { IDataObject } from 'n8n-workflow';

import { deliver } from '../../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../../nodes/MoEngage/delivery/operation';
import { send } from '../../../../nodes/MoEngage/resources/alert/send';
import { getMany } from '../../../../nodes/MoEngage/resources/campaign/getMany';
import { block } from '../../../../nodes/MoEngage/resources/device/blockAndUnblock';
import { track } from '../../../../nodes/MoEngage/resources/event/track';
import { upsert } from '../../../../nodes/MoEngage/resources/user/upsert';
import { fakeRun } from '../fakeRun';

/** An operation whose collection is one expression as a whole: what that gives for a good item, and for a bad one. */
type Case = {
	what: string;
	operation: Operation;
	parameters: IDataObject;
	collection: string;
	good: IDataObject;
	bad: IDataObject | string;
	strange: string;
};

const CASES: Case[] = [
	{
		what: 'which devices are meant: all would be blocked',
		operation: block,
		parameters: { identifier: 'cust-1' },
		collection: 'additionalFields',
		good: { deviceIdentifiers: { push_id: 'token-1' }, reason: 'lost' },
		bad: { device_identifiers: [{ name: 'push_id', value: 'token-1' }] },
		strange: 'device_identifiers',
	},
	{
		what: 'that it is a test: customers would get it',
		operation: send,
		parameters: { alertId: 'a1', channels: { EMAIL: 'jane@example.com' } },
		collection: 'options',
		good: { sandbox: false, timeout: 1000 },
		bad: { sandboxMode: true },
		strange: 'sandboxMode',
	},
	{
		what: 'when it was: it would be now',
		operation: track,
		parameters: { customerId: 'cust-1', eventName: 'Order Placed' },
		collection: 'additionalFields',
		good: { eventTime: '2026-01-31T10:00:00Z', event_time: '' },
		bad: '{ "event_time": "2026-01-31T10:00:00Z" }',
		strange: 'event_time',
	},
	{
		what: 'the address of the user: it would be missing',
		operation: upsert,
		parameters: { customerId: 'cust-1' },
		collection: 'standardAttributes',
		good: { email: 'jane@example.com' },
		bad: { Email: 'jane@example.com', firstName: 'Jane' },
		strange: 'Email',
	},
	{
		what: 'which campaigns are wanted: all would come',
		operation: getMany,
		parameters: { returnAll: true },
		collection: 'filters',
		good: { createdFrom: '2026-01-31' },
		bad: { created_from: '2026-01-31' },
		strange: 'created_from',
	},
];

describe.each(CASES)('an item that misspells $what', (one) => {
	const { operation, parameters, collection, good, bad, strange } = one;

	test('is rejected, and the others are sent', async () => {
		const { context, requests } = fakeRun({
			items: [{ at: 0 }, { at: 1 }, { at: 2 }],
			node: { onError: 'continueRegularOutput' },
			credential: { campaignApiKey: 'c', informApiKey: 'i' },
			parameters: { ...parameters, [collection]: (item: number) => (item === 1 ? bad : good) },
			respond: () => ({ statusCode: 200, body: { status: 'success', data: { campaigns: [] } } }),
		});
		const output = await deliver(context, operation);
		const failed = output.filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 1 }]);
		expect(failed[0].json.error).toContain(`has "${strange}", which is none of its fields`);
		expect(requests.length).toBeGreaterThan(0);
	});

	test('is sent as ever where the fields were chosen in the editor, which keeps those of other operations', async () => {
		const { context, requests } = fakeRun({
			items: [{ at: 0 }],
			credential: { campaignApiKey: 'c', informApiKey: 'i' },
			parameters: { ...parameters, [collection]: { ...good, [strange]: 'left from another' } },
			respond: () => ({ statusCode: 200, body: { status: 'success', data: { campaigns: [] } } }),
		});
		await deliver(context, operation);
		expect(requests).toHaveLength(1);
	});
});
