import type { IDataObject } from 'n8n-workflow';

import { filled } from '../fixtures/filled';
import { BARRING, OF_ONE_REQUEST } from '../fixtures/refusals';
import { share } from '../fixtures/share';
import {
	caseOf,
	eventsOfManyUsers,
	goodItems,
	options,
	READS,
	WRITES,
	type OperationCase,
} from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { run, retry, simulator } = useEngine();

const [SUSPENDED] = BARRING;

const ONE_BY_ONE = { onError: 'continueRegularOutput', ...options({ maxConcurrency: 1 }) } as const;

describe('what concerns the key or the workspace stops the run at once, in a mode that continues, too', () => {
	test.each(BARRING)('$from ($status)', async ({ status, body, says, reads, advice }) => {
		simulator.inject({ kind: 'answer', status, body, path: TRACK.path, after: 2 });
		const finished = await run(TRACK.name, eventsOfManyUsers(12), ONE_BY_ONE);
		expect(simulator.requests).toHaveLength(3);
		expect(simulator.accepted.events).toHaveLength(2);
		expect(finished.error).toBeUndefined();
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output.map(({ error }) => error === undefined)).toEqual([
			true,
			true,
			...Array.from({ length: 10 }, () => false),
		]);
		const [sent, ...unsent] = output.slice(2);
		for (const words of filled(says)) expect(sent.error).toContain(words);
		expect(sent.message).toMatch(advice);
		expect(sent.message).not.toMatch(/did not send this item/);
		expect(sent.details).toMatchObject({ httpCode: status, retriable: false, ...reads });
		for (const { error, message, details } of filled(unsent)) {
			expect(error).toBe(sent.error);
			expect(message).toMatch(/The node did not send this item/);
			expect(message).toMatch(advice);
			expect(details).toMatchObject({ httpCode: status, retriable: false });
			// Support could not find a request that never was.
			expect((details as IDataObject).requestId).toBeUndefined();
		}
	});

	test.each([
		[403, 'ER007', 'Forbidden', /has no permission for this API/],
		[401, 'ER008', 'Unauthorized', /has expired\. Create a key/],
		[401, 'ER004', 'Unauthorized', /cannot read the Data API Key .* Basic authentication/],
	])('%i with the code %s in its header', async (status, code, words, advice) => {
		const headers = { 'MOENGAGE-AUTH-ERROR-CODE': code };
		const body = { message: words };
		simulator.inject({ kind: 'answer', status, body, headers, path: TRACK.path, after: 2 });
		const finished = await run(TRACK.name, eventsOfManyUsers(12), ONE_BY_ONE);
		expect(simulator.requests).toHaveLength(3);
		const [, , sent, ...unsent] = finished.output('MoEngage').map(({ json }) => json);
		expect(sent).toMatchObject({ error: words, message: expect.stringMatching(advice) as string });
		expect(unsent).toHaveLength(9);
		for (const { message } of unsent) expect(message).toMatch(advice);
	});

	test('with several requests under way, no further one starts', async () => {
		simulator.latencyMs = 30;
		const { status, body } = SUSPENDED;
		simulator.inject({ kind: 'answer', status, body, path: TRACK.path, times: Infinity });
		const settings = { ...ONE_BY_ONE, ...options({ maxConcurrency: 5 }) };
		const finished = await run(TRACK.name, eventsOfManyUsers(200), settings);
		expect(simulator.requests.length).toBeLessThanOrEqual(5);
		expect(finished.output('MoEngage')).toHaveLength(200);
		for (const { json } of finished.output('MoEngage')) expect(json.error).toMatch(/suspended/);
	});

	test('a retry after it was mended sends everything that was not accepted, whatever its class', async () => {
		for (const operation of [TRIGGER, TRACK, REPORT]) {
			simulator.reset();
			const { status, body } = SUSPENDED;
			const items = goodItems(operation, 6);
			if (operation.packs) items.forEach((item) => operation.poison(item, 'x'.repeat(60_000)));
			simulator.inject({ kind: 'answer', status, body, path: operation.path, after: 1 });
			const failed = await run(operation.name, items, options({ maxConcurrency: 1 }));
			expect(failed.error?.httpCode).toBe(String(status));
			const again = await retry(failed, operation.name, items);
			expect(again.error).toBeUndefined();
			expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		}
	});
});

describe('what concerns one request costs its items only', () => {
	const OUTRIGHT = OF_ONE_REQUEST.filter(({ status }) => status !== 400);

	test.each(OUTRIGHT)('$from ($status)', async ({ status, body, says }) => {
		simulator.inject({
			...(typeof body === 'string' ? { kind: 'html' as const } : { kind: 'answer' as const, body }),
			status,
			path: TRIGGER.path,
			after: 2,
		});
		const items = goodItems(TRIGGER, 8);
		const finished = await run(TRIGGER.name, items, ONE_BY_ONE);
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output.map(({ error }) => error === undefined)).toEqual(
			items.map((_, index) => index !== 2),
		);
		for (const words of filled(says)) {
			expect(`${String(output[2].error)} ${String(output[2].message)}`).toContain(words);
		}
		expect(output[2].details).toMatchObject({ httpCode: status, retriable: false });
		expect(TRIGGER.accepted(simulator)).toHaveLength(7);
		expect(simulator.requests).toHaveLength(8);
	});

	test('300 events, one of which a gateway refuses with a 403 page: 299 are accepted', async () => {
		const items = eventsOfManyUsers(300);
		simulator.inject({
			kind: 'html',
			status: 403,
			path: TRACK.path,
			text: '"order-5"',
			times: Infinity,
		});
		const finished = await run(TRACK.name, items, {
			...ONE_BY_ONE,
			...options({ maxConcurrency: 10 }),
		});
		const failed = finished.output('MoEngage').filter(({ json }) => json.error !== undefined);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 5 }]);
		expect(failed[0].json.details).toMatchObject({ httpCode: 403 });
		expect(failed[0].json.message).not.toMatch(/suspended/);
		expect(simulator.accepted.events).toHaveLength(299);
		expect(simulator.requests).toHaveLength(300);
	});
});

describe('a 200 that says it failed', () => {
	const FAILURE = {
		status: 'failure',
		error: { message: 'This API is not functional', type: 'FeatureError', request_id: 'r-1' },
	};

	test.each(share(2, WRITES))('is never accepted: $name', async (operation: OperationCase) => {
		simulator.inject({ kind: 'answer', body: FAILURE, path: operation.path, times: Infinity });
		const items = goodItems(operation, 3);
		const finished = await run(operation.name, items, ONE_BY_ONE);
		const output = finished.output('MoEngage').map(({ json }) => json);
		expect(output).toHaveLength(3);
		for (const { error, details } of output) {
			expect(error).toBe('This API is not functional');
			expect(details).toMatchObject({ httpCode: 200, type: 'FeatureError', retriable: false });
		}
		simulator.clearFaults();
		const stopped = await run(operation.name, items);
		expect(stopped.error).toBeUndefined();
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
	});

	test.each(share(2, [...WRITES, ...READS], 1))(
		'is never accepted by its error alone: $name',
		async (operation: OperationCase) => {
			for (const [index, error] of ['Not now', { message: 'Not now', type: 'A' }].entries()) {
				simulator.clearFaults();
				const body = { ...(index === 1 && { status: 'success' }), error };
				simulator.inject({ kind: 'answer', body, path: operation.path, times: Infinity });
				const finished = await run(operation.name, goodItems(operation, 3), ONE_BY_ONE);
				const output = finished.output('MoEngage').map(({ json }) => json);
				expect(output.map((json) => json.error)).toEqual(['Not now', 'Not now', 'Not now']);
				for (const { details } of output) {
					expect(details).toMatchObject({ httpCode: 200, retriable: false });
				}
			}
		},
	);

	test('by its error alone is not kept as accepted: the retry sends the item', async () => {
		const items = goodItems(TRACK, 3);
		const settings = options({ maxConcurrency: 1 });
		const body = { error: { message: 'Invalid' } };
		simulator.inject({ kind: 'answer', body, path: TRACK.path, after: 1 });
		const failed = await run(TRACK.name, items, settings);
		expect(failed.error?.message).toBe('Invalid');
		const again = await retry(failed, TRACK.name, items, settings);
		expect(again.error).toBeUndefined();
		expect(TRACK.accepted(simulator).sort()).toEqual(items.map(TRACK.mark).sort());
	});

	test.each(['Failure', 'ERROR', false])('whatever its spelling: %p', async (status) => {
		simulator.inject({ kind: 'answer', body: { status, message: 'No' }, path: '/v1/customers' });
		const users = [0, 1, 2].map((index) => ({ type: 'customer_id', user: `user-${index}` }));
		const finished = await run('user.get', users, { onError: 'continueRegularOutput' });
		for (const { json } of finished.output('MoEngage')) expect(json.error).toBe('No');
		expect(finished.output('MoEngage')).toHaveLength(3);
	});
});
