import type { IDataObject, INode } from 'n8n-workflow';

import {
	callOnce,
	segmentPages,
	syncedUsers,
	WebhookSender,
	type SegmentPage,
} from '../../simulator/webhooks';
import { withCredential } from '../n8n/instance';
import { chainOf, n8nNode, triggerNode, webhookUrl } from '../n8n/triggers';
import { useInstance } from '../n8n/useInstance';

/*
 * MoEngage pauses a segment sync that is not answered with 2xx and JSON: what n8n itself answers is what counts here.
 */

const HOOK_WORDS = 'hook-secret-7ab1c9';

const AUTH = { kind: 'basic', user: 'moengage', password: HOOK_WORDS } as const;

const instance = useInstance();

let credentialId: string;

beforeAll(async () => {
	const { client, simulator } = instance();
	const data = { ...simulator.credential, webhookSecret: HOOK_WORDS };
	credentialId = await client.createCredential('With a secret', data);
});

/** @returns the workflow's ID, and where MoEngage calls it */
async function publish(
	parameters: IDataObject = {},
	following: INode[] = [],
): Promise<{ id: string; url: string }> {
	const { client, n8n } = instance();
	const trigger = triggerNode({ source: 'segmentSync', ...parameters } as INode['parameters']);
	const workflow = chainOf('By a segment sync', [trigger, ...following]);
	const id = await client.createWorkflow(withCredential(workflow, credentialId));
	await client.publish(id);
	return { id, url: webhookUrl(n8n.origin, trigger) };
}

const senderTo = (url: string) => new WebhookSender({ url, auth: AUTH, secondMs: 1 });

/** What so many executions have from a node, in the order of the executions. */
async function outputs(id: string, count: number, node = 'MoEngage Trigger') {
	const { client } = instance();
	const ids = await client.started(id, count);
	expect(ids).toHaveLength(count);
	const ended = await Promise.all(ids.map(async (one) => await client.ended(one)));
	return ended.map((execution) => {
		expect(execution.status).toBe('success');
		return execution.output(node).map(({ json }) => json);
	});
}

describe('n8n answers with 200 and JSON', () => {
	const [page] = segmentPages(syncedUsers(3), syncedUsers(2, 3));
	const [onlyAdded] = segmentPages(syncedUsers(3));
	const withData = (data: object) => ({ ...page, data }) as SegmentPage;

	test.each<[string, SegmentPage, IDataObject, number]>([
		['users', page, {}, 5],
		['users of one list', onlyAdded, {}, 3],
		['users of whom the filter wants none', onlyAdded, { filters: { changes: ['removed'] } }, 0],
		['empty lists', withData({ add_users: [], remove_users: [] }), {}, 0],
		['one empty list', withData({ remove_users: [] }), {}, 0],
		['neither list', withData({ moengage_sync_id: 's' }), {}, 0],
		['lists that it does not know', withData({ members: syncedUsers(2) }), {}, 0],
		[
			'renamed lists',
			withData({ members: syncedUsers(2), lost: [] }),
			{ options: { addKey: 'members', removeKey: 'lost' } },
			2,
		],
	])('%s', async (_what, body, parameters, users) => {
		const { id, url } = await publish(parameters);
		const moengage = senderTo(url);
		const [fate] = await moengage.segmentSync([body]);
		expect(fate.replies).toMatchObject([{ status: 200, contentType: 'application/json' }]);
		expect(fate.isTaken).toBe(true);
		// What comes after it shows that nothing else was started.
		const [one, other] = [syncedUsers(1), syncedUsers(1, 1)];
		const both = { add_users: one, members: one, remove_users: other, lost: other };
		await moengage.segmentSync([withData(both)]);
		const [first] = await outputs(id, users === 0 ? 1 : 2);
		if (users > 0) expect(first).toHaveLength(users);
	});

	test('to a secret in a header, and with 401 to a call without one', async () => {
		const { url } = await publish();
		const body = Buffer.from(JSON.stringify(page));
		const json = { 'Content-Type': 'application/json' };
		const call = (headers: Record<string, string>) =>
			callOnce(new URL(url), { method: 'POST', headers: { ...json, ...headers }, body });
		expect(await call({ 'X-Webhook-Secret': HOOK_WORDS })).toMatchObject({
			status: 200,
			contentType: 'application/json',
		});
		expect((await call({})).status).toBe(401);
	});
});

test('20,000 users in 20 calls at once all arrive, each once', async () => {
	const { id, url } = await publish();
	const pages = segmentPages(syncedUsers(15_000), syncedUsers(5_000, 15_000));
	expect(pages).toHaveLength(20);
	const began = Date.now();
	const fates = await senderTo(url).segmentSync(pages, 20);
	const answered = Date.now() - began;
	expect(fates.filter(({ isTaken, replies }) => isTaken && replies.length === 1)).toHaveLength(20);
	const items = (await outputs(id, 20)).flat();
	process.stdout.write(
		`20,000 users in 20 calls: answered after ${answered} ms, all executions ended after ${Date.now() - began} ms\n`,
	);
	expect(items).toHaveLength(20_000);
	const users = items.map(
		({ moengage_distinct_id: user, change }) => `${String(user)} ${String(change)}`,
	);
	expect(new Set(users).size).toBe(20_000);
	expect(items.filter(({ change }) => change === 'removed')).toHaveLength(5_000);
	expect(new Set(items.map(({ page }) => page)).size).toBe(20);
}, 600_000);

test('10,000 users in one call, the most that MoEngage sends, are one execution', async () => {
	const { id, url } = await publish();
	const pages = segmentPages(syncedUsers(10_000), [], { batchSize: 10_000 });
	const [fate] = await senderTo(url).segmentSync(pages);
	expect(fate.replies).toMatchObject([{ status: 200, contentType: 'application/json' }]);
	expect((await outputs(id, 1))[0]).toHaveLength(10_000);
});

test('a page that MoEngage repeats passes Remove Duplicates once, a page of the next run again', async () => {
	const remove = n8nNode('Drop repeats', 'removeDuplicates', 2, {
		operation: 'removeItemsSeenInPreviousExecutions',
		dedupeValue: '={{ $json.execution_id }} {{ $json.page }}',
		options: { historySize: 1_000_000 },
	});
	const { id, url } = await publish({}, [remove]);
	const run = (executionId: string) =>
		segmentPages(syncedUsers(150), [], { batchSize: 100, executionId });
	const [first, second] = run('run-1');
	const pages = [first, second, first, first, second, ...run('run-2')];
	for (const [index, page] of pages.entries()) {
		await senderTo(url).segmentSync([page]);
		// Each execution ends before the next page comes.
		await outputs(id, index + 1);
	}
	const sizes = (await outputs(id, 7, 'Drop repeats')).map((items) => items.length);
	expect(sizes).toEqual([100, 50, 0, 0, 0, 100, 50]);
});
