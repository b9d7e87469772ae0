import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type SimulatedBusinessEvent } from '../../simulator';
import { caseOf, goodItems } from '../../engine/cases';
import type { FinishedRun } from '../../engine/engine';
import { useEngine } from '../../engine/useEngine';

const TRIGGER_V5 = caseOf('businessEvent.trigger by V5');

const CAMPAIGNS = [
	'64a1b2c3d4e5f6a7b8c9d0e1',
	'64a1b2c3d4e5f6a7b8c9d0e2',
	'64a1b2c3d4e5f6a7b8c9d0e3',
];
const FLOW = '64a1b2c3d4e5f6a7b8c9d0f1';

/** Events that differ in what is attached to them, and in how much the quota has left. */
const EVENTS: SimulatedBusinessEvent[] = [
	{ eventName: 'Whole', attributes: {}, campaigns: CAMPAIGNS, flows: [FLOW] },
	{ eventName: 'Partly', attributes: {}, campaigns: CAMPAIGNS, flows: [FLOW], triggersLeft: 2 },
	{ eventName: 'Used Up', attributes: {}, campaigns: CAMPAIGNS, flows: [FLOW], triggersLeft: 0 },
	{ eventName: 'Alone', attributes: {}, activeCampaign: false },
];

const { retry, run, simulator } = useEngine({
	startSimulator: () => startSimulator({ businessEvents: EVENTS }),
});

const V5 = { parameters: TRIGGER_V5.parameters };
const CONTINUE = { ...V5, onError: 'continueRegularOutput' } as const;
const ONE_BY_ONE = {
	parameters: {
		options: { ...(TRIGGER_V5.parameters?.options as IDataObject), maxConcurrency: 1 },
	},
};
const trigger = 'businessEvent.trigger';

function itemsOf(...events: string[]): IDataObject[] {
	return events.map((event) => ({ event, attributes: {}, by: 'ops@example.com' }));
}

function jsonOf(finished: FinishedRun): IDataObject[] {
	return finished.output('MoEngage').map(({ json }) => json);
}

test.each(['v5', 'V5', ' v5 '])(
	'version %j is V5 for the item and for the request',
	async (apiVersion) => {
		const parameters = { ...V5.parameters, options: { apiVersion } };
		await run(trigger, itemsOf('Whole', 'Whole', 'Partly'), { parameters });
		expect(simulator.requests.map(({ path }) => path)).toEqual(
			new Array(3).fill('/v5/business-events/triggers'),
		);
	},
);

test('ids of what was started and skipped are put out, paired, with a note where something was skipped', async () => {
	const finished = await run(trigger, itemsOf('Whole', 'Partly', 'Whole'), V5);
	expect(finished.error).toBeUndefined();
	const [whole, partly, again] = jsonOf(finished);
	expect(whole.data).toMatchObject({
		triggered_status: 'SUCCESS',
		triggered_campaign_ids: CAMPAIGNS,
		triggered_flow_ids: [FLOW],
	});
	expect([whole.note, again.note]).toEqual([undefined, undefined]);
	expect(partly.data).toMatchObject({
		triggered_status: 'PARTIAL_SUCCESS',
		triggered_campaign_ids: CAMPAIGNS.slice(0, 2),
		failed_campaign_ids: [CAMPAIGNS[2]],
	});
	expect(partly.note).toMatch(
		`quota skipped 2 of 4 campaigns and flows. Skipped campaigns: ${CAMPAIGNS[2]}. Skipped flows: ${FLOW}.`,
	);
	expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2].map((item) => ({ item })),
	);
});

test('a 200 that started nothing is a failed item, which tells the quota from a missing campaign', async () => {
	const finished = await run(trigger, itemsOf('Used Up', 'Whole', 'Alone'), CONTINUE);
	const [usedUp, whole, alone] = jsonOf(finished);
	expect(usedUp).toMatchObject({
		error:
			'MoEngage started nothing: its quota skipped 4 of 4 campaigns and flows of this business event',
		message: expect.stringContaining(FLOW) as string,
		details: {
			httpCode: 200,
			type: 'QuotaUsedUp',
			retriable: true,
			requestId: expect.stringMatching(/^resp_/) as string,
		},
	});
	expect(alone).toMatchObject({
		error: expect.stringContaining('no active campaign or flow') as string,
		details: { type: 'NoActiveCampaign', retriable: false },
	});
	expect(whole.error).toBeUndefined();
	expect(simulator.accepted.businessEvents).toHaveLength(1);
});

test.each([
	['without any figure', { triggered_status: 'FAILURE' }],
	[
		'with figures that contradict each other',
		{ triggered_status: 'FAILURE', summary: { total: 4, failed: 0 } },
	],
	['in another case', { triggered_status: 'failure', summary: null, failed_campaign_ids: 'none' }],
])('an answer that does not tell the reason names both: %s', async (_what, data) => {
	const body = { response_id: 'resp_1', type: 'business-event', data };
	simulator.inject({ kind: 'answer', body, path: TRIGGER_V5.path });
	const finished = await run(trigger, itemsOf('Whole', 'Whole', 'Whole'), {
		...CONTINUE,
		...ONE_BY_ONE,
	});
	const [first, ...others] = jsonOf(finished);
	expect(first.error).toMatch(/does not say why: its quota .* or the business event has no active/);
	expect(others.map(({ error }) => error)).toEqual([undefined, undefined]);
});

test('what the quota skipped as a whole is sent by the retry, and nothing else a second time', async () => {
	const items = itemsOf('Whole', 'Whole', 'Whole');
	const data = { triggered_status: 'FAILURE', summary: { total: 4, triggered: 0, failed: 4 } };
	simulator.inject({ kind: 'answer', body: { data }, after: 1, path: TRIGGER_V5.path });
	const failed = await run(trigger, items, ONE_BY_ONE);
	expect(failed.error?.message).toMatch(/quota skipped 4 of 4/);
	expect(failed.error?.context?.itemIndex).toBe(1);
	const again = await retry(failed, trigger, items, ONE_BY_ONE);
	expect(again.error).toBeUndefined();
	expect(simulator.requests).toHaveLength(4);
	expect(simulator.accepted.businessEvents).toHaveLength(3);
	expect(again.output('MoEngage')).toHaveLength(3);
});

test('an item without Triggered By is refused by name, and nothing is sent', async () => {
	const items = [...itemsOf('Whole', 'Whole'), { event: 'Whole', attributes: {}, by: ' ' }];
	const finished = await run(trigger, items, V5);
	expect(finished.error?.message).toMatch(/Triggered By is empty .* V5 .*\[item 2\]/);
	expect(finished.error?.description).toMatch(/API Version to V1/);
	expect(simulator.requests).toEqual([]);
});

test('version 1 stays what a workflow means that names no version', async () => {
	const finished = await run(trigger, [
		...itemsOf('Whole', 'Partly'),
		{ event: 'Used Up', attributes: {} },
	]);
	const message = 'The business event has been triggered';
	expect(jsonOf(finished)).toEqual([
		{ event_name: 'Whole', message },
		{ event_name: 'Partly', message },
		{ event_name: 'Used Up', message },
	]);
	expect(new Set(simulator.requests.map(({ path }) => path))).toEqual(
		new Set(['/v1.0/business_event/trigger']),
	);
});

test.each([
	['version 1', { options: {} }],
	['version 5', { options: { apiVersion: 'v5' } }],
])(
	'%s: an event that MoEngage does not have is named, and the message says where to choose one',
	async (_version, parameters) => {
		const items = itemsOf('Whole', 'Hole', 'Holiday');
		const settings = {
			onError: 'continueRegularOutput',
			parameters: { ...V5.parameters, ...parameters },
		};
		const [taken, ...failed] = jsonOf(await run(trigger, items, settings as typeof CONTINUE));
		expect(taken.event_name).toBe('Whole');
		expect(failed.map(({ error }) => error)).toEqual([
			'Business event does not exists: "Hole"',
			'Business event does not exists: "Holiday"',
		]);
		for (const { message } of failed) {
			expect(message).toContain('Choose Business Event from its list, or compare the name');
		}
	},
);

test('60 different events, more than a single campaign takes in an hour, arrive once each', async () => {
	await run(
		trigger,
		goodItems(TRIGGER_V5, 60).map((item) => ({ ...item, event: 'Whole', attributes: {} })),
		V5,
	);
	const senders = simulator.accepted.businessEvents.map(({ triggeredBy }) => triggeredBy);
	expect(senders.sort()).toEqual(
		goodItems(TRIGGER_V5, 60)
			.map(({ by }) => by)
			.sort(),
	);
});
