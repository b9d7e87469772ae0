import type { IDataObject } from 'n8n-workflow';

import { caseOf, failedItems, goodItems, savedWorkflow, type OperationCase } from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const REPORT = caseOf('experience.report');
const MERGE = caseOf('user.merge');

const CONTINUE = { onError: 'continueRegularOutput' } as const;

/** Requests that a refusal may cost which no item is to blame for. */
const FEW = 30;

/** Requests that are under way at the same time by default: none of them knows of the first answer yet. */
const UNDER_WAY = 100;

const { engine, run, simulator, withCredential } = useEngine();

function failuresOf(finished: FinishedRun): IDataObject[] {
	return finished
		.output('MoEngage')
		.map(({ json }) => json)
		.filter(({ error }) => error !== undefined);
}

/** Each bad item is refused with words of its own, whatever else is in its request. */
function spoil(operation: OperationCase, items: IDataObject[], bad: number[]): void {
	for (const item of bad) {
		const text = `spoilt-${String(item).padStart(4, '0')}`;
		operation.poison(items[item], text);
		simulator.inject({
			kind: 'answer',
			status: 400,
			body: {
				title: 'Invalid Field Value',
				description: `The element with ${text} is not valid`,
				code: `Rq${item}`,
			},
			path: operation.path,
			text,
			times: Infinity,
		});
	}
}

describe('a 400 that no item is to blame for', () => {
	const UNKNOWN = {
		title: 'Request Error',
		description: 'This feature is being moved. Come back tomorrow',
	};

	test.each([
		['reports, unknown words', REPORT, 300, { kind: 'answer', body: UNKNOWN }, /being moved/],
		['reports, words about a field', REPORT, 300, { kind: 'status' }, /Validators Failed/],
		['merges, unknown words', MERGE, 300, { kind: 'answer', body: UNKNOWN }, /being moved/],
		['merges, words about a value', MERGE, 300, { kind: 'status' }, /Invalid value/],
	] as const)('%s', async (_what, operation, count, fault, words) => {
		simulator.inject({ ...fault, status: 400, path: operation.path, times: Infinity });
		const finished = await run(operation.name, goodItems(operation, count), CONTINUE);
		expect(simulator.requests.length).toBeLessThanOrEqual(FEW);
		expect(finished.error).toBeUndefined();
		const failures = failuresOf(finished);
		expect(failures).toHaveLength(count);
		for (const { error, details } of failures) {
			expect(error).toMatch(words);
			expect(details).toMatchObject({ httpCode: 400 });
			expect((details as IDataObject).type).not.toBe('UnknownOutcome');
		}
		expect(operation.accepted(simulator)).toEqual([]);
	});

	test.each(['continueRegularOutput', 'continueErrorOutput', 'stopWorkflow'] as const)(
		'10,000 reports with the ID of another workspace, %s: stops at the first answers',
		async (onError) => {
			const finished = await engine.run(
				savedWorkflow(REPORT.name, { onError }),
				withCredential(goodItems(REPORT, 10_000), { workspaceId: 'ANOTHER' }),
			);
			expect(simulator.requests.length).toBeLessThanOrEqual(UNDER_WAY);
			expect(simulator.accepted.experienceEvents).toEqual([]);
			if (onError === 'stopWorkflow') {
				expect(finished.error?.message).toMatch(/MoEngage Client not found/);
				expect(finished.error?.description).toMatch(/Workspace ID/);
				return;
			}
			const branch = onError === 'continueErrorOutput' ? 1 : 0;
			const failed = finished.output('MoEngage', branch).map(({ json }) => json);
			expect(failed).toHaveLength(10_000);
			for (const { error } of failed) expect(error).toMatch(/MoEngage Client not found/);
			const sent = simulator.requests.flatMap(({ body }) => (body as { elements: [] }).elements);
			const unsent = failed.filter(({ message }) => /did not send this item/.test(String(message)));
			expect(unsent).toHaveLength(10_000 - sent.length);
		},
	);

	test('is not mistaken for one about a single item: 3 reports are tried one by one', async () => {
		simulator.inject({ kind: 'status', status: 400, path: REPORT.path, times: Infinity });
		const finished = await run(REPORT.name, goodItems(REPORT, 3), CONTINUE);
		expect(failedItems(finished)).toEqual([0, 1, 2]);
		expect(simulator.requests.length).toBeLessThanOrEqual(6);
	});

	test('of one request leaves the other requests alone', async () => {
		const items = goodItems(REPORT, 300);
		items.slice(0, 100).forEach((item) => REPORT.poison(item, 'p0ison'));
		simulator.inject({ kind: 'poison', text: 'p0ison', path: REPORT.path });
		const finished = await run(REPORT.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual(Array.from({ length: 100 }, (_, item) => item));
		expect(REPORT.accepted(simulator).sort()).toEqual(items.slice(100).map(REPORT.mark).sort());
	});
});

describe('bad items among good ones', () => {
	const range = (from: number, count: number, step = 1) =>
		Array.from({ length: count }, (_, index) => from + index * step);

	test.each([
		['20 at the front', range(0, 20)],
		['20 at the end', range(280, 20)],
		['20 in the middle of a request', range(140, 20)],
		['every tenth', range(0, 30, 10)],
		['one in each request', [7, 150, 299]],
		['the first and the last of each request', [0, 99, 100, 199, 200, 299]],
	])('%s of 300 reports are found one by one, each with its own reason', async (_what, bad) => {
		const items = goodItems(REPORT, 300);
		spoil(REPORT, items, bad);
		const finished = await run(REPORT.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual(bad);
		failuresOf(finished).forEach(({ error, details }, index) => {
			const text = `spoilt-${String(bad[index]).padStart(4, '0')}`;
			expect(error).toBe(`The element with ${text} is not valid`);
			expect(details).toMatchObject({ httpCode: 400, requestId: `Rq${bad[index]}` });
		});
		const good = items.filter((_, index) => !bad.includes(index));
		expect(REPORT.accepted(simulator).sort()).toEqual(good.map(REPORT.mark).sort());
		expect(simulator.accepted.duplicateExperienceEvents).toBe(0);
	});

	test.each([
		['20 at the front', range(0, 20)],
		['every tenth', range(0, 30, 10)],
	])('%s of 300 reports are found where all have the same reason', async (_what, bad) => {
		const items = goodItems(REPORT, 300);
		for (const item of bad) REPORT.poison(items[item], 'p0ison');
		simulator.inject({ kind: 'poison', text: 'p0ison', path: REPORT.path });
		const finished = await run(REPORT.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual(bad);
		expect(simulator.accepted.experienceEvents).toHaveLength(300 - bad.length);
	});

	test('7 of 300 merges are found, and no pair is merged twice', async () => {
		const items = goodItems(MERGE, 300);
		const bad = [0, 1, 2, 60, 149, 150, 299];
		spoil(MERGE, items, bad);
		const finished = await run(MERGE.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual(bad);
		const good = items.filter((_, index) => !bad.includes(index));
		expect(MERGE.accepted(simulator).sort()).toEqual(good.map(MERGE.mark).sort());
	});

	test('in stop mode the first of them ends the run, and a retry goes on behind it', async () => {
		const items = goodItems(REPORT, 300);
		spoil(REPORT, items, [50, 51, 52]);
		const failed = await run(REPORT.name, items);
		expect(failed.error?.message).toContain('spoilt-0050');
		expect(failed.error?.context?.itemIndex).toBe(50);
		simulator.clearFaults();
		const again = await engine.retry(failed, savedWorkflow(REPORT.name), withCredential(items));
		expect(again.error).toBeUndefined();
		expect(REPORT.accepted(simulator).sort()).toEqual(items.map(REPORT.mark).sort());
		expect(simulator.accepted.duplicateExperienceEvents).toBe(0);
	});
});
