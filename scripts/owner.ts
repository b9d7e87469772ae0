/**
 * The owner of the package: author, and repository on GitHub. They stand in package.json; what else names them (links
 * in documents and in the editor, the license) follows it.
 *
 *     npm run set:owner -- acme/n8n-nodes-moengage "Acme Ltd" dev@acme.example
 *
 * writes them into package.json, and into every file of the repository that names the ones before.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export type Owner = {
	/** On GitHub: `owner/name`. */
	repository: string;
	name: string;
	email: string;
};

/** What of package.json says who the owner is. */
export type OwnersManifest = {
	homepage: string;
	bugs: string;
	repository: { url: string };
	author: { name: string; email: string };
};

/** What stands for an owner until there is one. */
export const PLACEHOLDER: Owner = {
	repository: 'n8n-nodes-moengage/n8n-nodes-moengage',
	name: 'n8n-nodes-moengage contributors',
	email: 'n8n-nodes-moengage@users.noreply.github.com',
};

const GITHUB = 'https://github.com';
const USAGE = 'Usage: npm run set:owner -- OWNER/REPOSITORY "NAME" EMAIL';

export function ownerOf({ repository, author }: OwnersManifest): Owner {
	const [, named] = /github\.com\/([^/]+\/[^/]+?)(?:\.git)?$/.exec(repository.url) ?? [];
	return { repository: named ?? repository.url, name: author.name, email: author.email };
}

/**
 * Why a package must not be published in this owner's name.
 * @param actual the repository that is known to publish, if any
 */
export function ownerFaults(manifest: OwnersManifest, actual?: string): string[] {
	const owner = ownerOf(manifest);
	const stands = (Object.keys(PLACEHOLDER) as Array<keyof Owner>).filter(
		// Whoever publishes from there is the owner.
		(key) => owner[key] === PLACEHOLDER[key] && owner[key] !== actual,
	);
	const faults = stands.map(
		(key) =>
			`package.json has the placeholder "${PLACEHOLDER[key]}" as ${key}: set it with npm run set:owner`,
	);
	const page = `${GITHUB}/${owner.repository}`;
	for (const key of ['homepage', 'bugs'] as const) {
		if (!manifest[key].startsWith(`${page}#`) && !manifest[key].startsWith(`${page}/`)) {
			faults.push(`The ${key} of package.json is not at ${page}`);
		}
	}
	return faults;
}

/** A file's text with another owner; a file that does not name the owner before stays as it is. */
export function withOwner(text: string, before: Owner, after: Owner): string {
	// Neither a part of a longer name, nor the folder of a clone.
	const repository = new RegExp(`(?<=github\\.com/)${escaped(before.repository)}(?![\\w-])`, 'g');
	return text
		.replace(repository, () => after.repository)
		.replaceAll(before.email, after.email)
		.replaceAll(before.name, after.name);
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function main([repository = '', name = '', email = '']: string[]): void {
	if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || name === '' || !/^\S+@\S+$/.test(email)) {
		console.error(USAGE);
		process.exitCode = 1;
		return;
	}
	const folder = resolve(__dirname, '..');
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as OwnersManifest;
	const before = ownerOf(manifest);
	const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: folder, encoding: 'utf8' });
	const files = tracked.split('\0').filter((file) => /\.(json|md|mjs|ts|ya?ml)$/.test(file));
	// These tell of placeholders, and have them as examples.
	const others = files.filter(
		(file) => !/^(scripts\/owner|test\/unit\/owner\.test)\.ts$/.test(file),
	);
	for (const file of others) {
		const text = readFileSync(join(folder, file), 'utf8');
		const changed = withOwner(text, before, { repository, name, email });
		if (changed === text) continue;
		writeFileSync(join(folder, file), changed);
		console.log(file);
	}
}

if (require.main === module) main(process.argv.slice(2));
