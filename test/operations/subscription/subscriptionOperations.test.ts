import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	failedItems,
	goodItems,
	KNOWN,
	ONE_AT_A_TIME,
	type NodeSettings,
} from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { run, retry, restartSimulator, simulator } = useEngine();

const UPDATE = caseOf('subscription.update');

function keys(): string[] {
	return simulator.requests.map(({ headers }) => headers['idempotency-key']);
}

const row = (name: string) => ({ name, subscribed: true });

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

describe('an update of subscriptions', () => {
	test('has a key for each item, and a repeat carries the same one: nothing counts twice', async () => {
		const items = goodItems(UPDATE, 20);
		simulator.inject({ kind: 'resetAfter', path: UPDATE.path, times: 5, after: 3 });
		const finished = await run('subscription.update', items, ONE_AT_A_TIME);
		expect(finished.error?.message).toMatch(/unknown whether/);
		const again = await retry(finished, 'subscription.update', items);
		expect(again.output('MoEngage')).toHaveLength(20);
		expect(
			simulator.accepted.subscriptionUpdates.map(({ identifierValue }) => identifierValue),
		).toEqual(items.map(({ user }) => user));
		const repeated = keys().filter((key, index, all) => all.indexOf(key) !== index);
		expect(repeated.length).toBeGreaterThan(0);
		expect(new Set(keys()).size).toBe(20);
	});

	test('a corrected workflow has another key, so that MoEngage does not refuse the old one', async () => {
		const items = [0, 1, 2].map((index) => ({
			...UPDATE.item(index),
			category: 'no_such_category',
			unsubscribed: false,
		}));
		const failed = await run('subscription.update', items, ONE_AT_A_TIME);
		expect(failed.error?.message).toMatch(/Unknown category name/);
		const again = await retry(failed, 'subscription.update', items, {
			parameters: { categories: { category: [{ name: 'newsletter', subscribed: false }] } },
		});
		expect(again.error).toBeUndefined();
		expect(simulator.accepted.subscriptionUpdates).toHaveLength(3);
	});

	test('says of each item what is wrong with it before anything is sent', async () => {
		const good = UPDATE.item(0);
		const six = Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`a${n}`, 'x']));
		const wrong: Array<[IDataObject, RegExp]> = [
			[{ unsubscribed: null }, /Globally Unsubscribed is empty.*no neutral value/],
			[{ unsubscribed: 'maybe' }, /Globally Unsubscribed "maybe" is neither true nor false/],
			[{ user: '' }, /Identifier is empty/],
			[{ user: 'guest' }, /Identifier "guest" is a placeholder/],
			[{ type: 'email', user: 'jane' }, /Identifier "jane" is not an email address/],
			[{ type: 'phone' }, /Identifier Type "phone" is not a value/],
			[{ subscribed: '' }, /Subscribed is empty for a category/],
			[{ about: six }, /Event Attributes has 6 attributes/],
			[{ about: { source: 'x'.repeat(256) } }, /Event Attributes has the attribute "source"/],
		];
		const items = wrong.map(([change]) => ({ ...good, ...change }));
		const finished = await run('subscription.update', items, CONTINUE);
		finished.output('MoEngage').forEach(({ json }, index) => {
			expect(json.error).toMatch(wrong[index][1]);
		});
		expect(finished.output('MoEngage')).toHaveLength(wrong.length);
		expect(simulator.requests).toEqual([]);
	});

	test('refuses a category that stands there twice, by its name', async () => {
		const twice = { category: ['newsletter', 'promotional', 'newsletter'].map(row) };
		const finished = await run('subscription.update', goodItems(UPDATE, 3), {
			parameters: { categories: twice },
		});
		expect(finished.error?.message).toMatch(/Categories has the category "newsletter" twice/);
		expect(finished.error?.description).toMatch(/one row for each category/);
		expect(simulator.requests).toEqual([]);
	});

	test('of a user whom MoEngage does not have points at the item', async () => {
		const items = goodItems(UPDATE, 3).map((item, index) =>
			index === 1 ? { ...item, user: 'nobody@example.com' } : item,
		);
		const finished = await run('subscription.update', items, CONTINUE);
		expect(failedItems(finished)).toEqual([1]);
		expect(finished.output('MoEngage')[1].json).toMatchObject({
			error: 'No user found for the given identifier',
			message: expect.stringContaining('Check the ID in the item') as string,
		});
	});

	test('of one user in three items reaches MoEngage in their order', async () => {
		simulator.handlingMs = (before) => 30 - before * 10;
		const items = [true, false, true].map((unsubscribed, index) => ({
			...UPDATE.item(0),
			unsubscribed,
			about: { source: `step ${index}` },
		}));
		await run('subscription.update', items);
		expect(
			simulator.accepted.subscriptionUpdates.map(
				({ isGloballyUnsubscribed }) => isGloballyUnsubscribed,
			),
		).toEqual([true, false, true]);
	});
});

describe('reading subscriptions', () => {
	test('gives each item its own user, with one request for items that ask the same', async () => {
		await run('subscription.update', goodItems(UPDATE, 3));
		simulator.requests.length = 0;
		const of = (index: number) => ({ type: 'uid', user: `user-${index}@example.com`, channel: '' });
		const finished = await run('subscription.get', [of(0), of(2), of(0), of(1)]);
		expect(
			finished
				.output('MoEngage')
				.map(({ json, pairedItem }) => [
					json.is_globally_unsubscribed,
					(json.categories as IDataObject[])
						.filter(({ status }) => status === 'unsubscribed')
						.map(({ name }) => name),
					pairedItem,
				]),
		).toEqual([
			[false, [], { item: 0 }],
			[true, [], { item: 1 }],
			[false, [], { item: 2 }],
			[false, ['promotional'], { item: 3 }],
		]);
		expect(simulator.requests).toHaveLength(3);
	});

	test('says for whom MoEngage has no user, and goes on with the others', async () => {
		const items = ['user-1@example.com', 'nobody@example.com', 'user-2@example.com'].map(
			(user) => ({
				type: 'uid',
				user,
			}),
		);
		const finished = await run('subscription.get', items, CONTINUE);
		expect(finished.output('MoEngage').map(({ json }) => json.error ?? 'found')).toEqual([
			'found',
			'No user found for the given identifier',
			'found',
		]);
	});

	test('with a plus, an ampersand or a blank reaches MoEngage as it is', async () => {
		const users = ['jane+news@example.com', 'tom&jerry@example.com', 'cust 1=2#3'];
		const items = users.map((user) => ({
			type: user.includes('@') ? 'email' : 'uid',
			user,
		}));
		await run('subscription.get', items, CONTINUE);
		const asked = simulator.requests.map(({ query }) => query.user_identifier_value);
		expect(asked.sort()).toEqual([...users].sort());
	});

	test('lists the categories of a channel, one item each', async () => {
		const finished = await run('subscription.getCategories', [
			{ channel: 'email' },
			{ channel: '' },
			{ channel: 'EMAIL' },
		]);
		const names = finished
			.output('MoEngage')
			.map(({ json, pairedItem }) => [(pairedItem as { item: number }).item, json.name]);
		for (const item of [0, 1, 2]) {
			expect(names.filter(([of]) => of === item).map(([, name]) => name)).toEqual([
				'promotional',
				'newsletter',
				'product_update',
			]);
		}
		expect(simulator.requests).toHaveLength(2);
	});
});

describe('in a workspace with Portfolio', () => {
	const ALL = ['subscription.get', 'subscription.update', 'subscription.getCategories'];
	const codes = () => simulator.requests.map(({ headers }) => headers['moe-project-code']);
	const withProject = (project: unknown): NodeSettings => ({
		...CONTINUE,
		parameters: { options: { projectCode: project, maxRetries: 0 } },
	});

	test.each([...ALL, 'subscription.setOptIn', 'subscription.resubscribe'])(
		'%s names the project of each item in a header',
		async (name) => {
			await restartSimulator({ ...KNOWN, projects: ['store-in', 'store-de'] });
			const { item } = caseOf(name);
			const items = ['store-in', ' store-de ', 'store-in'].map((project) => ({
				...item(0),
				project,
			}));
			const finished = await run(name, items, withProject('={{ $json.project }}'));
			expect(finished.output('MoEngage').filter(({ json }) => 'error' in json)).toEqual([]);
			expect(new Set(codes())).toEqual(new Set(['store-in', 'store-de']));
			// The same question about another project is another question.
			expect(codes()).toHaveLength(caseOf(name).isRead ? 2 : 3);
		},
	);

	test.each(ALL)('%s without a project shows what MoEngage asks for', async (name) => {
		await restartSimulator({ projects: ['store-in'] });
		const items = goodItems(caseOf(name), 3);
		const finished = await run(name, items, withProject(''));
		const output = finished.output('MoEngage').map(({ json }) => json.error);
		expect(output).toEqual(Array(3).fill('MOE-PROJECT-CODE header missing'));
		expect(new Set(codes())).toEqual(new Set([undefined]));
	});

	test('a project that no header can carry is told before anything is sent', async () => {
		const items = ['störe', 'a\nb', '店'].map((project) => ({ ...UPDATE.item(0), project }));
		const finished = await run('subscription.update', items, withProject('={{ $json.project }}'));
		for (const { json } of finished.output('MoEngage')) {
			expect(json.error).toMatch(/Project Code ".+" has characters that a project code cannot/);
		}
		expect(simulator.requests).toEqual([]);
	});
});

test.each(['subscription.get', 'subscription.update', 'subscription.getCategories'])(
	'%s sends the channel SMS of a workflow saved before, and shows what MoEngage says of it',
	async (name) => {
		const { item } = caseOf(name);
		const collection = name.endsWith('Categories') ? 'filters' : 'additionalFields';
		const finished = await run(name, [item(0), item(1), item(2)], {
			...CONTINUE,
			parameters: { [collection]: { channel: 'sms' } },
		});
		const sent = simulator.requests.map(
			({ body, query }) => query.channel ?? (body as IDataObject).channel,
		);
		expect(new Set(sent)).toEqual(new Set(['sms']));
		expect(finished.output('MoEngage').map(({ json }) => json.error)).toEqual(
			Array(3).fill('channel must be one of: email'),
		);
	},
);
