import { execFileSync } from 'node:child_process';

const found = new Map<string, string>();

/**
 * Path of a Node of this major version: the one that runs this, or one that npm brings (about 50 MB, kept in npm's cache).
 * @throws if npm cannot bring it
 */
export function nodeBinary(major: string): string {
	let path = found.get(major);
	if (path === undefined) {
		const isRunning = process.versions.node.split('.')[0] === major;
		path = isRunning ? process.execPath : bring(major);
		found.set(major, path);
	}
	return path;
}

function bring(major: string): string {
	// The package "node" puts its binary in place in an install script, which the project's .npmrc turns off.
	const env = { ...process.env, npm_config_ignore_scripts: 'false' };
	return execFileSync('npx', ['-y', `node@${major}`, '-p', 'process.execPath'], {
		env,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	}).trim();
}
