import type { IDataObject } from 'n8n-workflow';

import { lateBound } from '../fixtures/lateBound';
import { startSimulator, type Simulator, type SimulatorOptions } from '../simulator';
import { savedWorkflow, startCaseSimulator, type NodeSettings } from './cases';
import { Engine, type FinishedRun, type RunOptions } from './engine';

/** Which engine evaluates expressions makes no difference to most of what the node does. */
const startFastEngine = () => Engine.start('legacy');

/**
 * Gives the tests of a file n8n's engine with the built package in it, and each test a simulator of its own: the node
 * keeps MoEngage's limits and lists per host for the whole process.
 *
 *     const { run, simulator } = useEngine();
 *
 *     test('every event arrives', async () => {
 *     	await run('event.track', items);
 *     	expect(simulator.accepted.events).toHaveLength(3);
 *     });
 */
export function useEngine({
	startEngine = startFastEngine,
	startSimulator: start = startCaseSimulator,
}: Start = {}): EngineInTests {
	let started: Engine | undefined;
	let present: Simulator | undefined;

	beforeAll(async () => {
		started = await startEngine();
	});
	beforeEach(async () => {
		present = await start();
	});
	afterEach(async () => await present?.close());
	afterAll(async () => await started?.stop());

	const engine = lateBound('The engine', () => started);
	const simulator = lateBound('The simulator', () => present);

	return {
		...together(engine, simulator),
		async restartSimulator(options = {}) {
			await simulator.close();
			present = await startSimulator(options);
		},
	};
}

/**
 * The same for a file whose tests mostly wait, and so run side by side, by `test.concurrent`: each asks for an engine
 * with a simulator of its own.
 */
export function useEngineSideBySide({
	startEngine = startFastEngine,
	startSimulator: start = startCaseSimulator,
}: Start = {}): () => Promise<EngineOfTest> {
	// Such tests begin before any hook.
	const started = startEngine();
	const simulators: Simulator[] = [];

	afterAll(async () => {
		await Promise.all(simulators.map((simulator) => simulator.close()));
		await (await started).stop();
	});

	return async () => {
		const [engine, simulator] = await Promise.all([started, start()]);
		simulators.push(simulator);
		return together(engine, simulator);
	};
}

function together(engine: Engine, simulator: Simulator): EngineOfTest {
	function withCredential(items: IDataObject[], changes: IDataObject = {}): RunOptions {
		return { credential: { ...simulator.credential, ...changes }, items };
	}

	return {
		engine,
		simulator,
		withCredential,
		async run(name, items, settings = {}) {
			return await engine.run(savedWorkflow(name, settings), withCredential(items));
		},
		async retry(failed, name, items, settings = {}) {
			return await engine.retry(failed, savedWorkflow(name, settings), withCredential(items));
		},
	};
}

/** What a test works with. */
export type EngineOfTest = {
	engine: Engine;
	/** The one of this test. */
	simulator: Simulator;
	/** Runs a workflow of `workflows/`. */
	run(name: string, items: IDataObject[], settings?: NodeSettings): Promise<FinishedRun>;
	/** Presses "Retry" on its failed execution, after the node's settings have become these. */
	retry(
		failed: FinishedRun,
		name: string,
		items: IDataObject[],
		settings?: NodeSettings,
	): Promise<FinishedRun>;
	/** What the engine needs for a run: the items, and the simulator's credential with changes. */
	withCredential(items: IDataObject[], changes?: IDataObject): RunOptions;
};

/** What a test file works with, all of it within tests and their hooks only. */
export type EngineInTests = EngineOfTest & {
	/** Goes on with another simulator. */
	restartSimulator(options?: SimulatorOptions): Promise<void>;
};

type Start = {
	/** Another engine than the one that starts fastest, as where the test is about expressions. */
	startEngine?: () => Promise<Engine>;
	/** Another simulator than the one that knows the users of the operations' good items. */
	startSimulator?: () => Promise<Simulator>;
};
