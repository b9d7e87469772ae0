import type { IWebhookFunctions } from 'n8n-workflow';

import { freshCredential } from '../../../../nodes/MoEngageTrigger/authentication/freshCredential';

/** n8n's database: each read takes a while, and gets what was stored when it began. */
class Store {
	secret = 'first';
	reads = 0;
	isBroken = false;

	/** What n8n hands to a trigger for one call. */
	call(
		nodeId = 'node-1',
		credentialId = 'credential-1',
		workflowId = 'workflow-1',
	): IWebhookFunctions {
		return {
			getNode: () => ({ id: nodeId, credentials: { moEngageApi: { id: credentialId } } }),
			getWorkflow: () => ({ id: workflowId }),
			getCredentials: async () => {
				this.reads++;
				const [webhookSecret, isBroken] = [this.secret, this.isBroken];
				await new Promise((resolve) => setTimeout(resolve, 20));
				if (isBroken) throw new Error('The database is locked');
				return { webhookSecret };
			},
		} as unknown as IWebhookFunctions;
	}

	async read(...of: Parameters<Store['call']>): Promise<string | undefined> {
		return (await freshCredential(this.call(...of))).webhookSecret;
	}
}

const pause = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

test('calls that come in together share a read, after the one that has begun', async () => {
	const store = new Store();
	const calls = Array.from({ length: 50 }, async () => await store.read());
	expect(new Set(await Promise.all(calls))).toEqual(new Set(['first']));
	expect(store.reads).toBe(2);
});

test('a secret that was changed holds for every call that comes in afterwards, whatever is under way', async () => {
	const store = new Store();
	const before = [store.read(), store.read()];
	await pause(5);
	store.secret = 'second';
	const during = [store.read(), store.read()];
	expect(await before[0]).toBe('first');
	expect(await Promise.all(during)).toEqual(['second', 'second']);
	store.secret = 'third';
	expect(await store.read()).toBe('third');
	await Promise.all(before);
});

test('nothing is kept for later', async () => {
	const store = new Store();
	for (const secret of ['a', 'b', 'c']) {
		store.secret = secret;
		expect(await store.read()).toBe(secret);
	}
	expect(store.reads).toBe(3);
});

// A copied workflow keeps the IDs of its nodes.
test('other nodes, other credentials and the same node of other workflows are read by themselves', async () => {
	const store = new Store();
	const others: Array<Parameters<Store['call']>> = [
		['node-1'],
		['node-2'],
		['node-1', 'credential-2'],
		['node-1', 'credential-1', 'workflow-2'],
	];
	// Of two calls, the second waits for the next read, which it would share with those of a third.
	await Promise.all([...others, ...others].map(async (of) => await store.read(...of)));
	expect(store.reads).toBe(8);
});

test('a read that did not work keeps nobody out for longer than it lasts', async () => {
	const store = new Store();
	store.isBroken = true;
	const first = store.read();
	store.isBroken = false;
	const waiting = [store.read(), store.read()];
	await expect(first).rejects.toThrow('The database is locked');
	expect(await Promise.all(waiting)).toEqual(['first', 'first']);
	expect(await store.read()).toBe('first');
});
