/** A release of n8n that the suites install. */
export interface N8nRelease {
	version: string;
	/** Replaces versions that n8n asks for and that cannot be had from the registry. */
	overrides: Record<string, string>;
	/** The newest major version of Node that it runs on. */
	node: '20' | '24';
	/** What npm fetches for it, and writes: how far an installation is. */
	size: { files: number; gigabytes: number };
	/** Versions of n8n's AI Agent that the suites run there. */
	agents: number[];
	/** Files of `examples/` that need a newer release. */
	tooOldFor?: string[];
	/** Settings that only this release knows. */
	env?: Record<string, string>;
}

/** The newest release whose dependencies can all be installed. */
export const NEWEST: N8nRelease = {
	version: '2.40.7',
	size: { files: 5700, gigabytes: 4.1 },
	agents: [2.2, 3],
	node: '24',
	// The exact version that n8n pins was withdrawn.
	overrides: { linkedom: '0.18.12' },
	// Asks n8n's own server for a list, at every start.
	env: { N8N_DISABLED_MODULES: 'mcp-registry' },
};

/** n8n 1 takes it from a host of its own; this is the registry's copy. */
const XLSX = '0.18.5';

/** The last release of n8n 1. */
const LAST_OF_1: N8nRelease = {
	version: '1.123.81',
	size: { files: 3800, gigabytes: 2 },
	agents: [2.2, 3],
	node: '24',
	overrides: { xlsx: XLSX },
	// Writes the status and the data of an execution at once, as n8n 2 does. By default n8n 1 writes the status first,
	// and whoever reads in between finds "success" beside the data that the execution started with.
	env: { DB_SQLITE_POOL_SIZE: '2' },
};

/** The oldest release that the README promises. Its suite is a step of a release. */
const OLDEST: N8nRelease = {
	version: '1.94.1',
	size: { files: 3300, gigabytes: 1.4 },
	agents: [2],
	// It takes no expression in place of rows, has no such agent, and hands no data of Stop and Error to Error Trigger.
	tooOldFor: [
		'keep-wish-lists.json',
		'help-customers-with-an-agent.json',
		'fix-failed-orders-and-send-them-again.json',
	],
	node: '20',
	overrides: { xlsx: XLSX },
	env: { DB_SQLITE_POOL_SIZE: '2' },
};

/** Those of `.ci/run`. */
export const RELEASES = [NEWEST, LAST_OF_1];

/**
 * The release with this version.
 * @throws if the suites do not know it
 */
export function release(version: string): N8nRelease {
	const all = [...RELEASES, OLDEST];
	const found = all.find((candidate) => candidate.version === version);
	if (found === undefined) {
		const known = all.map((candidate) => candidate.version).join(', ');
		throw new Error(`n8n ${version} is not one of the versions that are tested: ${known}`);
	}
	return found;
}

const UNDER_TEST = { newest: NEWEST, lastOf1: LAST_OF_1, oldest: OLDEST };

export type N8nUnderTest = keyof typeof UNDER_TEST;

declare const n8nUnderTest: N8nUnderTest;

/** The release that Jest's configuration means. */
export const releaseFor = (chosen: N8nUnderTest) => UNDER_TEST[chosen];

/** The release that Jest's configuration chose for the suite that runs, and its version. */
export const chosenRelease = () => releaseFor(n8nUnderTest);
export const chosenVersion = () => chosenRelease().version;
