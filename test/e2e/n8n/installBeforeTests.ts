import { installN8n } from './install';
import { installPackageForAll } from './package';
import { releaseFor, type N8nUnderTest } from './versions';

/**
 * Jest's global set-up of a suite: an installation takes minutes on a machine that has never had it, and hooks of
 * tests have to be done within less.
 */
export default async function installBeforeTests(
	_all: unknown,
	suite: { globals: { n8nUnderTest: N8nUnderTest } },
): Promise<void> {
	await installN8n(releaseFor(suite.globals.n8nUnderTest), (line) => console.log(line));
	installPackageForAll();
}
