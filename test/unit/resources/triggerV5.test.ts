import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal } from '../../../nodes/MoEngage/delivery/operation';
import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { trigger } from '../../../nodes/MoEngage/resources/businessEvent/trigger';
import { triggerV5Route } from '../../../nodes/MoEngage/resources/businessEvent/triggerV5';
import { parametersOf } from '../parametersOf';

const FACTS = {
	json: {},
	item: 0,
	now: Date.UTC(2026, 5, 1),
	workflowZone: { offsetAt: () => 0 },
	newUuid: () => '',
	hasFile: () => false,
	files: () => [],
};
const PIECE = { element: {} };

function elementOf(options: unknown, additionalFields: unknown): IDataObject {
	const parameters = {
		businessEvent: 'Price Drop',
		attributesJson: '{}',
		options,
		additionalFields,
	};
	return trigger.toPiece(parametersOf(parameters), FACTS).element;
}

describe('what both versions send', () => {
	test.each(['v1', 'v5', ' V5 '])('%s has the same body', (apiVersion) => {
		expect(elementOf({ apiVersion }, { triggeredBy: 'ops@example.com' })).toEqual({
			event_name: 'Price Drop',
			event_attributes: {},
			triggered_by: 'ops@example.com',
		});
	});

	test.each([
		[{ apiVersion: 'v5' }, {}],
		[{ apiVersion: 'V5' }, { triggeredBy: null }],
		['{"apiVersion": "v5"}', { triggeredBy: ' ' }],
	])('%j and %j: the address is required', (options, additionalFields) => {
		expect(() => elementOf(options, additionalFields)).toThrow(
			expect.objectContaining({ parameter: 'additionalFields.triggeredBy' }) as InvalidInput,
		);
	});

	test.each([{}, { apiVersion: 'v1' }, { apiVersion: '' }])('%j: it may be left out', (options) => {
		expect(elementOf(options, {})).not.toHaveProperty('triggered_by');
	});
});

function answerWith(data: unknown): IDataObject {
	return { response_id: 'resp_1', type: 'business-event', data } as IDataObject;
}

function reportOn(data: unknown): ItemRefusal | undefined {
	const request = { elements: 1, wasInDoubt: false };
	const report = triggerV5Route.reportOn?.(answerWith(data), PIECE, 0, request);
	return report instanceof ItemRefusal ? report : undefined;
}

describe('what an answer means for the item', () => {
	test.each([
		[{ triggered_status: 'SUCCESS', summary: { total: 4, triggered: 4, failed: 0 } }],
		[{ triggered_status: 'PARTIAL_SUCCESS', summary: { total: 4, triggered: 3, failed: 1 } }],
		[{ triggered_status: 'STARTED' }],
		[undefined],
	])('%j started something, or does not say otherwise', (data) => {
		expect(reportOn(data)).toBeUndefined();
	});

	test.each([
		[{ summary: { total: 4, failed: 4 } }, 'QuotaUsedUp', true],
		[{ failed_flow_ids: ['f1'] }, 'QuotaUsedUp', true],
		[{ summary: { total: 0, failed: 0 }, failed_campaign_ids: [] }, 'NoActiveCampaign', undefined],
		[{ summary: { total: 3, failed: 0 } }, 'NothingTriggered', true],
		[{ summary: 'none' }, 'NothingTriggered', true],
	])('FAILURE with %j', (rest, type, retriable) => {
		const refusal = reportOn({ triggered_status: 'FAILURE', ...rest });
		expect(refusal?.facts).toEqual({ type, retriable, requestId: 'resp_1' });
	});

	test.each([
		[{ summary: { total: 4, failed: 1 }, failed_flow_ids: ['f1'] }, /skipped 1 of 4 .*flows: f1\./],
		[{ failed_campaign_ids: ['c1', 'c2'] }, /skipped 2 campaigns and flows\..*: c1, c2\./],
		[{}, /skipped some campaigns and flows\. MoEngage does not name them\./],
	])('PARTIAL_SUCCESS with %j is delivered with a note', (rest, note) => {
		const output = triggerV5Route.toOutput?.(
			answerWith({ triggered_status: 'PARTIAL_SUCCESS', ...rest }),
			PIECE,
		);
		expect(output).toEqual([
			expect.objectContaining({
				note: expect.stringMatching(note) as string,
				type: 'business-event',
			}),
		]);
	});

	test('everything started has no note', () => {
		const answer = answerWith({ triggered_status: 'SUCCESS', failed_campaign_ids: [] });
		expect(triggerV5Route.toOutput?.(answer, PIECE)).toEqual([answer]);
	});
});

const NOTE = 'A resend would start the others a second time';

test.each<[what: string, data: IDataObject, note: string]>([
	[
		'SUCCESS with failures',
		{ triggered_status: 'SUCCESS', summary: { total: 5, failed: 2 } },
		`MoEngage's quota skipped 2 of 5 campaigns and flows. MoEngage does not name them. ${NOTE}`,
	],
	[
		'SUCCESS that names what failed, and counts none',
		{ triggered_status: 'SUCCESS', failed_flow_ids: ['f1'] },
		`MoEngage's quota skipped 1 campaigns and flows. Skipped flows: f1. ${NOTE}`,
	],
	[
		'fewer counted than named',
		{
			triggered_status: 'PARTIAL_SUCCESS',
			summary: { total: 4, failed: 1 },
			failed_campaign_ids: ['c1', 'c2'],
			failed_flow_ids: ['f1'],
		},
		`MoEngage's quota skipped 3 of 4 campaigns and flows. Skipped campaigns: c1, c2. Skipped flows: f1. ${NOTE}`,
	],
	[
		'more counted than named',
		{ triggered_status: 'PARTIAL_SUCCESS', summary: { failed: 3 }, failed_campaign_ids: ['c1'] },
		`MoEngage's quota skipped 3 campaigns and flows. Skipped campaigns: c1. ${NOTE}`,
	],
	[
		'PARTIAL_SUCCESS without counts',
		{ triggered_status: 'PARTIAL_SUCCESS' },
		`MoEngage's quota skipped some campaigns and flows. MoEngage does not name them. ${NOTE}`,
	],
])('the note of %s says how much was skipped', (_what, data, note) => {
	expect(reportOn(data)).toBeUndefined();
	const [{ note: told }] = triggerV5Route.toOutput?.(answerWith(data), PIECE) as IDataObject[];
	expect(told).toBe(note);
});
