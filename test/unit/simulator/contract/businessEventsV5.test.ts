import type { AxiosResponse } from 'axios';

import { startSimulator } from '../../../simulator';
import { basic, client, useSimulator, WORKSPACE } from '../useSimulator';

const { simulator, triggerV5 } = useSimulator();

const DROP = {
	event_name: 'Price Drop',
	triggered_by: 'ops@example.com',
	event_attributes: { product_id: 'P-1', new_price: 19.9, valid_until: '2026-08-03T09:12:00Z' },
};

it('triggers three different events, and says which campaigns were started', async () => {
	const bodies = [
		DROP,
		{
			event_name: 'New Episode',
			triggered_by: 'a@example.com',
			event_attributes: { cast: ['A', 'B'] },
		},
		{ event_name: 'Flight Delayed', triggered_by: 'b@example.com' },
	];
	for (const body of bodies) {
		const { status, data: answer } = await triggerV5(body);
		expect(status).toBe(200);
		expect(answer).toEqual({
			response_id: expect.stringMatching(/^resp_[0-9a-f]{32}$/) as string,
			type: 'business-event',
			data: {
				triggered_status: 'SUCCESS',
				message: 'The business event has been triggered',
				summary: { total: 1, triggered: 1, failed: 0 },
				triggered_campaign_ids: [expect.stringMatching(/^[0-9a-f]{24}$/) as string],
				failed_campaign_ids: [],
				triggered_flow_ids: [],
				failed_flow_ids: [],
			},
		});
	}
	expect(simulator.accepted.businessEvents.map(({ triggeredBy }) => triggeredBy)).toEqual([
		'ops@example.com',
		'a@example.com',
		'b@example.com',
	]);
});

it('answers 200 to an event that nothing is attached to, and holds nothing of it', async () => {
	const { status, data: answer } = await triggerV5({
		...DROP,
		event_name: 'Season Finale',
		event_attributes: {},
	});
	expect(status).toBe(200);
	expect(answer.data).toMatchObject({
		triggered_status: 'FAILURE',
		message: 'The business event has been triggered',
		summary: { total: 0, triggered: 0, failed: 0 },
	});
	expect(simulator.accepted.businessEvents).toEqual([]);
});

it('starts as many campaigns and flows as the quota has left, first partly and then none', async () => {
	const limited = await startSimulator({
		businessEvents: [
			{
				eventName: 'Price Drop',
				attributes: {},
				campaigns: ['c1', 'c2', 'c3'],
				flows: ['f1'],
				triggersLeft: 7,
			},
		],
	});
	const answers: AxiosResponse[] = [];
	for (let time = 0; time < 3; time++) {
		answers.push(
			await client.post(
				`${limited.baseUrls.api}/v5/business-events/triggers`,
				{ event_name: 'Price Drop', triggered_by: 'a@example.com' },
				{ headers: { Authorization: basic(WORKSPACE, limited.credential.campaignApiKey) } },
			),
		);
	}
	await limited.close();
	expect(answers.map(({ data: { data } }) => [data.triggered_status, data.summary])).toEqual([
		['SUCCESS', { total: 4, triggered: 4, failed: 0 }],
		['PARTIAL_SUCCESS', { total: 4, triggered: 3, failed: 1 }],
		['FAILURE', { total: 4, triggered: 0, failed: 4 }],
	]);
	expect(answers[1].data.data).toMatchObject({ failed_campaign_ids: [], failed_flow_ids: ['f1'] });
	expect(limited.accepted.businessEvents).toHaveLength(2);
});

it.each([
	['no triggered_by', { ...DROP, triggered_by: undefined }, 'triggered_by', 'MISSING'],
	['no email in triggered_by', { ...DROP, triggered_by: 'ops' }, 'triggered_by', 'INVALID_VALUE'],
	['no event_name', { ...DROP, event_name: undefined }, 'event_name', 'MISSING'],
	['an unknown event', { ...DROP, event_name: 'Nope' }, 'event_name', 'INVALID_VALUE'],
	['an unknown attribute', { ...DROP, event_attributes: { x: 1 } }, 'x', 'INVALID_VALUE'],
	[
		'text in place of a number',
		{ ...DROP, event_attributes: { new_price: '19.9' } },
		'event_attributes.new_price',
		'INVALID_TYPE',
	],
	[
		'a day that does not exist',
		{ ...DROP, event_attributes: { valid_until: '2026-02-30' } },
		'event_attributes.valid_until',
		'INVALID_TYPE',
	],
])('refuses %s', async (_what, body, field, issue) => {
	const { status, data: answer } = await triggerV5(body);
	expect(status).toBe(400);
	expect(answer.error).toMatchObject({
		code: 'VALIDATION_FAILED',
		details: [{ field, issue, message: expect.any(String) as string }],
	});
	expect(simulator.accepted.businessEvents).toEqual([]);
});

it('refuses a key of another tile in the words of version 5', async () => {
	const { status, data: answer } = await triggerV5(DROP, {
		headers: { Authorization: basic(WORKSPACE, simulator.credential.dataApiKey) },
	});
	expect([status, answer.error.code]).toEqual([401, 'AUTHENTICATION_REQUIRED']);
});
