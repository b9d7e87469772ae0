import { installN8n } from './install';
import { RELEASES } from './versions';

/** Installs the releases that the suites need, one after the other: suites that run beside each other find them there. */
void (async () => {
	for (const release of RELEASES) await installN8n(release, (line) => console.log(line));
})();
