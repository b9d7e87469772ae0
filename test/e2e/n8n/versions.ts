/** A release of n8n that the suites install. */
export interface N8nRelease {
	version: string;
	/** Replaces versions that n8n asks for and that cannot be had from the registry. */
	overrides: Record<string, string>;
	/** Settings that only this release knows. */
	env?: Record<string, string>;
}

/** The newest release whose dependencies can all be installed. */
export const NEWEST: N8nRelease = {
	version: '2.40.7',
	// The exact version that n8n pins was withdrawn.
	overrides: { linkedom: '0.18.12' },
	// Asks n8n's own server for a list, at every start.
	env: { N8N_DISABLED_MODULES: 'mcp-registry' },
};

/** The last release of n8n 1. */
const LAST_OF_1: N8nRelease = {
	version: '1.123.81',
	// n8n takes it from a host of its own; this is the registry's copy.
	overrides: { xlsx: '0.18.5' },
};

const RELEASES = [NEWEST, LAST_OF_1];

/**
 * The release with this version.
 * @throws if the suites do not know it
 */
export function release(version: string): N8nRelease {
	const found = RELEASES.find((candidate) => candidate.version === version);
	if (found === undefined) {
		const known = RELEASES.map((candidate) => candidate.version).join(', ');
		throw new Error(`n8n ${version} is not one of the versions that are tested: ${known}`);
	}
	return found;
}

export type N8nUnderTest = 'newest' | 'lastOf1';

declare const n8nUnderTest: N8nUnderTest;

/** The release that Jest's configuration means. */
export const releaseFor = (chosen: N8nUnderTest) => (chosen === 'newest' ? NEWEST : LAST_OF_1);

/** The version that Jest's configuration chose for the suite that runs. */
export const chosenVersion = () => releaseFor(n8nUnderTest).version;
