import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import type { RecordedRequest } from '../simulator/types';
import {
	caseOf,
	failedItems,
	goodItems,
	itemsOfSeveralRequests,
	OTHER_ROUTES,
	savedWorkflow,
	WRITES,
	type NodeSettings,
	type OperationCase,
} from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { engine, retry, run, simulator, withCredential } = useEngine();

/** What Dry Run puts out of one item. */
type Shown = {
	dry_run: true;
	method: string;
	path: string;
	query: IDataObject;
	headers: Record<string, string>;
	body: IDataObject;
	request: number;
	items_in_request: number;
	note?: string;
};

const withOptions = (options: IDataObject, settings: NodeSettings = {}): NodeSettings => ({
	...settings,
	parameters: { options },
});

const DRY = withOptions({ dryRun: true });

const shownOf = (finished: FinishedRun) =>
	finished.output('MoEngage').map(({ json }) => json as unknown as Shown);

function hintsOf(finished: FinishedRun): string[] {
	const { hints = [] } = finished.run.data.resultData.runData.MoEngage[0];
	return hints.map(({ message }) => message);
}

/** What is made anew for each run: UUIDs, and the time of an item that states none. */
const UUID = /[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}/g;
const TIME = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g;

/** The two runs are less than this apart; no item states a time so near. */
const BETWEEN_RUNS_MS = 600_000;

const isOfRun = (time: string) => Math.abs(Date.parse(time) - Date.now()) < BETWEEN_RUNS_MS;

const comparable = (value: unknown) =>
	JSON.parse(
		JSON.stringify(value)
			.replace(UUID, 'UUID')
			.replace(TIME, (time) => (isOfRun(time) ? 'NOW' : time)),
	);

const without = (name: string, values: IDataObject) =>
	Object.fromEntries(Object.entries(values).filter(([key]) => key !== name)) as IDataObject;

/** Puts the items' parts of one request together again: lists are joined, and one user's actions come under the user. */
function joined(one: unknown, other: unknown): unknown {
	if (JSON.stringify(comparable(one)) === JSON.stringify(comparable(other))) return one;
	if (Array.isArray(one) && Array.isArray(other)) {
		const all = [...(one as IDataObject[])];
		for (const element of other as IDataObject[]) {
			const same = all.findIndex(
				(candidate) =>
					element.actions !== undefined &&
					JSON.stringify(without('actions', candidate)) ===
						JSON.stringify(without('actions', element)),
			);
			if (same < 0) all.push(element);
			else all[same] = joined(all[same], element) as IDataObject;
		}
		return all;
	}
	const [a, b] = [one, other] as IDataObject[];
	expect(Object.keys(b).sort()).toEqual(Object.keys(a).sort());
	return Object.fromEntries(Object.keys(a).map((name) => [name, joined(a[name], b[name])]));
}

const settingsOf = (operation: OperationCase, options: IDataObject): NodeSettings => ({
	parameters: { options: { ...(operation.parameters?.options as IDataObject), ...options } },
});

describe.each(share(2, [...WRITES, ...OTHER_ROUTES], 1))('$name', (operation) => {
	test('shows request for request what the same run sends', async () => {
		const items = itemsOfSeveralRequests(operation);
		const dry = await run(operation.workflow, items, settingsOf(operation, { dryRun: true }));
		expect(dry.error).toBeUndefined();
		expect(simulator.requests).toEqual([]);
		const shown = shownOf(dry);
		expect(dry.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);

		const real = await run(operation.workflow, items, settingsOf(operation, { maxConcurrency: 1 }));
		expect(real.error).toBeUndefined();
		const sent: RecordedRequest[] = [...simulator.requests];
		expect(Math.max(...shown.map(({ request }) => request))).toBe(sent.length);
		sent.forEach((request, index) => {
			const ofRequest = shown.filter((one) => one.request === index + 1);
			expect(ofRequest.map((one) => one.items_in_request)).toEqual(
				ofRequest.map(() => ofRequest.length),
			);
			for (const { method, path, query, headers } of ofRequest) {
				expect([method, request.path.endsWith(path)]).toEqual([request.method, true]);
				expect(query).toEqual(request.query);
				for (const [name, value] of Object.entries(headers)) {
					expect(comparable(value)).toEqual(comparable(request.headers[name.toLowerCase()]));
				}
			}
			const body = ofRequest.map((one) => one.body as unknown).reduce(joined);
			expect(comparable(body)).toEqual(comparable(request.body === '' ? {} : request.body));
		});
	});

	test('sends nothing, and leaves no trace of a key, where the credential lacks its keys', async () => {
		const keys = { dataApiKey: '', campaignApiKey: '', personalizeApiKey: '', pushApiKey: '' };
		const saved = savedWorkflow(operation.workflow, settingsOf(operation, { dryRun: true }));
		const items = goodItems(operation, 3);
		const finished = await engine.run(
			saved,
			withCredential(items, { ...keys, informApiKey: '', apiKey: '' }),
		);
		expect(finished.error).toBeUndefined();
		expect(shownOf(finished).map(({ note }) => note)).toEqual(
			items.map(() => expect.stringMatching(/^It could not be sent now\. .* has no .* API Key\./)),
		);
		expect(simulator.requests).toEqual([]);
	});
});

const [TRIGGER, TRACK] = ['businessEvent.trigger', 'event.track'].map(caseOf);

describe('item by item', () => {
	const BY_ITEM = { dryRun: '={{ $json.dry }}' };
	const dryAt = (operation: OperationCase, values: unknown[]) =>
		values.map((dry, index) => ({ ...operation.item(index), dry: dry as boolean }));

	test('a dry item shares no request with one that is sent, and never leaves', async () => {
		const items = dryAt(TRACK, [true, false, 'TRUE', 'false', true, false]);
		const finished = await run(
			TRACK.name,
			items,
			withOptions({ ...BY_ITEM, sendVia: 'bulkImport' }),
		);
		const shown = shownOf(finished);
		expect(shown.map((one) => one.dry_run === true)).toEqual([
			true,
			false,
			true,
			false,
			true,
			false,
		]);
		expect(shown.map((one) => one.items_in_request)).toEqual([
			3,
			undefined,
			3,
			undefined,
			3,
			undefined,
		]);
		expect(simulator.accepted.events).toHaveLength(3);
		expect(hintsOf(finished)).toContain(
			'Dry run: 1 request for 3 of 6 items, nothing was sent of them',
		);
	});

	test.each([
		['is not there', undefined],
		['is null', null],
		['is empty', ' '],
		['is no answer', 'maybe'],
	])('an item whose answer %s is rejected rather than sent', async (_what, answer) => {
		const items = dryAt(TRIGGER, [false, answer, true]);
		const finished = await run(TRIGGER.name, items, {
			...withOptions(BY_ITEM),
			onError: 'continueRegularOutput',
		});
		expect(failedItems(finished)).toEqual([1]);
		expect(finished.output('MoEngage')[1].json.error).toMatch(/^\[Item 1\] Dry Run /);
		expect(TRIGGER.accepted(simulator)).toHaveLength(1);
	});

	test('only the items that would be sent fail where the credential lacks the key', async () => {
		const items = dryAt(TRIGGER, [true, false, true]);
		const saved = savedWorkflow(TRIGGER.name, {
			...withOptions(BY_ITEM),
			onError: 'continueRegularOutput',
		});
		const finished = await engine.run(saved, withCredential(items, { campaignApiKey: '' }));
		expect(failedItems(finished)).toEqual([1]);
		expect(shownOf(finished).map(({ note }) => note === undefined)).toEqual([false, true, false]);
		const stopped = await engine.run(
			savedWorkflow(TRIGGER.name, withOptions(BY_ITEM)),
			withCredential(items, { campaignApiKey: '' }),
		);
		expect(stopped.error?.message).toMatch(/has no Campaign API Key/);
		expect(simulator.requests).toEqual([]);
	});
});

test('an item that cannot be sent fails in a dry run as it would in a real one', async () => {
	const items = goodItems(TRIGGER, 4);
	items[2] = { ...items[2], ...TRIGGER.facts.invalidChange };
	const failed = await run(TRIGGER.name, items, DRY);
	const real = await run(TRIGGER.name, items);
	expect(failed.error?.message).toBe(real.error?.message);
	const continued = await run(TRIGGER.name, items, { ...DRY, onError: 'continueErrorOutput' });
	expect(shownOf(continued).map(({ request }) => request)).toEqual([1, 2, 3]);
	expect(continued.output('MoEngage', 1)).toHaveLength(1);
	expect(simulator.requests).toEqual([]);
});

test('without a workspace, a data center and a network, items are shown all the same', async () => {
	const saved = savedWorkflow(TRACK.name, DRY);
	const items = goodItems(TRACK, 3);
	const finished = await engine.run(saved, { credential: { dataCenter: '' }, items });
	expect(shownOf(finished).map(({ path }) => path)).toEqual(
		items.map(() => '/v1/event/WORKSPACE_ID'),
	);
	expect(shownOf(finished)[0].note).toMatch(/has no Workspace ID/);
});

test('n8n keeps nothing of a dry run but its output, which has no key', async () => {
	const items = goodItems(TRIGGER, 20);
	const finished = await run(TRIGGER.name, items, DRY);
	expect(hintsOf(finished)).toEqual(['Dry run: 20 requests for 20 items, nothing was sent']);
	const stored = finished.stored();
	for (const [name, value] of Object.entries(simulator.credential)) {
		if (/key/i.test(name)) expect(stored).not.toContain(value);
	}
	expect(finished.run.data.executionData?.contextData).toEqual({ 'node:MoEngage': {} });
});

test('a retry shows what is left of a run that was stopped halfway', async () => {
	const items = goodItems(TRIGGER, 6);
	simulator.inject({ kind: 'status', status: 400, path: TRIGGER.path, after: 2 });
	const failed = await run(TRIGGER.name, items, withOptions({ maxConcurrency: 1 }));
	expect(failed.error?.httpCode).toBe('400');
	const sent = simulator.requests.length;
	const shown = shownOf(await retry(failed, TRIGGER.name, items, DRY));
	expect(shown.map((one) => one.dry_run === true)).toEqual([false, false, true, true, true, true]);
	expect(simulator.requests).toHaveLength(sent);
});
