import { ownTime } from '../fixtures/ownTime';
import { filled } from '../fixtures/filled';
import { share } from '../fixtures/share';
import { failedItems, goodItems, options, savedWorkflow, tileOf, WRITES } from './cases';
import { Engine, type FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { engine, run, simulator, withCredential } = useEngine({ startEngine: () => Engine.start() });

function pairs(finished: FinishedRun, node = 'MoEngage', branch = 0): unknown[] {
	return finished.output(node, branch).map(({ pairedItem }) => pairedItem);
}

describe.each(share(2, WRITES))('$name', (operation) => {
	const { name, path, accepted, mark, invalidParameter } = operation;
	const { tile, label } = tileOf(operation);
	const invalidItem = { ...operation.item(900), ...operation.invalidChange };

	test('delivers every item once and answers each, in order and paired', async () => {
		const items = goodItems(operation, 12);
		const finished = await run(name, items);
		expect(finished.error).toBeUndefined();
		expect(accepted(simulator).sort()).toEqual(items.map(mark).sort());
		expect(pairs(finished)).toEqual(items.map((_, item) => ({ item })));
		expect(finished.output('Done')).toHaveLength(12);
	});

	test('one invalid item in stop mode: nothing at all was sent', async () => {
		const items = [...goodItems(operation, 3), invalidItem, operation.item(9)];
		const finished = await run(name, items);
		expect(simulator.requests).toHaveLength(0);
		expect(finished.error?.name).toBe('NodeOperationError');
		expect(finished.error?.message).toContain(' [item 3]');
		expect(finished.error?.message).toContain(invalidParameter);
		expect(finished.error?.context?.itemIndex).toBe(3);
		expect(finished.error?.description).toMatch(/\w+.*\.$/);
	});

	test('one invalid item in continue mode: the others go on', async () => {
		const items = [operation.item(0), invalidItem, operation.item(1), operation.item(2)];
		const finished = await run(name, items, { onError: 'continueRegularOutput' });
		expect(finished.error).toBeUndefined();
		expect(accepted(simulator).sort()).toEqual(
			[0, 1, 2].map((i) => mark(operation.item(i))).sort(),
		);
		expect(pairs(finished)).toEqual([0, 1, 2, 3].map((item) => ({ item })));
		const failed = finished.output('MoEngage')[1].json;
		expect(Object.keys(failed).sort()).toEqual(['details', 'error', 'message']);
		expect(failed.error).toContain('[Item 1]');
		expect(failed.error).toContain(invalidParameter);
		expect(failed.details).toMatchObject({
			httpCode: null,
			type: 'InvalidInput',
			retriable: false,
		});
	});

	test('failed items reach the error output with their input, the others the first output', async () => {
		const items = [
			operation.item(0),
			invalidItem,
			operation.item(1),
			operation.item(2),
			invalidItem,
		];
		const finished = await run(name, items, { onError: 'continueErrorOutput' });
		expect(pairs(finished, 'Done')).toHaveLength(3);
		expect(finished.output('MoEngage', 0).map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 2, 3].map((item) => ({ item })),
		);
		const failed = finished.output('Failed');
		expect(failed).toHaveLength(2);
		expect(finished.output('MoEngage', 1).map(({ pairedItem }) => pairedItem)).toEqual(
			[1, 4].map((item) => ({ item })),
		);
		// n8n adds the fields of the input item, so that the branch can mend and send it again.
		expect(failed[0].json).toMatchObject({ ...invalidItem, details: { type: 'InvalidInput' } });
	});

	const forbidden = {
		message:
			operation.endpoint.tile === 'data'
				? /^(Your account is suspended|given app_id is invalid\/blocked)/
				: /^Forbidden$/,
		description: /^MoEngage (has blocked|does not (know|allow)).*\((Request ID: \w+ · )?HTTP 403\)/,
		hasRequestId: true,
		...operation.forbidden,
	};

	test("a refusal in stop mode carries MoEngage's words, the request ID and the item", async () => {
		simulator.inject({ kind: 'status', status: 403, path });
		const finished = await run(name, goodItems(operation, 3), options({ maxConcurrency: 1 }));
		expect(finished.error?.name).toBe('NodeApiError');
		expect(finished.error?.httpCode).toBe('403');
		expect(finished.error?.context?.itemIndex).toBe(0);
		expect(finished.error?.message).toMatch(forbidden.message);
		expect(finished.error?.description).toMatch(forbidden.description);
		expect(finished.error?.description?.includes('Request ID')).toBe(forbidden.hasRequestId);
		expect(accepted(simulator)).toEqual([]);
		expect(simulator.requests).toHaveLength(1);
	});

	test('a refusal in continue mode fails the items of that request and no others', async () => {
		const items = goodItems(operation, 4);
		simulator.inject({ kind: 'status', status: 403, path });
		const finished = await run(name, items, { onError: 'continueRegularOutput' });
		expect(simulator.requests.filter(({ status }) => status === 403)).toHaveLength(1);
		const failed = failedItems(finished);
		// The others were under way when it was refused, unless they shared its request.
		expect(failed).toHaveLength(operation.packs ? 4 : 1);
		expect(pairs(finished)).toEqual(items.map((_, item) => ({ item })));
		expect(accepted(simulator).sort()).toEqual(
			items
				.filter((_, item) => !failed.includes(item))
				.map(mark)
				.sort(),
		);
		for (const item of failed) {
			expect(finished.output('MoEngage')[item].json).toMatchObject({
				error: expect.stringMatching(forbidden.message) as string,
				details: { httpCode: 403, retriable: false },
			});
		}
	});

	test('a wrong key says which tile it must come from, and no key gets into what n8n stores', async () => {
		const keys = {
			dataApiKey: 'WRONG-data-KEY',
			campaignApiKey: 'WRONG-campaign-KEY',
			personalizeApiKey: 'WRONG-personalize-KEY',
			informApiKey: 'WRONG-inform-KEY',
		};
		const finished = await engine.run(
			savedWorkflow(name, options({ maxConcurrency: 1 })),
			withCredential(goodItems(operation, 3), keys),
		);
		expect(finished.error?.httpCode).toBe('401');
		expect(finished.error?.description).toContain(`key of the "${tile}" tile`);
		expect(simulator.requests).toHaveLength(1);
		const stored = finished.stored();
		for (const key of [...Object.values(keys), ...Object.values(simulator.credential)]) {
			if (!key.endsWith('KEY') && !key.includes('key')) continue;
			expect(stored).not.toContain(key);
			expect(stored).not.toContain(
				Buffer.from(`${simulator.credential.workspaceId}:${key}`).toString('base64'),
			);
		}
	});

	test('a refused key in continue mode is not tried again with the other requests', async () => {
		const keys = {
			dataApiKey: 'wrong',
			campaignApiKey: 'wrong',
			personalizeApiKey: 'wrong',
			informApiKey: 'wrong',
		};
		const items = goodItems(operation, 12);
		const finished = await engine.run(
			savedWorkflow(name, {
				onError: 'continueRegularOutput',
				...options({ maxConcurrency: 1 }),
			}),
			withCredential(items, keys),
		);
		expect(simulator.requests).toHaveLength(1);
		expect(pairs(finished)).toEqual(items.map((_, item) => ({ item })));
		for (const { json } of filled(finished.output('MoEngage'))) {
			expect(json.details).toMatchObject({ httpCode: 401, retriable: false });
		}
		const texts = new Set(finished.output('MoEngage').map(({ json }) => json.message));
		expect(texts.size).toBe(operation.packs ? 1 : 2);
	});

	test('without the key of its tile it says which one to add, and sends nothing', async () => {
		const { workspaceId, apiBaseUrl, personalizeBaseUrl, dataCenter } = simulator.credential;
		const credential = { workspaceId, apiBaseUrl, personalizeBaseUrl, dataCenter };
		const stopped = await engine.run(savedWorkflow(name), {
			credential,
			items: goodItems(operation, 3),
		});
		expect(stopped.error?.message).toContain(`has no ${label}. Copy the key of the "${tile}" tile`);
		const continued = await engine.run(savedWorkflow(name, { onError: 'continueRegularOutput' }), {
			credential,
			items: goodItems(operation, 3),
		});
		expect(pairs(continued)).toEqual([0, 1, 2].map((item) => ({ item })));
		expect(continued.output('MoEngage')[2].json.error).toContain(`has no ${label}.`);
		expect(simulator.requests).toHaveLength(0);
	});

	test.each([
		['workspaceId', /no Workspace ID/],
		['dataCenter', /no Data Center/],
	])('without %s it says so, and sends nothing', async (field, message) => {
		const finished = await engine.run(
			savedWorkflow(name),
			withCredential(goodItems(operation, 3), { [field]: '' }),
		);
		expect(finished.error?.message).toMatch(message);
		expect(simulator.requests).toHaveLength(0);
	});

	test('a gateway page, an empty answer, a redirect and a dead host are all told apart', async () => {
		const items = goodItems(operation, 3).slice(0, 1);
		const seen: unknown[] = [];
		const faults = [
			{ kind: 'html' as const, status: 502 },
			{ kind: 'empty' as const, status: 503 },
			{ kind: 'redirect' as const, location: 'http://127.0.0.1:9/elsewhere' },
			{ kind: 'malformedJson' as const },
			{ kind: 'resetBefore' as const },
		];
		for (const fault of faults) {
			simulator.clearFaults();
			simulator.inject({ ...fault, path, times: 10 });
			const finished = await run(name, items, {
				onError: 'continueRegularOutput',
				...options({ maxRetries: 0 }),
			});
			seen.push(finished.output('MoEngage')[0].json.error);
		}
		expect(seen).toEqual([
			expect.stringMatching(/gateway.*502/),
			expect.stringMatching(/gateway.*503/),
			expect.stringMatching(/redirected/),
			expect.stringMatching(/unknown whether/),
			expect.stringMatching(/connection to MoEngage broke.*unknown whether/),
		]);
		const dead = await engine.run(
			savedWorkflow(name, options({ maxRetries: 0 })),
			withCredential(items, {
				apiBaseUrl: 'http://127.0.0.1:9/api',
				personalizeBaseUrl: 'http://127.0.0.1:9/sdk',
			}),
		);
		expect(dead.error?.message).toMatch(/could not be reached \(ECONNREFUSED\)/);
		expect(dead.error?.description).toMatch(/did not reach MoEngage/);
	});

	test('a timeout of its own ends the wait, and the item is told to be unknown', async () => {
		simulator.inject({ kind: 'timeout', path });
		const sinceStart = ownTime();
		const finished = await run(name, goodItems(operation, 3).slice(0, 1), {
			onError: 'continueRegularOutput',
			...options({ timeout: 300, maxRetries: 0 }),
		});
		expect(sinceStart()).toBeLessThan(20_000);
		expect(finished.output('MoEngage')[0].json.error).toMatch(/did not respond in time.*unknown/);
	});
});
