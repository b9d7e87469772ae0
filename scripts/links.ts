/**
 * The documents of a version: links of the package lead to the files of the main branch, where the next version is
 * described. Before a version is published, they are made to lead to its tag.
 *
 *     npm run set:links -- v1.2.0
 *
 * writes that into every file of the package that links to the repository. Publishing does it in a fresh copy; whoever
 * rebuilds a version does the same.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** What the package is made of. */
const SHIPPED = /^(nodes|credentials)\/|^(README|CHANGELOG)\.md$/;

/** A text whose links to the files of the repository on the main branch lead to those of the tag. */
export function withTag(text: string, repository: string, tag: string): string {
	for (const kind of ['blob', 'tree']) {
		text = text.replaceAll(`${repository}/${kind}/main/`, `${repository}/${kind}/${tag}/`);
	}
	return text;
}

function main([tag = '']: string[]): void {
	if (!/^v\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/.test(tag)) {
		console.error('Usage: npm run set:links -- v1.2.0');
		process.exitCode = 1;
		return;
	}
	const folder = resolve(__dirname, '..');
	const { homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		homepage: string;
	};
	const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: folder, encoding: 'utf8' });
	for (const file of tracked.split('\0').filter((name) => SHIPPED.test(name))) {
		const text = readFileSync(join(folder, file), 'utf8');
		const changed = withTag(text, homepage.replace(/#.*/, ''), tag);
		if (changed === text) continue;
		writeFileSync(join(folder, file), changed);
		console.log(file);
	}
}

if (require.main === module) main(process.argv.slice(2));
