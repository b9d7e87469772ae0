import type { SimulatorOptions } from '../../simulator';
import { Instance } from './instance';
import { chosenVersion } from './versions';

/**
 * Starts an n8n of the version under test before the tests of a file, and stops it after them. The simulator
 * forgets everything before each test.
 * @returns the instance, for use within tests
 */
export function useInstance(options: SimulatorOptions = {}): () => Instance {
	let instance: Instance | undefined;
	const running = () => {
		if (instance === undefined) throw new Error('n8n has not been started');
		return instance;
	};
	beforeAll(async () => {
		instance = await Instance.start(chosenVersion(), options);
	});
	beforeEach(() => running().simulator.reset());
	afterAll(async () => await instance?.stop());
	return running;
}
