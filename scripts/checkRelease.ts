/**
 * Says whether a tag may be published: it is the version of package.json and of the lock file, CHANGELOG.md has
 * a dated section for it on top, the package has an owner, and the repository is the one that package.json names,
 * without which there is no provenance. The exit code is 1 if not, and every reason is printed.
 *
 *     npm run check:release -- v1.2.3
 *
 * In GitHub Actions, tells the workflow the dist-tag and the notes of the release.
 */
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ownerFaults, type OwnersManifest } from './owner';

/** What a release is checked against. */
export type Project = {
	manifest: OwnersManifest & { version: string };
	lock: { version: string; packages: { '': { version: string } } };
	changelog: string;
	/** Where the workflow runs, as `owner/name`; on a developer's machine nobody knows. */
	repository?: string;
};

/** What the workflow does with a tag that may be published. */
export type Release = {
	/** What `npm install` takes by itself is `latest`; a pre-release is to be asked for. */
	distTag: 'latest' | 'next';
	notes: string;
};

/** One version of the changelog; the first is the newest. */
export type Section = { version: string; date: string | undefined; text: string };

const VERSION = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** The sections of a changelog in the form of Keep a Changelog, in their order. */
export function sectionsOf(changelog: string): Section[] {
	return changelog
		.split(/^## /m)
		.slice(1)
		.map((section) => {
			const [heading, ...lines] = section.split('\n');
			const [, version, date] = /^\[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?\s*$/.exec(heading) ?? [];
			return {
				version: version ?? heading,
				date,
				// The last section is followed by the addresses that the headings link to.
				text: lines
					.filter((line) => !/^\[[^\]]+\]: /.test(line))
					.join('\n')
					.trim(),
			};
		});
}

/** What the changelog lacks for a release of the version. */
function missingInChangelog(version: string, changelog: string): string[] {
	const [unreleased, newest] = sectionsOf(changelog);
	const missing: string[] = [];
	if (unreleased?.version !== 'Unreleased') {
		missing.push('CHANGELOG.md does not begin with a section [Unreleased]');
	} else if (unreleased.text !== '') {
		missing.push(`CHANGELOG.md has changes under [Unreleased] that belong to [${version}]`);
	}
	if (newest?.version !== version) {
		missing.push(`CHANGELOG.md has no section [${version}] right below [Unreleased]`);
	} else {
		if (newest.date === undefined) missing.push(`The section [${version}] has no date`);
		if (newest.text === '') missing.push(`The section [${version}] is empty`);
	}
	if (!changelog.includes(`\n[${version}]: https://`)) {
		missing.push(`CHANGELOG.md does not say at its end where the heading [${version}] links to`);
	}
	return missing;
}

/** Throws an error with every reason why the tag must not be published. */
export function checkRelease(tag: string, project: Project): Release {
	const { manifest, lock, changelog, repository } = project;
	const version = tag.replace(/^v/, '');
	const reasons: string[] = [];
	if (!tag.startsWith('v') || !VERSION.test(version)) {
		reasons.push(`The tag ${tag} is not a "v" and a version, as in v1.2.3 or v1.2.3-rc.1`);
	}
	if (manifest.version !== version) {
		reasons.push(`The tag is ${tag}, and package.json has version ${manifest.version}`);
	}
	if (lock.version !== manifest.version || lock.packages[''].version !== manifest.version) {
		reasons.push(`package-lock.json does not have version ${manifest.version}`);
	}
	reasons.push(...missingInChangelog(version, changelog), ...ownerFaults(manifest, repository));
	const { url } = manifest.repository;
	if (repository !== undefined && url !== `git+https://github.com/${repository}.git`) {
		reasons.push(`This repository is ${repository}, and package.json names ${url}`);
	}
	if (reasons.length > 0) throw new Error(reasons.join('\n'));

	return {
		distTag: version.includes('-') ? 'next' : 'latest',
		// A release on GitHub shows every end of a line, and the changelog's lines are wrapped.
		notes: sectionsOf(changelog)[1].text.replace(/\n +(?![-*] )/g, ' '),
	};
}

/** Reads the project's files; `repository` as GitHub Actions names it. */
export function readProject(folder: string, repository?: string): Project {
	const read = (file: string) => readFileSync(join(folder, file), 'utf8');
	return {
		manifest: JSON.parse(read('package.json')) as Project['manifest'],
		lock: JSON.parse(read('package-lock.json')) as Project['lock'],
		changelog: read('CHANGELOG.md'),
		repository,
	};
}

/** Checks the tag that was given, and hands the outcome to the workflow if there is one. */
function main(tag: string): void {
	const { GITHUB_OUTPUT, GITHUB_REPOSITORY } = process.env;
	try {
		const project = readProject(resolve(__dirname, '..'), GITHUB_REPOSITORY);
		const { distTag, notes } = checkRelease(tag, project);
		console.log(`${tag} may be published as "${distTag}", with these notes:\n\n${notes}`);
		if (GITHUB_OUTPUT !== undefined) {
			// A text of several lines stands between two lines that it cannot hold itself.
			const end = randomUUID();
			appendFileSync(GITHUB_OUTPUT, `dist-tag=${distTag}\nnotes<<${end}\n${notes}\n${end}\n`);
		}
	} catch (error) {
		console.error((error as Error).message);
		process.exitCode = 1;
	}
}

if (require.main === module) main(process.argv[2] ?? '');
