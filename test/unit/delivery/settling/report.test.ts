import type { INode } from 'n8n-workflow';

import { invalidItem, type FailedItem } from '../../../../nodes/MoEngage/delivery/settling/failure';
import { failedOutput, failedRunOf } from '../../../../nodes/MoEngage/delivery/settling/report';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { cpuTime } from '../../../fixtures/cpuTime';

const NODE = { name: 'MoEngage', type: 'n8n-nodes-moengage.moEngage' } as INode;

function invalidItems(count: number, reason: (item: number) => string): FailedItem[] {
	return Array.from({ length: count }, (_, item) => ({
		item,
		failure: invalidItem(new InvalidInput('customerId', reason(item), 'Fill it in'), []),
	}));
}

/** Where 100,000 exceptions are from takes far longer to find out than their message. */
const { stackTraceLimit } = Error;
beforeEach(() => {
	Error.stackTraceLimit = 0;
});
afterEach(() => {
	Error.stackTraceLimit = stackTraceLimit;
});

/** Numbers alone make no other reason. */
const inLetters = (item: number) =>
	String(item).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]);

/** More, and n8n as a whole would stand still. */
const LONGEST_MS = 2000;

describe('100,000 items that cannot be sent do not freeze n8n while the message is made', () => {
	test.each<[string, (item: number) => string, number]>([
		['with one reason', () => 'is empty for this item', 1],
		['with another value each', (item) => `"user ${item}" is a placeholder`, 1],
		['with another reason each', (item) => `has the reason ${inLetters(item)}`, 11],
	])('%s', (_what, reason, lines) => {
		const failures = invalidItems(100_000, reason);
		const started = cpuTime();
		const error = failedRunOf(NODE, failures, { accepted: 0, total: 100_000 });
		expect(cpuTime() - started).toBeLessThan(LONGEST_MS);
		expect(error.message).toMatch(/^100000 of 100000 items cannot be sent/);
		const { description } = error as Error & { description: string };
		expect(description.split('\n')).toHaveLength(lines);
		if (lines === 1)
			expect(description).toMatch(/^Items 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 99990 more: /);
	});
});

test('a failed item is known to every version of n8n for its error output, and only there', () => {
	for (const message of ['Event Name is empty', 'Account Suspended', 'No']) {
		const failure = { ...invalidItems(1, () => message)[0].failure, type: 'Rejected', message };
		const routed = failedOutput(failure, 3, true);
		expect(routed.error?.message).toBe(`${message}. ${failure.description}`);
		// In a copy of the item, which n8n keeps, it would replace the JSON.
		expect(Object.keys(routed)).toEqual(['json', 'pairedItem']);
		expect(Object.keys(routed.json)).toEqual(['error', 'message', 'details']);
		// Most versions of n8n 1 do so while they route the item. It must neither throw nor come to light.
		routed.error = undefined;
		expect(Object.keys(routed)).toEqual(['json', 'pairedItem']);
		expect(failedOutput(failure, 3, false).error).toBeUndefined();
	}
});
