/** A part of the package of which the tool makes mutants. */
export type Floor = {
	name: 'mapping' | 'transport' | 'delivery' | 'resources' | 'methods' | 'trigger' | 'credentials';
	/** Its sources, from the project's folder. */
	folder: string;
	/** Per cent of its mutants that unit tests have to notice. */
	atLeast: number;
};

const NODE = 'nodes/MoEngage';

export const FLOORS: Floor[] = [
	{ name: 'transport', folder: `${NODE}/transport/`, atLeast: 90 },
	{ name: 'mapping', folder: `${NODE}/mapping/`, atLeast: 90 },
	{ name: 'delivery', folder: `${NODE}/delivery/`, atLeast: 90 },
	{ name: 'resources', folder: `${NODE}/resources/`, atLeast: 90 },
	{ name: 'methods', folder: `${NODE}/methods/`, atLeast: 90 },
	{ name: 'trigger', folder: 'nodes/MoEngageTrigger/', atLeast: 90 },
	{ name: 'credentials', folder: 'credentials/', atLeast: 90 },
];

/** Unit tests of these parts. Those of the simulator, of the texts and of the probe run no shipped code. */
export const TEST_FILES = [
	'test/unit/{mapping,transport,delivery,resources,methods,trigger,credentials}/**/*.test.ts',
];

/**
 * Tests that measure how long something takes, or take long themselves: beside thousands of faults they would fail for
 * want of time, and take hours.
 */
export const LEFT_OUT =
	/\b\d+0,000\b|others of the process get their turn|table and fixture are what the generator makes/;
