import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import type { Project } from '../../scripts/checkRelease';
import { checkRelease, readProject, sectionsOf } from '../../scripts/checkRelease';
import { PLACEHOLDER } from '../../scripts/owner';

const ROOT = resolve(__dirname, '..', '..');

const CHANGELOG = `# Changelog

## [Unreleased]

## [1.3.0] - 2027-01-31

### Added

- A long line
  that goes on.
- Another.

## [1.2.0] - 2027-01-01

### Fixed

- Something.

[Unreleased]: https://example.com/compare/v1.3.0...HEAD
[1.3.0]: https://example.com/compare/v1.2.0...v1.3.0
[1.2.0]: https://example.com/releases/tag/v1.2.0
`;

const OWNED = {
	homepage: 'https://github.com/some/node#readme',
	bugs: 'https://github.com/some/node/issues',
	repository: { url: 'git+https://github.com/some/node.git' },
	author: { name: 'Some One', email: 'some.one@example.com' },
};

/** A project that is ready for the release of a version, with what differs from that. */
function project({
	version = '1.3.0',
	...differing
}: { version?: string } & Partial<Project> = {}) {
	return {
		manifest: { version, ...OWNED },
		lock: { version, packages: { '': { version } } },
		changelog: CHANGELOG.replaceAll('1.3.0', version),
		repository: 'some/node',
		...differing,
	};
}

describe('the check of a tag', () => {
	test('hands on the notes of its section, with wrapped lines joined', () => {
		expect(checkRelease('v1.3.0', project())).toEqual({
			distTag: 'latest',
			notes: '### Added\n\n- A long line that goes on.\n- Another.',
		});
	});

	test.each(['1.3.0-rc.1', '2.0.0-beta', '1.0.0-0'])(
		'does not let users who did not ask get the pre-release %s',
		(version) => {
			expect(checkRelease(`v${version}`, project({ version })).distTag).toBe('next');
		},
	);

	test.each(['v1.3.1', 'v1.2.0', 'v1.3.0-rc.1', 'v1.3', 'v1.3.0.1', '1.3.0', 'vv1.3.0', 'v', ''])(
		'refuses the tag "%s" for version 1.3.0',
		(tag) => {
			expect(() => checkRelease(tag, project())).toThrow();
		},
	);

	test.each([
		['has another version', { version: '1.2.0', packages: { '': { version: '1.2.0' } } }],
		['is renewed at its top only', { version: '1.3.0', packages: { '': { version: '1.2.0' } } }],
		['is renewed at its root only', { version: '1.2.0', packages: { '': { version: '1.3.0' } } }],
	])('refuses a lock file that %s', (_, lock) => {
		expect(() => checkRelease('v1.3.0', project({ lock }))).toThrow(
			/^package-lock\.json does not have version 1\.3\.0$/,
		);
	});

	test.each([
		['no section for it', /## \[1\.3\.0\][^]+?(?=## )/, '', 'no section [1.3.0] right below'],
		['a section without a date', ' - 2027-01-31', '', 'The section [1.3.0] has no date'],
		['an empty section', /### Added[^]+?(?=## \[1\.2)/, '', 'The section [1.3.0] is empty'],
		['another version above it', '## [1.3.0]', '## [1.4.0]\n\n## [1.3.0]', 'right below'],
		['changes still unreleased', '[Unreleased]\n', '[Unreleased]\n\n- New.\n', 'belong to [1.3.0]'],
		['no place for what comes next', '## [Unreleased]\n', '', 'does not begin with'],
		['no link for its heading', '\n[1.3.0]: ', '\n[1.3.1]: ', 'where the heading [1.3.0] links to'],
	])('refuses a changelog with %s', (_, what, replacement, reason) => {
		const changelog = CHANGELOG.replace(what, replacement);
		expect(changelog).not.toBe(CHANGELOG);
		expect(() => checkRelease('v1.3.0', project({ changelog }))).toThrow(reason);
	});

	test('refuses to publish from a repository that package.json does not name', () => {
		expect(() => checkRelease('v1.3.0', project({ repository: 'fork/node' }))).toThrow(
			/^This repository is fork\/node, and package\.json names git\+https:.+some\/node\.git$/,
		);
	});

	test('refuses to publish in the name of a placeholder', () => {
		const author = { ...OWNED.author, name: PLACEHOLDER.name };
		const manifest = { ...OWNED, version: '1.3.0', author };
		expect(() => checkRelease('v1.3.0', project({ manifest }))).toThrow(
			/^package\.json has the placeholder "[\w -]+ contributors" as name: /,
		);
	});

	test('names every reason at once', () => {
		const changelog = CHANGELOG.replace(' - 2027-01-31', '');
		const refused = () => checkRelease('v1.3.0', project({ changelog, repository: 'fork/node' }));
		expect(refused).toThrow(/has no date\nThis repository is/);
	});
});

describe('this project', () => {
	const current = readProject(ROOT);
	const { version } = current.manifest;

	test('has a dated section of the changelog for its version, as the newest', () => {
		const [unreleased, newest] = sectionsOf(current.changelog);
		expect(unreleased.version).toBe('Unreleased');
		expect(newest.version).toBe(version);
		expect(new Date(newest.date ?? '').toISOString()).toContain(newest.date);
		expect(newest.text).not.toBe('');
	});

	test('could be published as its version once nothing is left under [Unreleased]', () => {
		const changelog = current.changelog.replace(/(^## \[Unreleased\]\n)[^]*?(?=^## )/m, '$1\n');
		// Until it has an owner, that of the tests.
		const manifest = { ...current.manifest, ...OWNED };
		expect(
			checkRelease(`v${version}`, { ...current, manifest, changelog, repository: 'some/node' })
				.notes,
		).toContain('### ');
	});
});

describe('the workflows', () => {
	type Job = {
		needs?: string | string[];
		permissions?: Record<string, string>;
		uses?: string;
		steps?: Array<{ uses?: string; run?: string }>;
	};
	type Workflow = {
		on: { push?: { branches?: string[]; tags?: string[] }; workflow_call?: null };
		permissions?: Record<string, string>;
		jobs: Record<string, Job>;
	};

	const folder = join(ROOT, '.github', 'workflows');
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	const workflows = Object.fromEntries(
		readdirSync(folder).map((file) => [file, parse(read(file)) as Workflow]),
	);
	const publishing = workflows['publish.yml'];

	test('may read the repository; only publishing and the release on GitHub may do one thing more', () => {
		const granted = Object.entries(workflows).flatMap(([file, workflow]) =>
			Object.entries(workflow.jobs).map(
				([job, own]) => [`${file}: ${job}`, own.permissions ?? workflow.permissions] as const,
			),
		);
		const reading = JSON.stringify({ contents: 'read' });
		const more = granted.filter(([, permissions]) => JSON.stringify(permissions) !== reading);
		expect(Object.fromEntries(more)).toEqual({
			'publish.yml: publish': { contents: 'read', 'id-token': 'write' },
			'publish.yml: release': { contents: 'write' },
		});
		expect(publishing.permissions).toEqual({});
	});

	test('publish on tags only, after the check of the tag and the tests of CI', () => {
		expect(publishing.on).toEqual({ push: { tags: ['v*'] } });
		expect(workflows['ci.yml'].on).toHaveProperty('workflow_call');
		expect(publishing.jobs.test.uses).toBe('./.github/workflows/ci.yml');
		expect(publishing.jobs.publish.needs).toEqual(['check', 'test']);
		expect(publishing.jobs.release.needs).toContain('publish');
		const tests = Object.values(workflows['ci.yml'].jobs).flatMap(({ steps }) => steps ?? []);
		expect(tests.map(({ run }) => run)).toContain('.ci/run');
	});

	test('run nothing of the repository in the job that may write to it', () => {
		const steps = publishing.jobs.release.steps ?? [];
		expect(steps.map(({ uses }) => uses)).toEqual([undefined]);
		expect(steps[0].run).toMatch(/^options=\(\)\n.+\ngh release create [^\n]+\n$/);
	});

	test('put no text from outside into a script, where the shell would run it', () => {
		const scripts = Object.values(workflows)
			.flatMap(({ jobs }) => Object.values(jobs))
			.flatMap(({ steps }) => steps ?? [])
			.map(({ run }) => run ?? '');
		expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
	});
});
