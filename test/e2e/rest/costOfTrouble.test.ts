import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	eventsOfManyUsers,
	goodItems,
	options,
	pinnedWorkflow,
	type NodeSettings,
} from '../../engine/cases';
import { startSimulator } from '../../simulator';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';

/*
 * What a full n8n must reach, counted at MoEngage: how few requests a trouble may cost that concerns all items,
 * and how few items one that does not. `test/engine/` has the same in more variants.
 */

const USERS = Array.from({ length: 300 }, (_, index) => ({
	customerId: `user-${index}@example.com`,
}));

const instance = useInstance({ users: USERS });

const [TRACK, REPORT, MERGE, UPSERT] = [
	'event.track',
	'experience.report',
	'user.merge',
	'user.upsert',
].map(caseOf);

/** Requests that are under way at the same time by default. */
const UNDER_WAY = 100;

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

describe('a refusal that no item is to blame for', () => {
	test.each([
		['300 reports', REPORT],
		['300 merges', MERGE],
	])('%s with unknown words cost at most 30 requests', async (_what, { name, path }) => {
		const { simulator } = instance();
		simulator.inject({ kind: 'status', status: 400, path, times: Infinity });
		const items = goodItems(caseOf(name), 300);
		const execution = await instance().run(pinnedWorkflow(name, items, CONTINUE));
		expect(simulator.requests.length).toBeLessThanOrEqual(30);
		const output = execution.output('MoEngage');
		expect(output).toHaveLength(300);
		for (const { json } of output) expect(json.details).toMatchObject({ httpCode: 400 });
	});

	test('10,000 reports with the ID of another workspace cost no more requests than were under way at the first answer', async () => {
		const { client, simulator } = instance();
		const id = await client.createCredential('Elsewhere', {
			...simulator.credential,
			workspaceId: 'ANOTHER',
		});
		const items = goodItems(REPORT, 10_000);
		const saved = withCredential(pinnedWorkflow(REPORT.name, items, CONTINUE), id);
		const execution = await client.run(await client.createWorkflow(saved));
		expect(simulator.requests.length).toBeLessThanOrEqual(UNDER_WAY);
		const output = execution.output('MoEngage');
		expect(output).toHaveLength(10_000);
		for (const { json } of output) expect(json.error).toMatch(/MoEngage Client not found/);
	});

	test('20 bad reports at the front of 300 do not look like one: 280 are accepted', async () => {
		const { simulator } = instance();
		const items = goodItems(REPORT, 300);
		items.slice(0, 20).forEach((item, index) => {
			const text = `spoilt-${String(index).padStart(2, '0')}`;
			REPORT.poison(item, text);
			const body = { title: 'Invalid Field Value', description: `No ${text}` };
			simulator.inject({ kind: 'answer', status: 400, body, text, times: Infinity });
		});
		const execution = await instance().run(pinnedWorkflow(REPORT.name, items, CONTINUE));
		const output = execution.output('MoEngage').map(({ json }) => json);
		expect(output.slice(0, 20).map(({ error }) => error)).toEqual(
			Array.from({ length: 20 }, (_, index) => `No spoilt-${String(index).padStart(2, '0')}`),
		);
		expect(output.filter(({ error }) => error !== undefined)).toHaveLength(20);
		expect(simulator.accepted.experienceEvents).toHaveLength(280);
	});
});

test('300 events, one of which a gateway refuses with a 403 page: 299 are accepted', async () => {
	const { simulator } = instance();
	simulator.inject({
		kind: 'html',
		status: 403,
		path: TRACK.path,
		text: '"order-5"',
		times: Infinity,
	});
	const settings = { ...CONTINUE, ...options({ maxConcurrency: 10 }) };
	const execution = await instance().run(
		pinnedWorkflow(TRACK.name, eventsOfManyUsers(300), settings),
	);
	const failed = execution.output('MoEngage').filter(({ json }) => json.error !== undefined);
	expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 5 }]);
	expect(simulator.accepted.events).toHaveLength(299);
});

test('a key that MoEngage refuses with a 409 stops the run at once', async () => {
	const { simulator } = instance();
	const error = {
		message: 'App key mismatch in params and authentication',
		type: 'Authentication Mismatch',
		request_id: 'r-1',
	};
	const body = { status: 'fail', error };
	simulator.inject({ kind: 'answer', status: 409, body, path: TRACK.path, after: 2 });
	const settings = { ...CONTINUE, ...options({ maxConcurrency: 1 }) };
	const execution = await instance().run(
		pinnedWorkflow(TRACK.name, eventsOfManyUsers(50), settings),
	);
	expect(simulator.requests).toHaveLength(3);
	const output = execution.output('MoEngage').map(({ json }) => json);
	expect(output.filter(({ error: reason }) => reason !== undefined)).toHaveLength(48);
	expect(output[49].message).toMatch(/did not send this item/);
});

describe('a MoEngage that hangs', () => {
	const PATIENT = options({ timeout: 1500, maxConcurrency: 20 });

	test('300 items cost at most 450 requests and less than a minute', async () => {
		const { simulator } = instance();
		simulator.inject({ kind: 'timeout', path: UPSERT.path, times: Infinity });
		const items = goodItems(UPSERT, 300);
		// The client waits for a minute at most.
		const execution = await instance().run(
			pinnedWorkflow(UPSERT.name, items, { ...CONTINUE, ...PATIENT }),
		);
		expect(simulator.requests.length).toBeLessThanOrEqual(450);
		const output = execution.output('MoEngage');
		expect(output).toHaveLength(300);
		for (const { json } of output) expect(json.error).toBeDefined();
		expect(output.at(-1)?.json.message).toMatch(/did not send this item/);
	});

	test('for 5 s only gets everything afterwards', async () => {
		const { simulator } = instance();
		simulator.inject({ kind: 'timeout', path: UPSERT.path, lastsMs: 5000 });
		const items = goodItems(UPSERT, 100);
		const execution = await instance().run(pinnedWorkflow(UPSERT.name, items, PATIENT));
		expect(execution.status).toBe('success');
		expect(UPSERT.accepted(simulator).sort()).toEqual(items.map(UPSERT.mark).sort());
	});
});

test('input sorted by user takes about as long as mixed input, and keeps the order per user', async () => {
	const { simulator } = instance();
	const update = (user: number, index: number): IDataObject => ({
		user: `user-${user}@example.com`,
		plan: `plan-${user}-${index}`,
		points: index,
		existing: '',
	});
	const mixed = Array.from({ length: 2000 }, (_, at) => update(at % 40, Math.floor(at / 40)));
	const sorted = Array.from({ length: 2000 }, (_, at) => update(Math.floor(at / 50), at % 50));
	const spans: number[] = [];
	try {
		for (const items of [mixed, sorted]) {
			simulator.reset();
			simulator.handlingMs = 20;
			const execution = await instance().run(pinnedWorkflow(UPSERT.name, items, {}));
			expect(execution.status).toBe('success');
			const arrivals = simulator.requests.map(({ at }) => at);
			spans.push(Math.max(...arrivals) - Math.min(...arrivals));
			for (const user of [0, 17, 39].map((index) => `user-${index}@example.com`)) {
				expect(
					simulator.accepted.users
						.filter(({ customerId }) => customerId === user)
						.map(({ attributes }) => attributes.plan),
				).toEqual(items.filter((item) => item.user === user).map(({ plan }) => plan));
			}
		}
	} finally {
		simulator.handlingMs = 0;
	}
	expect(spans[1]).toBeLessThanOrEqual(spans[0] * 1.3);
});

test('a retry after the credential was moved to another workspace sends everything there', async () => {
	const { client, simulator } = instance();
	const production = await startSimulator({ workspaceId: 'PRODUCTION' });
	try {
		const trigger = caseOf('businessEvent.trigger');
		const items = goodItems(trigger, 6);
		const id = await client.createCredential('Moving', { ...simulator.credential });
		simulator.inject({ kind: 'status', status: 400, path: trigger.path, after: 3 });
		const settings = options({ maxConcurrency: 1 });
		const saved = withCredential(pinnedWorkflow(trigger.name, items, settings), id);
		const failed = await client.run(await client.createWorkflow(saved));
		expect(failed.status).toBe('error');
		expect(trigger.accepted(simulator)).toHaveLength(3);
		await client.updateCredential(id, 'Moving', { ...production.credential });
		const again = await client.retry(failed.id, false);
		expect(again.status).toBe('success');
		expect(trigger.accepted(production).sort()).toEqual(items.map(trigger.mark).sort());
		expect(trigger.accepted(simulator)).toHaveLength(3);
	} finally {
		await production.close();
	}
});

test('a stopped run names how many items cannot be sent', async () => {
	const { simulator } = instance();
	const items = goodItems(TRACK, 5).map((item, index) =>
		index === 2 ? item : { ...item, user: 'guest' },
	);
	const execution = await instance().run(pinnedWorkflow(TRACK.name, items, {}));
	expect(execution.error?.message).toMatch(
		/^4 of 5 items cannot be sent, and nothing was sent: Customer ID "guest" is a placeholder/,
	);
	expect(execution.error?.description).toContain('0, 1, 3, 4');
	expect(simulator.requests).toEqual([]);
});
