import type { IDataObject, INodeExecutionData, NodeApiError } from 'n8n-workflow';

import { deliver } from '../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { fakeRun, type FakeRun } from './fakeRun';

const ENDPOINT: Endpoint = {
	...ENDPOINTS.upsertUser,
	repeat: 'safe',
	limits: { elements: 2, bytes: 10_000 },
};

/** Sends two users in a request, and says of each what MoEngage answered. */
const OPERATION: Operation = {
	value: 'upsert',
	name: 'Upsert',
	action: 'Upsert',
	description: 'Upsert',
	route: { endpoint: ENDPOINT, toBody: (users) => ({ users }) },
	fields: [{ displayName: 'User ID', name: 'user', type: 'string', default: '' }],
	toPiece: (parameters, { json, newUuid }) => ({
		element: { id: parameters.requiredText('user'), row: Number(json.row), uuid: newUuid() },
	}),
};

const ROWS = [1, 2, 3, 4, 5].map((row) => ({ row }));
const USERS = { user: (item: number) => `user-${item}` };
const STOPS: FakeRun['node'] = {};
const CONTINUES = { onError: 'continueRegularOutput' } as const;
const ROUTED = { onError: 'continueErrorOutput' } as const;

type Sent = { users: Array<{ id: string; row: number; uuid: string }> };

async function run(options: FakeRun = {}, operation = OPERATION) {
	const { context, requests, hints } = fakeRun({ parameters: USERS, items: ROWS, ...options });
	let output: INodeExecutionData[] | undefined;
	let error: NodeApiError | undefined;
	try {
		output = await deliver(context, operation);
	} catch (reason) {
		error = reason as NodeApiError;
	}
	const bodies = requests.map(({ body }) => JSON.parse(String(body)) as Sent);
	const sent = bodies.map(({ users }) => users.map(({ id }) => id));
	return { output, error, sent, bodies, hints };
}

/** Rejects requests with one of these users. */
function rejecting(...bad: string[]): FakeRun['respond'] {
	return ({ body }) => {
		const { users } = JSON.parse(String(body)) as Sent;
		return users.some(({ id }) => bad.includes(id))
			? { statusCode: 400, body: { message: 'No such user' } }
			: { statusCode: 200, body: { status: 'success' } };
	};
}

const success = (item: number) => ({ json: { status: 'success' }, pairedItem: { item } });

test('all items are sent, in as few requests as may be, and come out in order', async () => {
	const { output, sent, bodies } = await run();
	expect(sent).toEqual([['user-0', 'user-1'], ['user-2', 'user-3'], ['user-4']]);
	expect(output).toEqual([0, 1, 2, 3, 4].map(success));
	const uuids = bodies.flatMap(({ users }) => users.map(({ uuid }) => uuid));
	expect(new Set(uuids).size).toBe(5);
});

describe('an item that cannot be sent', () => {
	const parameters = { user: (item: number) => (item % 2 === 1 ? ' ' : `user-${item}`) };

	test('keeps the others from being sent in stop mode', async () => {
		const { output, error, sent } = await run({ parameters });
		expect([output, sent]).toEqual([undefined, []]);
		expect(error?.message).toBe(
			'2 of 5 items cannot be sent, and nothing was sent: User ID is empty for this item [item 1]',
		);
		expect(error?.description).toBe(
			'Items 1, 3: User ID is empty for this item. Fill it in, or check that the expression finds a value in every item.',
		);
	});

	test.each([CONTINUES, ROUTED])('fails alone with %j', async (node) => {
		const { output, sent } = await run({ parameters, node });
		expect(sent).toEqual([['user-0', 'user-2'], ['user-4']]);
		expect(output?.map(({ json }) => json.error ?? json.status)).toEqual([
			'success',
			'[Item 1] User ID is empty for this item',
			'success',
			'[Item 3] User ID is empty for this item',
			'success',
		]);
		expect(output?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3, 4].map((item) => ({ item })),
		);
		const isRouted = node.onError === 'continueErrorOutput';
		expect(output?.map(({ error }) => error !== undefined)).toEqual(
			[false, true, false, true, false].map((isFailed) => isFailed && isRouted),
		);
	});
});

describe('a rejected item', () => {
	test('ends a run in stop mode: no request starts after it', async () => {
		const parameters = { ...USERS, 'options.maxConcurrency': 1 };
		const { error, sent } = await run({ parameters, respond: rejecting('user-0', 'user-1') });
		expect(sent).not.toContainEqual(['user-4']);
		expect(error?.message).toBe('No such user');
		expect(error?.description).toContain('MoEngage accepted 0 of 5 items.');
	});

	test('is isolated in the continue modes', async () => {
		const { output } = await run({ node: CONTINUES, respond: rejecting('user-3') });
		expect(output?.map(({ json }) => json.error ?? json.status)).toEqual([
			...['success', 'success', 'success'],
			...['No such user', 'success'],
		]);
	});
});

describe('a retry of the execution', () => {
	test.each([
		['stop mode', STOPS, ['user-4']],
		[
			'a continue mode with Retry On Fail',
			{ ...CONTINUES, retryOnFail: true },
			['user-0', 'user-4'],
		],
	])('sends only what was not accepted, in %s', async (_mode, node, rest) => {
		const nodeContext: IDataObject = {};
		const parameters = { ...USERS, 'options.maxConcurrency': 1 };
		const first = await run({
			...{ nodeContext, node, parameters },
			respond: rejecting(...rest),
		});
		expect(first.sent[0]).toEqual(['user-0', 'user-1']);
		const again = await run({ nodeContext, node, parameters });
		expect(again.sent.flat()).toEqual(rest);
		expect(again.output).toEqual([0, 1, 2, 3, 4].map(success));
		// Of a run that has ended well nothing is kept.
		expect(nodeContext).toEqual({});
	});

	test.each([
		['without a retry of n8n', CONTINUES, 'user-0'],
		['where n8n looks at another item first', { ...CONTINUES, retryOnFail: true }, 'user-2'],
	])('sends all in a continue mode %s', async (_why, node, bad) => {
		const nodeContext: IDataObject = {};
		await run({ nodeContext, node, respond: rejecting(bad) });
		expect(nodeContext).toEqual({});
		const again = await run({ nodeContext, node });
		expect(again.sent.flat()).toHaveLength(5);
	});

	test('has the UUIDs of the try before', async () => {
		const nodeContext: IDataObject = {};
		const all = ['user-0', 'user-1', 'user-2', 'user-3', 'user-4'];
		const node = { ...CONTINUES, retryOnFail: true };
		const idsOf = ({ bodies }: Awaited<ReturnType<typeof run>>) =>
			new Map(bodies.flatMap(({ users }) => users.map(({ id, uuid }) => [id, uuid])));
		const first = await run({ nodeContext, node, respond: rejecting(...all) });
		const again = await run({ nodeContext, node });
		expect(idsOf(again)).toEqual(idsOf(first));
		const fresh = await run({ node });
		expect(idsOf(fresh).get('user-0')).not.toBe(idsOf(first).get('user-0'));
	});

	test.each<[string, FakeRun]>([
		['of another run of the node in a loop', { runIndex: 1 }],
		['of another workspace', { credential: { workspaceId: 'OTHER' } }],
		['with other items', { items: [...ROWS.slice(0, 4), { row: 9 }] }],
		['as the tool of an agent', { isTool: true }],
	])('knows nothing %s', async (_what, other) => {
		const nodeContext: IDataObject = {};
		await run({ nodeContext, respond: rejecting('user-4') });
		const again = await run({ nodeContext, ...other });
		expect(again.sent.flat()).toHaveLength(5);
	});
});

describe('what an earlier try has sent', () => {
	test('is no invalid item, whatever its expression yields now', async () => {
		const nodeContext: IDataObject = {};
		await run({ nodeContext, respond: rejecting('user-4') });
		const parameters = { user: (item: number) => (item === 0 ? '' : `user-${item}`) };
		const again = await run({ nodeContext, parameters });
		expect([again.error, again.sent]).toEqual([undefined, [['user-4']]]);
	});

	test('keeps no other item from being sent, where its outcome is unknown and it is not sent again', async () => {
		const nodeContext: IDataObject = {};
		const endpoint: Endpoint = { ...ENDPOINT, repeat: 'reachesCustomers' };
		const operation = { ...OPERATION, route: { ...OPERATION.route, endpoint } };
		const options = { nodeContext, parameters: { ...USERS, 'options.maxConcurrency': 1 } };
		const lost: FakeRun['respond'] = ({ body }) => {
			if (!String(body).includes('user-2')) return { statusCode: 200, body: { status: 'success' } };
			throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
		};
		const first = await run({ ...options, respond: lost }, operation);
		expect(first.sent.flat()).toEqual(['user-0', 'user-1', 'user-2', 'user-3']);
		const again = await run(options, operation);
		expect(again.sent.flat()).toEqual(['user-4']);
		expect(again.error?.message).toContain('unknown whether MoEngage accepted the item');
	});

	test('is nothing that another operation or resource has sent', async () => {
		for (const [value, resource] of [
			['delete', 'event'],
			['upsert', 'user'],
		]) {
			const nodeContext: IDataObject = {};
			await run({ nodeContext, respond: rejecting('user-4') });
			const parameters = { ...USERS, resource };
			const other = await run({ nodeContext, parameters }, { ...OPERATION, value });
			expect(other.sent.flat()).toHaveLength(5);
		}
	});

	test('is still known after a try in which nothing could be sent', async () => {
		const nodeContext: IDataObject = {};
		await run({ nodeContext, respond: rejecting('user-4') });
		const before = JSON.stringify(nodeContext);
		await run({ nodeContext, credential: { dataApiKey: '' } });
		expect(JSON.stringify(nodeContext)).toBe(before);
		expect((await run({ nodeContext })).sent).toEqual([['user-4']]);
	});
});

test('the credential is the one of MoEngage’s API, and nobody listens for a cancel after the run', async () => {
	const { context } = fakeRun({ parameters: USERS, items: ROWS });
	const asked: string[] = [];
	const listeners = new Set<unknown>();
	const signal = {
		aborted: false,
		addEventListener: (_type: string, listener: unknown) => listeners.add(listener),
		removeEventListener: (_type: string, listener: unknown) => listeners.delete(listener),
	};
	Object.assign(context, {
		getExecutionCancelSignal: () => signal,
		getCredentials: async (name: string) => {
			asked.push(name);
			return { dataCenter: '02', workspaceId: 'WS', dataApiKey: 'key' };
		},
	});
	await deliver(context, OPERATION);
	expect(new Set(asked)).toEqual(new Set(['moEngageApi']));
	expect([...listeners]).toEqual([]);
});

describe('what is unknown', () => {
	const REACHES: Operation = {
		...OPERATION,
		route: { ...OPERATION.route, endpoint: { ...ENDPOINT, repeat: 'reachesCustomers' } },
	};
	const breaking = () => {
		throw Object.assign(new Error('x'), { cause: { code: 'ECONNRESET' } });
	};

	test('is not sent again, unless the user says so', async () => {
		const nodeContext: IDataObject = {};
		const node = { ...CONTINUES, retryOnFail: true };
		const first = await run({ nodeContext, node, respond: breaking }, REACHES);
		expect(first.output?.map(({ json }) => json.error)).toEqual(
			Array.from(
				{ length: 5 },
				() =>
					'The connection to MoEngage broke (ECONNRESET), so it is unknown whether MoEngage accepted the item',
			),
		);
		const again = await run({ nodeContext, node }, REACHES);
		expect(again.sent).toEqual([]);
		expect(again.output?.[0].json.error).toMatch(/The node did not resend it$/);
		const parameters = { ...USERS, 'options.retryUnsafe': true };
		const forced = await run({ nodeContext, node, parameters }, REACHES);
		expect(forced.sent.flat()).toHaveLength(5);
	});

	const LOST = { isExecuted: true, all: () => [] };

	test('includes all of an execution that was lost', async () => {
		const lost: FakeRun = { mode: 'retry', earlier: LOST, node: CONTINUES };
		const { sent, output } = await run(lost, REACHES);
		expect(sent).toEqual([]);
		expect(output?.map(({ json }) => (json.details as IDataObject).type)).toEqual(
			Array.from({ length: 5 }, () => 'UnknownOutcome'),
		);
		// Its UUIDs are lost, too: what only they protect is held back.
		const safe = await run(lost, {
			...OPERATION,
			route: { ...OPERATION.route, keyHeader: undefined },
		});
		expect(safe.sent).toEqual([]);
		const keyed = await run(lost, {
			...OPERATION,
			route: { ...OPERATION.route, keyHeader: 'Idempotency-Key' },
		});
		expect(keyed.sent.flat()).toHaveLength(5);
		const fresh = await run({ ...lost, mode: 'manual' }, REACHES);
		expect(fresh.sent.flat()).toHaveLength(5);
	});

	test('is still known to be lost after a try in which nothing could be sent', async () => {
		const nodeContext: IDataObject = {};
		const lost: FakeRun = { mode: 'retry', earlier: LOST, nodeContext };
		const without = await run({ ...lost, credential: { dataApiKey: '' } }, REACHES);
		expect(without.error?.message).toContain('has no Data API Key');
		expect(nodeContext).toEqual({ brokenOff: true });
		const later = await run({ nodeContext, node: CONTINUES }, REACHES);
		expect(later.sent).toEqual([]);
	});

	test('a try in which nothing could be sent does not look lost itself', async () => {
		const nodeContext: IDataObject = {};
		await run({ nodeContext, credential: { dataApiKey: '' } }, REACHES);
		const later = await run({ mode: 'retry', earlier: LOST, nodeContext }, REACHES);
		expect(later.sent.flat()).toHaveLength(5);
		const ofContinue: IDataObject = {};
		await run(
			{ nodeContext: ofContinue, node: CONTINUES, credential: { dataApiKey: '' } },
			REACHES,
		);
		expect(ofContinue).toEqual({});
	});
});

describe('what keeps everything from being sent', () => {
	const GAP: FakeRun = { credential: { workspaceId: '' } };
	const MESSAGE =
		'The MoEngage credential has no Workspace ID. Copy it from Settings > Account > APIs in the MoEngage dashboard';

	test('in the credential ends a run in stop mode, and fails each item in the others', async () => {
		const { error, sent } = await run(GAP);
		expect([error?.message, error?.description, sent]).toEqual([
			MESSAGE,
			'The node sent nothing.',
			[],
		]);
		for (const node of [CONTINUES, ROUTED]) {
			const { output } = await run({ ...GAP, node });
			expect(output?.map(({ json }) => json.error)).toEqual(
				Array.from({ length: 5 }, () => MESSAGE),
			);
			expect(output?.map(({ pairedItem }) => pairedItem)).toEqual(
				[0, 1, 2, 3, 4].map((item) => ({ item })),
			);
			expect(output?.[0].error !== undefined).toBe(node === ROUTED);
		}
	});

	test('if n8n does not give the credential, or nobody foresaw it, is said in its words', async () => {
		for (const node of [STOPS, CONTINUES]) {
			const { context } = fakeRun({ parameters: USERS, items: ROWS, node });
			Object.assign(context, { getCredentials: () => Promise.reject(new Error('It is gone')) });
			const said = await deliver(context, OPERATION).then(
				([{ json }]) => json.error,
				(error: Error) => error.message,
			);
			expect(said).toBe('It is gone');
		}
		const UNFORESEEN = 'The node could not send the items: no workflow';
		const inMemory = () => {
			throw new Error('no workflow');
		};
		for (const node of [STOPS, CONTINUES, ROUTED]) {
			const { context } = fakeRun({ parameters: USERS, items: ROWS, node });
			Object.assign(context, { getWorkflowDataProxy: inMemory });
			const said = await deliver(context, OPERATION).then(
				(output) => output.map(({ json }) => json.error),
				(error: Error) => error.message,
			);
			const each = Array.from({ length: 5 }, () => UNFORESEEN);
			expect(said).toEqual(node === STOPS ? UNFORESEEN : each);
		}
		for (const node of [STOPS, CONTINUES]) {
			const { context } = fakeRun({ parameters: USERS, items: ROWS, node });
			Object.assign(context, { getExecutionCancelSignal: inMemory });
			const said = await deliver(context, OPERATION).then(
				(output) => output.map(({ json }) => json.error),
				(error: Error) => error.message,
			);
			const each = Array.from({ length: 5 }, () => UNFORESEEN);
			expect(said).toEqual(node === STOPS ? UNFORESEEN : each);
		}
	});
});

test('without items nothing is sent, and nothing comes out', async () => {
	const { output, sent, hints } = await run({ items: [] });
	expect([output, sent, hints]).toEqual([[], [], []]);
});
