import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeType, IVersionedNodeType } from 'n8n-workflow';

/** The release whose n8n-workflow is the one this project tests with. */
const VERSION = '2.41.0';

/** Inside of the project, so that the nodes find n8n-core and n8n-workflow, and where no linter looks. */
const FOLDER = join(__dirname, '..', '..', 'node_modules', '.cache', 'bench');
const PACKAGE = join(FOLDER, 'n8n-nodes-base');

/** What the two nodes need beyond the dependencies of n8n-core, which this project has anyway. */
const EXTRA_DEPENDENCIES = ['@mozilla/readability', 'cheerio', 'html-to-text', 'jsdom'];

/** Fetches n8n's nodes alone: all of their dependencies are several hundred megabytes. */
function install(): void {
	if (existsSync(join(FOLDER, 'node_modules'))) return;
	console.log(`Fetching n8n-nodes-base ${VERSION} into ${FOLDER} (once) …`);
	mkdirSync(PACKAGE, { recursive: true });
	writeFileSync(join(FOLDER, 'package.json'), '{ "private": true }\n');
	const npm = (...args: string[]) =>
		execFileSync('npm', args, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] });
	npm('pack', `n8n-nodes-base@${VERSION}`, '--silent', '--pack-destination', FOLDER);
	const tarball = join(FOLDER, `n8n-nodes-base-${VERSION}.tgz`);
	execFileSync('tar', ['xzf', tarball, '-C', PACKAGE, '--strip-components=1']);
	const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	const extras = EXTRA_DEPENDENCIES.map((name) => `${name}@${dependencies[name]}`);
	npm('install', '--ignore-scripts', '--no-audit', '--no-fund', ...extras);
}

/** n8n's HTTP Request and Set (Edit Fields) nodes by their full names. */
export function n8nNodes(): Record<string, INodeType | IVersionedNodeType> {
	install();
	const required = createRequire(join(PACKAGE, 'package.json'));
	const load = (file: string, className: string) => {
		const classes = required(`./dist/nodes/${file}`) as Record<string, new () => INodeType>;
		return new classes[className]();
	};
	return {
		'n8n-nodes-base.httpRequest': load('HttpRequest/HttpRequest.node.js', 'HttpRequest'),
		'n8n-nodes-base.set': load('Set/Set.node.js', 'Set'),
	};
}
