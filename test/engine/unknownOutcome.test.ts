import type { IDataObject } from 'n8n-workflow';

import { caseOf, goodItems, ONE_AT_A_TIME, options } from './cases';
import { useEngine } from './useEngine';

const TRIGGER = caseOf('businessEvent.trigger');

const { retry, run, simulator } = useEngine();

describe('a business event whose outcome is unknown', () => {
	test.each([
		['a timeout', { kind: 'acceptThenTimeout' as const }],
		['a broken connection', { kind: 'resetAfter' as const }],
		['a gateway page', { kind: 'html' as const }],
		['a 500', { kind: 'status' as const, status: 500 }],
	])(
		'after %s is not triggered again by any retry, and the rest still is',
		async (_what, fault) => {
			const items = goodItems(TRIGGER, 4);
			simulator.inject({ ...fault, path: TRIGGER.path, after: 1 });
			const settings = {
				...options({ maxConcurrency: 1, timeout: 1500 }),
				retryOnFail: true,
				maxTries: 3,
				waitBetweenTries: 1,
			};
			const failed = await run(TRIGGER.name, items, settings);
			expect(failed.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
			expect(failed.error?.context?.itemIndex).toBe(1);
			expect(failed.error?.description).toMatch(/Engage > Campaigns.*Resend If Outcome Unknown/);
			const triggered = () =>
				simulator.requests.map(({ body }) => (body as IDataObject).event_attributes);
			expect(triggered()).toHaveLength(4);
			await retry(failed, TRIGGER.name, items, settings);
			expect(triggered()).toHaveLength(4);
			expect(new Set(triggered().map((attributes) => JSON.stringify(attributes))).size).toBe(4);
		},
	);

	test.each(['false', 'no', '0', 'true'])(
		'is not triggered again where an expression makes the text "%s" of that option',
		async (text) => {
			const items = goodItems(TRIGGER, 3).map((item) => ({ ...item, text }));
			const settings = options({ maxConcurrency: 1, retryUnsafe: '={{ $json.text }}' });
			simulator.inject({ kind: 'resetAfter', path: TRIGGER.path });
			const failed = await run(TRIGGER.name, items, settings);
			expect(failed.error?.message).toMatch(/unknown/);
			expect(simulator.requests).toHaveLength(1);
			await retry(failed, TRIGGER.name, items, settings);
			expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
		},
	);

	test('is triggered again once the user turns on Resend If Outcome Unknown', async () => {
		const items = goodItems(TRIGGER, 3);
		simulator.inject({ kind: 'resetBefore', path: TRIGGER.path });
		const failed = await run(TRIGGER.name, items, ONE_AT_A_TIME);
		expect(failed.error?.message).toMatch(/unknown/);
		const again = await retry(failed, TRIGGER.name, items, options({ retryUnsafe: true }));
		expect(again.error).toBeUndefined();
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});
});
