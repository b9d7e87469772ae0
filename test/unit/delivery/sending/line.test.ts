import type { IExecuteFunctions } from 'n8n-workflow';

import { freshKeys, openLine } from '../../../../nodes/MoEngage/delivery/sending/line';
import type { DeliverySettings } from '../../../../nodes/MoEngage/delivery/settings';
import { getMany } from '../../../../nodes/MoEngage/resources/campaign/getMany';
import { ENDPOINTS } from '../../../../nodes/MoEngage/transport/endpoints';

test('a read that needs a key has another one in every request, the same in all of its headers', () => {
	const requests = Array.from({ length: 5 }, () => freshKeys(getMany.route));
	for (const headers of requests) {
		expect(Object.keys(headers)).toEqual(['Idempotency-Key', 'X-MOE-Request-Id']);
		expect(new Set(Object.values(headers)).size).toBe(1);
	}
	expect(new Set(requests.map((headers) => headers['Idempotency-Key'])).size).toBe(5);
});

test('all other requests have none', () => {
	expect(freshKeys({})).toEqual({});
});

describe('a line whose execution is cancelled', () => {
	const open = (signal?: AbortSignal) =>
		openLine(
			{ getExecutionCancelSignal: () => signal } as unknown as IExecuteFunctions,
			{ dataCenter: '01', workspaceId: 'WS' },
			{ route: { endpoint: ENDPOINTS.trackEvent }, timeout: 1000 } as DeliverySettings,
		);

	test.each([1, 60_000, 86_400_000])('waits no longer: %d ms', async (ms) => {
		const cancel = new AbortController();
		const line = open(cancel.signal);
		expect(line.isCancelled()).toBe(false);
		const waits = [line.wait(ms + 60_000), line.wait(ms + 70_000)];
		cancel.abort();
		expect(await Promise.all(waits)).toEqual([false, false]);
		expect(await line.cancelled).toBe(false);
		expect(line.isCancelled()).toBe(true);
		// Nor does it begin to.
		expect(await line.wait(ms + 60_000)).toBe(false);
		line.close();
	});

	test('waits as long as it should otherwise, also where n8n has no signal', async () => {
		for (const signal of [undefined, new AbortController().signal, AbortSignal.any([])]) {
			const line = open(signal);
			expect(await line.wait(1)).toBe(true);
			expect(line.isCancelled()).toBe(false);
			line.close();
		}
	});

	test('leaves nothing behind on the execution, however many runs there were', () => {
		const { signal } = new AbortController();
		const add = jest.spyOn(signal, 'addEventListener');
		const remove = jest.spyOn(signal, 'removeEventListener');
		for (let nth = 1; nth <= 3; nth++) {
			open(signal).close();
			expect(remove.mock.calls).toEqual(add.mock.calls);
			expect(remove).toHaveBeenCalledTimes(nth);
		}
	});
});
