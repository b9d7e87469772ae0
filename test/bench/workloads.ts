import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../engine/engine';

/** One measured run: a workflow, its items, and what the simulator has to be like. */
export type Job = {
	/** Shown in the table. */
	contender:
		| 'MoEngage node'
		| 'with Send Once Per'
		| 'HTTP Request node'
		| 'naive loop'
		| 'Set node';
	workflow: SavedWorkflow;
	items: IDataObject[];
	rateLimits?: boolean;
	/** What the measured time stands for is `scale` times as much: too slow to be run in full. */
	scale?: number;
};

export type Workload = {
	name: string;
	jobs(count: number): Job[];
	/** What has to come out; checked by `bench.ts`. */
	items: number;
};

const CREDENTIALS = { moEngageApi: { id: '1', name: 'MoEngage account' } };

function workflowOf(type: string, typeVersion: number, parameters: IDataObject): SavedWorkflow {
	const node = (name: string, ofType: string, version: number, own: IDataObject): INode => ({
		id: name,
		name,
		type: ofType,
		typeVersion: version,
		position: [0, 0],
		parameters: own as INode['parameters'],
	});
	return {
		name: 'Benchmark',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
			{ ...node('Measured', type, typeVersion, parameters), credentials: CREDENTIALS },
		],
		connections: { Start: { main: [[{ node: 'Measured', type: 'main', index: 0 }]] } },
	};
}

const moEngage = (parameters: IDataObject) =>
	workflowOf('n8n-nodes-moengage.moEngage', 1, parameters);

function httpRequest(url: string, jsonBody: string): SavedWorkflow {
	return workflowOf('n8n-nodes-base.httpRequest', 4.2, {
		method: 'POST',
		url,
		authentication: 'predefinedCredentialType',
		nodeCredentialType: 'moEngageApi',
		sendBody: true,
		specifyBody: 'json',
		jsonBody,
		options: {},
	});
}

const naive = (url: string, jsonBody: string) =>
	workflowOf('bench.naiveLoop', 1, { url, jsonBody });

function experience(index: number): IDataObject {
	return {
		user: `user-${index}@example.com`,
		at: 1767225600 + index,
		experience_context: {
			cid: '66d55ae445921e4d35ae4368_F_T_WP_AB_2_P_0_AU_5A',
			experience: 'Home banner',
			moe_locale_id: '0',
			moe_variation_id: '2',
			audience_name: 'All Users',
			audience_id: '5A',
			type: 'Web Personalization',
		},
	};
}

const REPORT = {
	resource: 'experience',
	operation: 'report',
	customerId: '={{ $json.user }}',
	experienceContext: '={{ $json.experience_context }}',
	additionalFields: { eventTime: '={{ $json.at }}', platform: 'web' },
};
const REPORT_BODY = `={{ JSON.stringify({ elements: [{ customer_id: $json.user, actions: [{
	action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN', event_time: $json.at, platform: 'web',
	moe_event_uuid: '00000000-0000-4000-8000-' + String($itemIndex).padStart(12, '0'),
	attributes: $json.experience_context }] }] }) }}`;

function order(users: number): (index: number) => IDataObject {
	return (index) => ({
		user: `user-${index % users}@example.com`,
		total: 10 + (index % 90),
		order: `order-${index}`,
		at: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
	});
}

const TRACK = {
	resource: 'event',
	operation: 'track',
	customerId: '={{ $json.user }}',
	eventName: 'Order Placed',
	attributes: {
		assignments: [
			{ id: '1', name: 'total', value: '={{ $json.total }}', type: 'number' },
			{ id: '2', name: 'order', value: '={{ $json.order }}', type: 'string' },
		],
	},
	additionalFields: { eventTime: '={{ $json.at }}' },
};
const TRACK_BODY = `={{ JSON.stringify({ type: 'event', customer_id: $json.user, actions: [{
	action: 'Order Placed', attributes: { total: $json.total, order: $json.order }, current_time: $json.at }] }) }}`;

const NINE = Array.from({ length: 9 }, (_, index) => `f${index}`);
const NINE_FIELDS = {
	assignments: NINE.map((name) => ({
		id: name,
		name,
		value: `={{ $json.${name} }}`,
		type: 'string',
	})),
};

const list = (count: number, item: (index: number) => IDataObject) =>
	Array.from({ length: count }, (_, index) => item(index));

/** The same without and with a record of keys; the store of n8n's engine in tests is in memory. */
const once = (parameters: IDataObject, sendOnceKey: string, items: IDataObject[]): Job[] => [
	{ contender: 'MoEngage node', workflow: moEngage(parameters), items },
	{
		contender: 'with Send Once Per',
		workflow: moEngage({ ...parameters, options: { sendOnceKey } }),
		items,
	},
];

/** The naive loop waits for each request, so a part of the items says how long all would take. */
const NAIVE_SHARE = 20;

/**
 * The workloads of the benchmark.
 * @param baseUrls of the simulator
 */
export function workloads(baseUrls: { api: string; sdk: string }, workspaceId: string): Workload[] {
	const trackUrl = `${baseUrls.api}/v1/event/${workspaceId}`;
	const reportUrl = `${baseUrls.sdk}/v1/experiences/events`;
	const track =
		(users: number) =>
		(count: number): Job[] => [
			{
				contender: 'MoEngage node',
				workflow: moEngage(TRACK),
				items: list(count, order(users)),
				rateLimits: true,
			},
			{
				contender: 'HTTP Request node',
				workflow: httpRequest(trackUrl, TRACK_BODY),
				items: list(count, order(users)),
			},
			{
				contender: 'naive loop',
				workflow: naive(trackUrl, TRACK_BODY),
				items: list(count / NAIVE_SHARE, order(users)),
				scale: NAIVE_SHARE,
			},
		];
	return [
		{
			name: 'report experiences',
			items: 10_000,
			jobs: (count) => [
				{ contender: 'MoEngage node', workflow: moEngage(REPORT), items: list(count, experience) },
				{
					contender: 'HTTP Request node',
					workflow: httpRequest(reportUrl, REPORT_BODY),
					items: list(count, experience),
				},
				{
					contender: 'naive loop',
					workflow: naive(reportUrl, REPORT_BODY),
					items: list(count / NAIVE_SHARE, experience),
					scale: NAIVE_SHARE,
				},
			],
		},
		{
			name: 'track events of 10,000 users by bulk import',
			items: 10_000,
			jobs: (count) => [
				{
					contender: 'MoEngage node',
					workflow: moEngage({ ...TRACK, options: { sendVia: 'bulkImport' } }),
					items: list(count, order(count)),
					rateLimits: true,
				},
			],
		},
		{ name: 'track events of 500 users', items: 10_000, jobs: track(500) },
		{
			name: 'track events of 10,000 users, a request each',
			items: 10_000,
			jobs: track(10_000),
		},
		{
			name: 'read nine plain expressions per item',
			items: 10_000,
			jobs: (count) => {
				const items = list(count, (index) =>
					Object.fromEntries(NINE.map((name) => [name, `${name} of ${index}`])),
				);
				return [
					{
						contender: 'MoEngage node',
						workflow: workflowOf('bench.readParameters', 1, { fields: NINE_FIELDS }),
						items,
					},
					{
						contender: 'Set node',
						workflow: workflowOf('n8n-nodes-base.set', 3.4, {
							mode: 'manual',
							assignments: NINE_FIELDS,
							includeOtherFields: false,
							options: {},
						}),
						items,
					},
				];
			},
		},
		{
			name: 'report experiences, each once',
			items: 10_000,
			jobs: (count) => once(REPORT, '={{ $json.user }}', list(count, experience)),
		},
		{
			name: 'track events of 10,000 users, a request each, each once',
			items: 10_000,
			jobs: (count) => once(TRACK, '={{ $json.order }}', list(count, order(count))),
		},
		{
			name: 'soak: report experiences',
			items: 100_000,
			jobs: (count) => [
				{ contender: 'MoEngage node', workflow: moEngage(REPORT), items: list(count, experience) },
			],
		},
	];
}
