import { execFileSync } from 'node:child_process';

/** n8n 2 needs Node 24 or newer, and n8n 1 runs up to Node 24. */
const MAJOR = '24';

let found: string | undefined;

/**
 * Path of a Node 24: the one that runs this, or one that npm brings (about 50 MB, kept in npm's cache).
 * @throws if npm cannot bring it
 */
export function node24(): string {
	if (found === undefined) {
		const isRunning = process.versions.node.split('.')[0] === MAJOR;
		found = isRunning ? process.execPath : bring();
	}
	return found;
}

function bring(): string {
	// The package "node" puts its binary in place in an install script, which the project's .npmrc turns off.
	const env = { ...process.env, npm_config_ignore_scripts: 'false' };
	return execFileSync('npx', ['-y', `node@${MAJOR}`, '-p', 'process.execPath'], {
		env,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	}).trim();
}
