import { runModeOf } from '../../../nodes/MoEngage/delivery/runMode';
import { fakeRun, type FakeRun } from './fakeRun';

const TOOL = 'n8n-nodes-moengage.moEngageTool';

test.each<[string, FakeRun, boolean, boolean]>([
	['the default', {}, true, false],
	['Stop Workflow', { node: { onError: 'stopWorkflow' } }, true, false],
	['Continue', { node: { onError: 'continueRegularOutput' } }, false, false],
	['Continue (using error output)', { node: { onError: 'continueErrorOutput' } }, false, true],
	['a tool', { node: { type: TOOL } }, false, false],
	['a tool that stops', { node: { type: TOOL, onError: 'stopWorkflow' } }, true, false],
	[
		'a tool that continues',
		{ node: { type: TOOL, onError: 'continueRegularOutput' } },
		false,
		false,
	],
])('%s: a failure ends the run or not, and has an output of its own or not', (...row) => {
	const [, run, stops, hasErrorOutput] = row;
	expect(runModeOf(fakeRun(run).context)).toMatchObject({ stops, hasErrorOutput });
});

test('a call by an agent is one of its own, if n8n can tell', () => {
	expect(runModeOf(fakeRun({ isTool: true }).context).isToolCall).toBe(true);
	expect(runModeOf(fakeRun({}).context).isToolCall).toBe(false);
	const older = fakeRun({}).context;
	Object.assign(older, { isToolExecution: undefined });
	expect(runModeOf(older).isToolCall).toBe(false);
});

test.each<[string, FakeRun['node'], Array<number | undefined>, boolean[]]>([
	['in stop mode', {}, [undefined, 0, 3], [true, true, true]],
	[
		'in a continue mode with Retry On Fail',
		{ onError: 'continueRegularOutput', retryOnFail: true },
		[undefined, 0, 3],
		[false, true, false],
	],
	[
		'in a continue mode without',
		{ onError: 'continueRegularOutput' },
		[undefined, 0, 3],
		[false, false, false],
	],
])('n8n may run the node again %s, by the first failed item', (_mode, node, firstFailed, may) => {
	const { mayBeRetried } = runModeOf(fakeRun({ node }).context);
	expect(firstFailed.map(mayBeRetried)).toEqual(may);
});

describe('an execution was lost after the node had started in it', () => {
	const recovered = [{ json: {} }, { json: { isArtificialRecoveredEventItem: true } }];
	const earlier = (isExecuted: boolean, all: () => unknown[]) => ({ isExecuted, all });
	const gone = () => {
		throw new Error('No data');
	};

	test.each<[string, FakeRun, boolean]>([
		['the first run, noted', { mode: 'retry', earlier: earlier(true, () => []) }, true],
		['the first run, not noted', { mode: 'retry', earlier: earlier(false, () => []) }, false],
		['no run is known', { mode: 'retry' }, false],
		['no retry', { mode: 'manual', earlier: earlier(true, () => []) }, false],
		['a tool', { mode: 'retry', earlier: earlier(true, () => []), node: { type: TOOL } }, false],
		[
			'a later run with a made-up item',
			{ mode: 'retry', runIndex: 1, earlier: earlier(true, () => recovered) },
			true,
		],
		[
			'a later run after a whole one',
			{ mode: 'retry', runIndex: 1, earlier: earlier(true, () => [{ json: {} }]) },
			false,
		],
		[
			'a later run without any data',
			{ mode: 'retry', runIndex: 1, earlier: earlier(true, gone) },
			true,
		],
	])('%s: %p', (_what, run, wasLost) => {
		expect(runModeOf(fakeRun(run).context).wasBrokenOff()).toBe(wasLost);
	});

	test('as the run before shows, not the one before that', () => {
		const asked: number[][] = [];
		const all = (...args: number[]) => {
			asked.push(args);
			return [];
		};
		const run: FakeRun = { mode: 'retry', runIndex: 3, earlier: { isExecuted: true, all } };
		expect(runModeOf(fakeRun(run).context).wasBrokenOff()).toBe(false);
		expect(asked).toEqual([[0, 2]]);
		const bare = fakeRun({ mode: 'retry' }).context;
		Object.assign(bare, { getWorkflowDataProxy: () => ({}) });
		expect(runModeOf(bare).wasBrokenOff()).toBe(false);
	});
});
