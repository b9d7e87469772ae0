import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(__dirname, '..', '..');

/** Only npm and git can say what they would take; both are asked with fixed arguments. */
function run(command: string, ...parts: string[]): string {
	return execFileSync(command, parts, {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
}

function shippedSources(): string[] {
	return ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => join(folder, file)),
	);
}

function read(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}

describe('the package', () => {
	test('holds only the built node, the documents and package.json, and is small', () => {
		const [{ files, size }] = JSON.parse(run('npm', 'pack', '--dry-run', '--json')) as [
			{ files: Array<{ path: string }>; size: number },
		];
		const all = files.map(({ path }) => path);
		// The tests of the output schemas look at each.
		const paths = all.filter((path) => !path.includes('/__schema__/v1.0.0/'));
		expect(all.length - paths.length).toBeGreaterThanOrEqual(32);
		expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual([
			'CHANGELOG.md',
			'LICENSE.md',
			'README.md',
			'package.json',
		]);
		// Few files of code: n8n reads them at every start, and each costs it a third of a millisecond. What the nodes
		// and the credential share is in files whose names are made of their contents.
		const built = paths.filter((path) => path.startsWith('dist/'));
		expect(
			[...new Set(built.map((path) => path.replace(/\/[A-Z0-9]{8}\.js$/, '/*.js')))].sort(),
		).toEqual([
			'dist/credentials/MoEngageApi.credentials.js',
			'dist/nodes/MoEngage/MoEngage.node.js',
			'dist/nodes/MoEngage/MoEngage.node.json',
			'dist/nodes/MoEngage/moengage.dark.svg',
			'dist/nodes/MoEngage/moengage.svg',
			'dist/nodes/MoEngageTrigger/MoEngageTrigger.node.js',
			'dist/nodes/MoEngageTrigger/MoEngageTrigger.node.json',
			'dist/shared/*.js',
		]);
		expect(built.length).toBeLessThanOrEqual(10);
		expect(size).toBeLessThanOrEqual(160_000);
	});

	test('has no dependency at run time', () => {
		const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
		for (const field of [
			'dependencies',
			'optionalDependencies',
			'bundleDependencies',
			'overrides',
		]) {
			expect(manifest).not.toHaveProperty(field);
		}
		expect(manifest.peerDependencies).toEqual({ 'n8n-workflow': '*' });
		const scripts = Object.keys(manifest.scripts as object);
		expect(scripts.filter((name) => /^(pre|post)?(install|prepare)$/.test(name))).toEqual([]);
	});
});

test('loads without what compares or writes text by a language, whose first use makes loading a third longer', () => {
	const { n8n } = JSON.parse(read('package.json')) as {
		n8n: { nodes: string[]; credentials: string[] };
	};
	const script = `
		require('n8n-workflow');
		const used = [];
		const watch = (owner, name) => {
			const original = owner[name];
			owner[name] = function (...values) {
				used.push(name);
				return new.target ? new original(...values) : original.apply(this, values);
			};
		};
		for (const name of ['localeCompare', 'normalize', 'toLocaleLowerCase', 'toLocaleUpperCase'])
			watch(String.prototype, name);
		for (const owner of [Number, Date]) watch(owner.prototype, 'toLocaleString');
		for (const name of ['Collator', 'DateTimeFormat', 'NumberFormat']) watch(Intl, name);
		for (const file of ${JSON.stringify([...n8n.nodes, ...n8n.credentials])})
			for (const Type of Object.values(require('./' + file))) new Type();
		console.log(JSON.stringify(used));`;
	const output = execFileSync(process.execPath, ['-e', script], { cwd: ROOT, encoding: 'utf8' });
	expect(JSON.parse(output)).toEqual([]);
});

describe('the shipped sources', () => {
	test.each(shippedSources())('%s has no switched-off lint rule and no any', (file) => {
		const source = read(file);
		expect(source).not.toContain('eslint-disable');
		expect(source).not.toMatch(/:\s*any\b|\bas any\b|<any\b|\bany\[\]/);
	});

	test.each(['MoEngage', 'MoEngageTrigger'])(
		'the file of the node %s can be read in a minute',
		(node) => {
			expect(read(`nodes/${node}/${node}.node.ts`).split('\n').length).toBeLessThan(120);
		},
	);
});

test('no file of the repository names a host of a package registry', () => {
	// In parts, so that this file does not name them either.
	const hosts = [
		['npmjs', 'org'],
		['npmjs', 'com'],
		['yarnpkg', 'com'],
		['npmmirror', 'com'],
		['npm', 'pkg', 'github', 'com'],
	].map((parts) => parts.join('.'));
	const configured = new URL(run('npm', 'config', 'get', 'registry').trim()).hostname;
	if (!/^(localhost|127\.|\[::1\])/.test(configured)) hosts.push(configured);

	const listed = run('git', 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
	// What is deleted and not yet committed is still listed.
	const files = listed.split('\0').filter((file) => file !== '' && existsSync(join(ROOT, file)));
	expect(files).toContain('package-lock.json');
	const naming = files.filter((file) => {
		const text = read(file);
		return !text.includes('\0') && hosts.some((host) => text.includes(host));
	});
	expect(naming).toEqual([]);
});
