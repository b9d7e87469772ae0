import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
	ownerFaults,
	ownerOf,
	withOwner,
	type Owner,
	type OwnersManifest,
} from '../../scripts/owner';

const ROOT = resolve(__dirname, '..', '..');

const ACME: Owner = {
	repository: 'acme/moengage-nodes',
	name: 'Acme Ltd',
	email: 'dev@acme.example',
};

const OTHER: Owner = { repository: 'other.org/nodes', name: 'Other', email: 'it@other.example' };

function manifestOf({ repository, name, email }: Owner): OwnersManifest {
	return {
		homepage: `https://github.com/${repository}#readme`,
		bugs: `https://github.com/${repository}/issues`,
		repository: { url: `git+https://github.com/${repository}.git` },
		author: { name, email },
	};
}

const PLACEHOLDERS: Owner = {
	repository: 'n8n-nodes-moengage/n8n-nodes-moengage',
	name: 'n8n-nodes-moengage contributors',
	email: 'n8n-nodes-moengage@users.noreply.github.com',
};

describe('a package may be published', () => {
	test.each([ACME, OTHER])('in the name of $name', (owner) => {
		expect(ownerOf(manifestOf(owner))).toEqual(owner);
		expect(ownerFaults(manifestOf(owner))).toEqual([]);
	});

	test.each([
		['repository', { ...ACME, repository: PLACEHOLDERS.repository }],
		['name', { ...ACME, name: PLACEHOLDERS.name }],
		['email', { ...ACME, email: PLACEHOLDERS.email }],
	])('not while the %s is a placeholder', (key, owner) => {
		expect(ownerFaults(manifestOf(owner))).toEqual([
			expect.stringMatching(new RegExp(`as ${key}: set it with npm run set:owner$`)),
		]);
	});

	test('from the repository that only looks like a placeholder', () => {
		const owner = { ...ACME, repository: PLACEHOLDERS.repository };
		expect(ownerFaults(manifestOf(owner), PLACEHOLDERS.repository)).toEqual([]);
		expect(ownerFaults(manifestOf(owner), 'fork/node')).toHaveLength(1);
	});

	test.each(['homepage', 'bugs'] as const)('not with the %s of another repository', (key) => {
		const manifest = { ...manifestOf(ACME), [key]: manifestOf(OTHER)[key] };
		expect(ownerFaults(manifest)).toEqual([
			`The ${key} of package.json is not at https://github.com/acme/moengage-nodes`,
		]);
	});
});

test.each([
	[
		'See https://github.com/acme/moengage-nodes/blob/main/a.md#b',
		'other.org/nodes/blob/main/a.md#b',
	],
	['git+https://github.com/acme/moengage-nodes.git', 'github.com/other.org/nodes.git'],
	['Copyright (c) 2026 Acme Ltd', 'Copyright (c) 2026 Other'],
	['"email": "dev@acme.example"', '"email": "it@other.example"'],
	['https://github.com/acme/moengage-nodes-two', 'https://github.com/acme/moengage-nodes-two'],
	['cd moengage-nodes', 'cd moengage-nodes'],
])('in %s the owner is replaced, and nothing that only looks like it', (text, expected) => {
	expect(withOwner(text, ACME, OTHER)).toContain(expected);
});

describe('this project', () => {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as OwnersManifest;
	const owner = ownerOf(manifest);
	const files = execFileSync(
		'git',
		['grep', '-lIE', `github\\.com/[^/]+/(n8n-nodes-moengage|${owner.repository.split('/')[1]})`],
		{
			cwd: ROOT,
			encoding: 'utf8',
		},
	)
		.trim()
		.split('\n')
		// These give an owner of their own.
		.filter((file) => !['test/unit/links.test.ts', 'test/unit/owner.test.ts'].includes(file));

	test.each(files)('%s links to the repository that package.json names', (file) => {
		const text = readFileSync(join(ROOT, file), 'utf8');
		const named = [...text.matchAll(/github\.com\/([\w.-]+\/n8n-nodes-moengage)(?![\w-])/g)];
		const others = named.map(([, repository]) => repository.replace(/\.git$/, ''));
		expect(others.filter((repository) => repository !== owner.repository)).toEqual([]);
	});

	test('is licensed in the name of its author', () => {
		expect(readFileSync(join(ROOT, 'LICENSE.md'), 'utf8')).toContain(owner.name);
	});
});
