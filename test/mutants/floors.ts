/** A part of the node of which the tool makes mutants. */
export type Floor = {
	name: 'mapping' | 'transport' | 'delivery' | 'resources';
	/** Per cent of its mutants that unit tests have to notice. */
	atLeast: number;
};

export const FLOORS: Floor[] = [
	{ name: 'transport', atLeast: 90 },
	{ name: 'mapping', atLeast: 90 },
	{ name: 'delivery', atLeast: 90 },
	// Mostly declarations, whose texts other tests read: its score is shown, and asked for by none.
	{ name: 'resources', atLeast: 0 },
];

export function folderOf({ name }: Floor): string {
	return `nodes/MoEngage/${name}/`;
}

/** Unit tests of these parts. Those of the simulator, of the texts and of the probe run no shipped code. */
export const TEST_FILES = ['test/unit/{mapping,transport,delivery,resources,methods}/**/*.test.ts'];

/**
 * Tests that measure how long something takes, or take long themselves: beside thousands of faults they would fail for
 * want of time, and take hours.
 */
export const LEFT_OUT =
	/\b\d+0,000\b|others of the process get their turn|table and fixture are what the documents say/;
