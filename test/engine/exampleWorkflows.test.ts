import type {
	IDataObject,
	INodeParameters,
	INodeProperties,
	INodeTypeDescription,
} from 'n8n-workflow';

import { tally, unaccounted } from '../demo/account';
import { startEngineOfExamples } from '../demo/engineOfExamples';
import {
	isFailed,
	isUnsent,
	knownUsers,
	pairedWith,
	readExamples,
	runExample,
	TRIGGER_TYPE,
	type Example,
	type NodeRun,
} from '../demo/examples';
import { EXAMPLE_OUTCOMES } from '../fixtures/examples';
import { filled } from '../fixtures/filled';
import { FACTS } from '../operations';
import { startSimulator, type Simulator } from '../simulator';
import { reportFile } from '../simulator/contract/campaignReports';
import { faultsOf, schemaOf } from './outputSchema';
import { useEngine } from './useEngine';

const EXAMPLES = readExamples();

const { engine } = useEngine({ startEngine: () => startEngineOfExamples('legacy') });

/** What starts the workflows of users. */
const STARTS = [
	'n8n-nodes-base.manualTrigger',
	'n8n-nodes-base.scheduleTrigger',
	'n8n-nodes-base.webhook',
	'n8n-nodes-base.formTrigger',
	'n8n-nodes-base.errorTrigger',
	'n8n-nodes-base.shopifyTrigger',
	'@n8n/n8n-nodes-langchain.chatTrigger',
	TRIGGER_TYPE,
];

/** One for all examples: each is run once, before the tests. */
let simulator: Simulator;

/** By the name of the example's file. */
const runs = new Map<string, NodeRun[]>();

beforeAll(async () => {
	simulator = await startSimulator({ users: knownUsers(EXAMPLES), rateLimits: true });
	for (const example of EXAMPLES) {
		runs.set(example.file, await runExample(engine, simulator, example));
	}
	// All of them, one after another.
}, 600_000);
afterAll(async () => await simulator.close());

function runsOf(file: string): NodeRun[] {
	const found = runs.get(file);
	if (found === undefined) throw new Error(`There is no example ${file}`);
	return found;
}

/** The run of an example's first MoEngage node. */
function runOf(file: string): NodeRun {
	return runsOf(file)[0];
}

test('every file in examples/ is tested here', () => {
	expect(EXAMPLES.map(({ file }) => file)).toEqual(Object.keys(EXAMPLE_OUTCOMES));
});

test('every operation has its place in an example, except those that the documentation names', () => {
	const used = EXAMPLES.flatMap(({ nodes }) =>
		nodes.map(({ parameters }) => `${String(parameters.resource)}.${String(parameters.operation)}`),
	);
	const unused = Object.keys(FACTS).filter((name) => !used.includes(name));
	// `docs/operations.md`, at its beginning.
	expect(unused.sort()).toEqual(['device.unblock', 'subscription.getCategories']);
});

describe.each(EXAMPLES)('$file', (example) => {
	const { file } = example;
	const expected = EXAMPLE_OUTCOMES[file];

	test('runs as it is, and every item is accounted for', () => {
		const nodeRuns = runsOf(file);
		const [{ finished }] = nodeRuns;
		expect(finished.error).toBeUndefined();
		expect(nodeRuns.flatMap(({ journey }) => unaccounted(journey))).toEqual([]);
		const figures = nodeRuns.map(({ journey, requests }) => ({
			items: journey.itemsIn,
			requests: requests.length,
			...tally(journey),
		}));
		expect(figures).toEqual(expected.nodes);
		const counts = Object.keys(expected.outputs).map((node) => [
			node,
			finished.output(node).length,
		]);
		expect(Object.fromEntries(counts)).toEqual(expected.outputs);
	});

	test('names a credential and holds no key', () => {
		const { workflow } = example;
		const named = { id: expect.any(String) as string, name: expect.any(String) as string };
		for (const { credentials } of filled(example.nodes))
			expect(credentials).toEqual({ moEngageApi: named });
		const others = workflow.nodes.filter(
			(node) => node.credentials !== undefined && !example.nodes.includes(node),
		);
		expect(others.map(({ credentials }) => credentials)).toEqual(
			file === 'help-customers-with-an-agent.json' ? [{ openAiApi: named }] : [],
		);
		expect(JSON.stringify(workflow)).not.toMatch(/"\w*ApiKey"|authorization|Basic /i);
	});

	test('has the form in which n8n exports a workflow, with notes on what to fill in', () => {
		const { workflow, nodes } = example;
		expect(Object.keys(workflow).sort()).toEqual(
			['connections', 'name', 'nodes', 'pinData', 'settings'].sort(),
		);
		const names = workflow.nodes.map(({ name }) => name);
		const ids = workflow.nodes.map(({ id }) => id);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(ids).size).toBe(ids.length);
		for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
		const [start] = workflow.nodes;
		expect(STARTS).toContain(start.type);
		const connections = Object.entries(workflow.connections).flatMap(([source, byType]) =>
			Object.values(byType).flatMap((branches) =>
				branches.flatMap((branch) => (branch ?? []).map(({ node }) => ({ source, target: node }))),
			),
		);
		const [pinned, ...otherPinned] = Object.keys(workflow.pinData ?? {});
		expect(otherPinned).toEqual([]);
		// A schedule brings no data: the node behind it fetches them.
		if (start.type === 'n8n-nodes-base.scheduleTrigger') {
			const reads = nodes.find(({ parameters }) => parameters.operation === 'getMany')?.name;
			expect(connections).toContainEqual({ source: start.name, target: pinned ?? reads });
		} else expect(pinned).toBe(start.name);
		for (const { target } of connections) expect(names).toContain(target);
		const notes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const content = notes.map(({ parameters }) => parameters.content).join('\n');
		expect(content).toMatch(/API Key|Webhook Secret/);
		expect(content).toMatch(/[Rr]eplace|Remove the pinned/);
		const linked = connections.flatMap(({ source, target }) => [source, target]);
		for (const { name } of filled(nodes)) expect(linked).toContain(name);
	});

	test('uses parameters that the node has', () => {
		expect(unknownParameters(example)).toEqual([]);
	});

	test('outputs the fields that the output schemas of its operations have', () => {
		for (const { node, outputs } of filled(runsOf(file))) {
			const name = node.type.split('.')[1].replace(/Tool$/, '');
			const schema = schemaOf(engine.loader, name, node.parameters);
			// What is shown or skipped has the same fields in all operations.
			if (outputs.every(isUnsent)) continue;
			const accepted = outputs.filter((output) => !isFailed(output) && !isUnsent(output));
			expect(accepted).not.toEqual([]);
			expect(accepted.flatMap(({ json }) => faultsOf(json, schema))).toEqual([]);
		}
	});
});

/** Parameters of the example's MoEngage nodes that their operations, or a trigger's source, do not have. */
function unknownParameters({ nodes }: Example): string[] {
	return nodes.flatMap(({ type, parameters }) => {
		const { description } = engine.loader.getNode(type.split('.')[1]).type as {
			description: INodeTypeDescription;
		};
		// What is not saved has its default.
		const chosen: IDataObject = { authentication: 'secret', ...parameters };
		const isShown = ({ displayOptions }: INodeProperties) =>
			Object.entries(displayOptions?.show ?? {})
				.filter(([name]) => ['resource', 'operation', 'source', 'authentication'].includes(name))
				.every(([name, values]) => (values as unknown[])?.includes(chosen[name]));
		return unknownFields(description.properties.filter(isShown), parameters);
	});
}

function unknownFields(fields: INodeProperties[], parameters: INodeParameters): string[] {
	return Object.entries(parameters).flatMap(([name, value]) => {
		const field = fields.find((candidate) => candidate.name === name);
		if (field === undefined) return [name];
		if (field.type !== 'collection') return [];
		const known = (field.options ?? []).map((option) => option.name);
		return Object.keys(value as IDataObject)
			.filter((option) => !known.includes(option))
			.map((option) => `${name}.${option}`);
	});
}

test('orders arrive with the types, times and order of the items', () => {
	const { example, outputs, accepted } = runOf('track-orders-of-a-day.json');
	const { events } = accepted;
	for (const { attributes, raw } of filled(events)) {
		const order = example.items.find(({ order_id: id }) => id === attributes.order_id);
		expect(attributes).toEqual({
			order_id: order?.order_id,
			total: order?.total,
			currency: order?.currency,
			discount: order?.discount,
			item_count: order?.item_count,
			skus: order?.skus,
			payment_method: order?.payment_method,
			city: order?.city,
			first_order: order?.first_order,
		});
		expect(Date.parse(String(raw.current_time))).toBe(Date.parse(String(order?.placed_at)));
		expect(raw.platform).toBe(order?.platform);
		expect('app_version' in raw).toBe(order?.app_version !== '');
	}
	for (const customer of filled(new Set(events.map(({ customerId }) => customerId)))) {
		const arrived = events.filter(({ customerId }) => customerId === customer);
		const ids = arrived.map(({ attributes }) => String(attributes.order_id));
		expect(ids).toEqual([...ids].sort());
	}
	expect(outputs.map((output) => pairedWith(output))).toEqual(
		example.items.map((_, item) => [item]),
	);
});

test('the error output of the orders holds what is needed to mend them', () => {
	const { finished } = runOf('track-orders-of-a-day.json');
	const refused = finished.output('To fix').map(({ json }) => json);
	expect(refused.map(({ error }) => String(error).replace(/^\[Item \d+\] /, ''))).toEqual([
		expect.stringMatching(/^Customer ID "guest" is a placeholder/),
		expect.stringMatching(/^Platform "kiosk"/),
		expect.stringMatching(/^Event Time "28\/11\/2025 .*cannot be read/),
		expect.stringMatching(/^Event Time 2052-11-28.*future/),
		expect.stringMatching(/^Customer ID "guest" is a placeholder/),
		expect.stringMatching(/^Attribute "total" is set to Number, but "n\/a" is not a number/),
		expect.stringMatching(/^Platform "kiosk"/),
		expect.stringMatching(/^Customer ID is empty/),
	]);
	for (const json of refused) {
		expect(json).toMatchObject({
			order_id: expect.stringMatching(/^SO-251128-1\d{3}$/) as string,
			message: expect.stringMatching(/\.$/) as string,
			details: { httpCode: null, type: 'InvalidInput', retriable: false },
		});
	}
});

test("the refused business event carries MoEngage's own words and the attribute", () => {
	const { finished } = runOf('trigger-business-events.json');
	expect(finished.output('To fix')[0].json).toMatchObject({
		event: 'Price Drop',
		error: 'Wrong business event attribute passed in api request',
		details: { httpCode: 400, target: 'discount_percent', retriable: false },
	});
});

test('running the reports again counts nothing twice', async () => {
	const { example } = runOf('report-experiences.json');
	await runExample(engine, simulator, example);
	await engine.run(example.workflow, { credential: { ...simulator.credential } });
	expect(simulator.accepted.experienceEvents).toHaveLength(250);
	expect(simulator.accepted.duplicateExperienceEvents).toBe(250);
});

test('45 users are read in 3 requests, and each comes back to the ticket that asked', () => {
	const { outputs, items, requests } = runOf('look-up-users.json');
	expect(requests).toHaveLength(3);
	expect(outputs.map((output) => pairedWith(output))).toEqual(items.map((_, item) => [item]));
	for (const output of outputs) {
		const id = String(items[pairedWith(output)[0]].customer_id);
		if (id.startsWith('customer-2')) {
			expect(output.json).toMatchObject({ points: Number(id.slice(-4)), loyalty_tier: 'gold' });
		} else {
			expect(output.json.error).toContain(id);
		}
	}
});

test('120 pairs are merged in 3 requests, each once and the right way round', () => {
	const { accepted, items, requests } = runOf('merge-duplicate-users.json');
	expect(requests).toHaveLength(3);
	expect(accepted.mergedPairs).toEqual(
		items.map(({ old_id: old, customer_id: customer }) => ({
			mergedUser: old,
			retainedUser: customer,
		})),
	);
});

test('what was fetched for a user is reported for this user, with nothing mapped', () => {
	const [fetched, reported] = runsOf('personalize-a-page-and-report-it.json');
	expect(reported.node.parameters).toEqual({ resource: 'experience', operation: 'report' });
	const seen = reported.accepted.experienceEvents.map(
		({ customerId, attributes }) => `${customerId} ${String(attributes.cid)}`,
	);
	const wanted = fetched.outputs.map(
		({ json }) =>
			`${String(json.customer_id)} ${String((json.experience_context as IDataObject).cid)}`,
	);
	expect(wanted).toHaveLength(376);
	expect(seen.sort()).toEqual(wanted.sort());
	expect(seen.filter((entry) => entry.includes('nomatch'))).toEqual([]);
});

test('customers arrive with the types that the example names', () => {
	const { accepted, items } = runOf('upsert-customers-of-a-crm.json');
	for (const { customerId, attributes } of filled(accepted.users)) {
		const row = items.find(({ customer_id: id }) => id === customerId);
		expect(attributes).toMatchObject({
			u_em: row?.email,
			points: Number(row?.points),
			newsletter: row?.newsletter,
			interests: row?.interests,
		});
	}
});

test('the lost device is blocked, and never all devices of a user', () => {
	const [, blocked] = runsOf('replace-lost-devices.json');
	const [{ items }] = runsOf('replace-lost-devices.json');
	for (const action of filled(blocked.accepted.deviceActions)) {
		const row = items.find(({ customer_id: customer }) => customer === action.userIdentifierValue);
		expect(action.deviceIdentifiers).toEqual([{ device_unique_id: row?.lost_device }]);
	}
});

test('a business event is created with the attributes whose cells are filled in', () => {
	const { accepted } = runOf('create-business-events.json');
	const created = accepted.createdBusinessEvents.map(({ eventName, attributes }) => [
		eventName,
		attributes,
	]);
	expect(created).toContainEqual(['Gate Changed', { flight_number: 'string', gate: 'string' }]);
	expect(created).toContainEqual(['Fuel Surcharge', { route: 'string', surcharge: 'float' }]);
	expect(created).toContainEqual([
		'Match Started',
		{ home: 'string', away: 'string', kick_off: 'date' },
	]);
});

test('a form that says nothing about everything unsubscribes nobody from it, and keeps nobody', () => {
	const { finished, accepted } = runOf('apply-email-preferences.json');
	const failed = finished.output('To fix').map(({ json }) => json);
	expect(failed.map(({ error }) => error)).toEqual([
		expect.stringMatching(/Globally Unsubscribed is empty/),
		expect.stringMatching(/^Unknown category name/),
	]);
	const users = accepted.subscriptionUpdates.map(({ identifierValue }) => identifierValue);
	for (const { customer_id: id } of failed) expect(users).not.toContain(id);
});

test("a flow is answered with the user's own data, for the order that it asked about", () => {
	const [{ items }, , { accepted }] = runsOf('answer-a-flow-about-customers.json');
	expect(accepted.events.map(({ customerId, attributes }) => [customerId, attributes])).toEqual(
		items
			.filter(({ customer_id: id }) => String(id).startsWith('customer-2'))
			.map(({ customer_id: id, order_id: order }) => [id, { order_id: order, free_return: true }]),
	);
});

test('who enters or leaves a segment is added to the list, or removed, each once', () => {
	const { finished, items } = runOf('keep-a-crm-list-in-step.json');
	const users = (node: string) => finished.output(node).map(({ json }) => json.partner_user_id);
	const changed = (change: string) =>
		items.filter((item) => item.change === change).map(({ partner_user_id: user }) => user);
	expect(users('CRM: add to list')).toEqual(changed('added'));
	expect(users('CRM: remove from list')).toEqual(changed('removed'));
});

test('a click becomes a row, and a campaign of an alert a message', () => {
	const { finished: clicks, items } = runOf('collect-email-clicks.json');
	expect(clicks.output('Google Sheets: append row').map(({ json }) => json)).toEqual(
		items.map(({ event_uuid: uuid, event_time: time, uid, event_attributes: attributes }) => ({
			clicked_at: new Date(Number(time) * 1000).toISOString(),
			customer_id: uid,
			campaign: (attributes as IDataObject).campaign_name,
			event_uuid: uuid,
		})),
	);
	const { finished: alert } = runOf('report-alerts-in-a-chat.json');
	expect(alert.output('Slack: send message').map(({ json }) => json.text)).toEqual([
		'Delivery rate breach: Summer Sale has DELIVERY_RATE 70.5, the limit is 80',
		'Delivery rate breach: Loyalty Digest has DELIVERY_RATE 64.1, the limit is 80',
		'Delivery rate breach: Win-Back has DELIVERY_RATE 41.9, the limit is 80',
	]);
});

test('campaigns and alerts become one picture each, with a bar for every row', () => {
	const { finished: chart } = runOf('mail-a-chart-of-campaigns.json');
	const [{ json: mail }] = chart.output('Email: send the chart');
	const bars = [...String(mail.html).matchAll(/<td>([^<]+)<\/td>.*?width: (\d+)px/g)];
	expect(bars).toHaveLength(18);
	expect(Math.max(...bars.map(([, , width]) => Number(width)))).toBe(200);
	const rows = [
		...String(
			runOf('mail-an-alert-as-a-table.json').finished.output('Email: send the table')[0].json.html,
		).matchAll(/<td>([^<]+)<\/td><td align="right">([\d.]+)<.*?width: (\d+)px"><\/div>/g),
	];
	expect(rows.map(([, ...cells]) => cells)).toEqual([
		['Summer Sale', '70.5', '141'],
		['Loyalty Digest', '64.1', '128'],
		['Win-Back', '41.9', '84'],
	]);
	expect(String(mail.html)).not.toMatch(/undefined|NaN|{{/);
});

test('each report is mailed as the file that MoEngage has, to the readers of its row', () => {
	const { finished } = runOf('mail-the-reports-of-a-week.json');
	const mails = finished.output('Gmail: send the report');
	expect(mails.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	for (const { json, binary = {} } of filled(mails)) {
		const file = reportFile(String(json.file_name));
		expect(Buffer.from(binary.data.data, 'base64').equals(file)).toBe(true);
	}
	expect(mails.map(({ json }) => json.file_name)).toEqual([
		expect.stringMatching(/^Report_weekly_campaigns_\d{8}\.zip$/),
		expect.stringMatching(/^Report_email_deliverability_\d{8}\.zip$/),
	]);
	expect(finished.output('To fix').map(({ json }) => json)).toEqual([
		expect.objectContaining({
			send_to: 'app-team@example.com',
			error: expect.stringMatching(
				/MoEngage has no report with the file name "Push summary_\d{8}\.zip" or "Push_summary_/,
			) as string,
		}),
	]);
});

test('a campaign that reaches too few users is told, one without an estimate is not', () => {
	const { finished } = runOf('check-reach-before-campaigns-start.json');
	const reaches = (node: string) =>
		finished
			.output(node)
			.map(({ json }) => [
				json.campaign_name,
				(json.reachability_details as IDataObject | null)?.count,
			]);
	expect(reaches('Slack: warn the team')).toEqual([['Campaign 12', 7000]]);
	expect(reaches('Nothing to do')).toEqual([
		['Campaign 25', undefined],
		['Campaign 38', 20000],
	]);
});

test('the status of a campaign is that after its change', () => {
	const [{ items }, { outputs }] = runsOf('pause-campaigns.json');
	const changes = new Map(items.map(({ campaign, action }) => [campaign, action]));
	const states = outputs.map(({ json }) => [changes.get(json.id as string), json.status]);
	expect(new Set(states.map(String))).toEqual(new Set(['PAUSE,PAUSED', 'RESUME,ACTIVE']));
});

test('an error workflow fixes what it can, sends each failed order once, and leaves the rest to people', () => {
	const { accepted, finished } = runOf('fix-failed-orders-and-send-them-again.json');
	expect(
		accepted.events.map(({ attributes, raw }) => [
			attributes.order_id,
			raw.current_time,
			raw.platform,
		]),
	).toEqual([
		['SO-260202-4002', expect.stringMatching(/^2026-02-02T/), 'web'],
		['SO-260202-4004', expect.stringMatching(/^2026-02-02T12:15/), 'unknown'],
		['SO-260202-4007', expect.stringMatching(/^2026-02-02T/), 'unknown'],
	]);
	expect(finished.output('Slack: ask a colleague').map(({ json }) => json)).toEqual([
		expect.objectContaining({
			order_id: 'SO-260202-4005',
			error: '[Item 2] Customer ID "guest" is a placeholder that many users may have',
		}),
	]);
});

test('the other half of the error workflow stops with the failed orders, which it hands over', async () => {
	const { workflow } = runOf('fix-failed-orders-and-send-them-again.json').example;
	simulator.reset();
	const orders = [
		{
			order_id: 'A',
			customer_id: 'customer-1',
			placed_at: '2026-02-02T10:00:00Z',
			platform: 'web',
		},
		{ order_id: 'B', customer_id: 'customer-2', placed_at: '02/02/2026 10:40', platform: 'web' },
		{
			order_id: 'C',
			customer_id: 'customer-3',
			placed_at: '2026-02-02T11:00:00Z',
			platform: 'kiosk',
		},
	];
	const webhook = workflow.nodes.filter(({ name }) => name === 'Webhook');
	const finished = await engine.run(
		{ ...workflow, nodes: [...webhook, ...workflow.nodes], pinData: {} },
		{ credential: { ...simulator.credential }, items: [{ body: { orders } }] },
	);
	expect(simulator.accepted.events.map(({ attributes }) => attributes.order_id)).toEqual(['A']);
	expect(finished.error).toMatchObject({
		message: '2 orders were not sent to MoEngage',
		context: {
			metadata: {
				rows: [
					{ ...orders[1], error: expect.stringContaining('02/02/2026 10:40') as string },
					{ ...orders[2], error: expect.stringContaining('kiosk') as string },
				],
			},
		},
	});
});
