import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';

import { RESOURCES } from '../../../nodes/MoEngage/resources';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Addresses of this repository's files on GitHub; the npm tarball has none of `docs/`. */
const REPOSITORY = (JSON.parse(read('package.json')) as { homepage: string }).homepage.replace(
	'#readme',
	'/',
);

/** Files of the tarball that the README may link to by a relative address. */
const IN_TARBALL = ['LICENSE.md', 'CHANGELOG.md'];

const README_LINES = 300;

const DOCS = readdirSync(join(ROOT, 'docs'))
	.filter((file) => file.endsWith('.md'))
	.map((file) => `docs/${file}`);

const PAGES = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...DOCS];

type Link = { target: string; isPicture: boolean };

function read(file: string): string {
	return readFileSync(join(ROOT, file), 'utf8');
}

/** Without code, whose brackets and number signs are neither links nor headings. */
function prose(markdown: string): string {
	return markdown.replace(/^[ \t]*(`{3,})[^]*?^[ \t]*\1[ \t]*$/gm, '');
}

function linksOf(markdown: string): Link[] {
	const text = prose(markdown).replace(/`[^`\n]*`/g, '');
	// A picture may itself be the text of a link.
	const inline = [...text.matchAll(/(!\[[^\]]*)?\]\(\s*<?([^\s)>]+)/g)].map(([, mark, target]) => ({
		target,
		isPicture: mark !== undefined,
	}));
	const html = [...text.matchAll(/<(a|img)\b[^>]*?\b(?:href|src)="([^"]*)"/g)].map(
		([, tag, target]) => ({ target, isPicture: tag === 'img' }),
	);
	const references = [...text.matchAll(/^\[[^\]]+\]:\s+(\S+)/gm)].map(([, target]) => ({
		target,
		isPicture: false,
	}));
	return [...inline, ...html, ...references];
}

/** The fragments of a page's headings, as GitHub makes them: repeated ones are numbered. */
function slugsOf(markdown: string): string[] {
	const seen = new Map<string, number>();
	return [...prose(markdown).matchAll(/^#{1,6} +(.+?) *#*$/gm)].map(([, heading]) => {
		const slug = heading
			.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
			.toLowerCase()
			.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
			.replaceAll(' ', '-');
		const times = seen.get(slug) ?? 0;
		seen.set(slug, times + 1);
		return times === 0 ? slug : `${slug}-${times}`;
	});
}

/** The file of this repository that a link on a page leads to; `undefined` for other sites and parts of GitHub. */
function destination(page: string, target: string): { file: string; fragment: string } | undefined {
	const own = target.startsWith(REPOSITORY)
		? /^(?:blob|tree)\/main\/(.*)$/.exec(target.slice(REPOSITORY.length))?.[1]
		: undefined;
	if (own === undefined && /^([a-z][a-z\d+.-]*:|\/\/)/i.test(target)) return undefined;
	const [path, fragment = ''] = decodeURI(own ?? target).split('#');
	if (own !== undefined) return { file: path, fragment };
	return { file: path === '' ? page : posix.join(dirname(page), path), fragment };
}

/** Why a link leads nowhere; `undefined` if it does not. */
function fault(page: string, { target }: Link): string | undefined {
	const found = destination(page, target);
	if (found === undefined) return undefined;
	const { file, fragment } = found;
	if (file.startsWith('..') || !existsSync(join(ROOT, file))) return `${target}: no such file`;
	if (fragment === '') return undefined;
	const isHeading = file.endsWith('.md') && slugsOf(read(file)).includes(fragment);
	return isHeading ? undefined : `${target}: no such heading`;
}

describe('links', () => {
	test.each(PAGES)('of %s lead to files and headings that exist', (page) => {
		const faults = linksOf(read(page)).map((link) => fault(page, link));
		expect(faults.filter((one) => one !== undefined)).toEqual([]);
	});

	test.each([
		['a file that does not exist', 'docs/nowhere.md', 'no such file'],
		['a heading that does not exist', '#nowhere', 'no such heading'],
		['a heading of another page', 'docs/scaling.md#installation', 'no such heading'],
		['a file on GitHub', `${REPOSITORY}blob/main/docs/nowhere.md`, 'no such file'],
		['a heading on GitHub', `${REPOSITORY}blob/main/README.md#nowhere`, 'no such heading'],
		['a file outside of the repository', '../README.md', 'no such file'],
	])('to %s are found', (_, target, reason) => {
		const [link] = linksOf(`See [here](${target}).`);
		expect(fault('README.md', link)).toBe(`${target}: ${reason}`);
	});

	test('are found in every form, except in code', () => {
		const markdown = [
			'[![picture](a.png)](b.md) and <img src="c.png" alt=""> and [wrapped\ntext](d.md)',
			'`[code](e.md)`',
			'```md\n[code](f.md)\n```',
			'1. Item\n\n   ```md\n   [code](f.md)\n   ```',
			'[reference]: g.md',
		].join('\n');
		const targets = linksOf(markdown).map(({ target }) => target);
		expect(targets.sort()).toEqual(['a.png', 'b.md', 'c.png', 'd.md', 'g.md']);
	});
});

test.each([
	['# Business Event: Trigger', 'business-event-trigger'],
	['## Is a rerun safe?', 'is-a-rerun-safe'],
	['### Rate limits (429)', 'rate-limits-429'],
	['## Send 50,000 `items` of [n8n](https://n8n.io)', 'send-50000-items-of-n8n'],
	['## Create & update', 'create--update'],
])('the heading "%s" has the fragment that GitHub gives it', (heading, slug) => {
	expect(slugsOf(`${heading}\n\n${heading}\n`)).toEqual([slug, `${slug}-1`]);
});

describe('the README', () => {
	const links = linksOf(read('README.md'));

	test('has absolute links only, except to what the tarball has, to its own headings and to pictures', () => {
		const relative = links.filter(
			({ target, isPicture }) => !isPicture && !/^(https:|#)/.test(target),
		);
		expect(relative.map(({ target }) => target).filter((to) => !IN_TARBALL.includes(to))).toEqual(
			[],
		);
	});

	test.each(DOCS)('links to %s', (file) => {
		const targets = links.map(({ target }) => target.split('#')[0]);
		expect(targets).toContain(`${REPOSITORY}blob/main/${file}`);
	});

	test(`has at most ${README_LINES} lines`, () => {
		expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(README_LINES);
	});
});

test.each(DOCS)('%s leads back to the README', (file) => {
	const files = linksOf(read(file)).map(({ target }) => destination(file, target)?.file);
	expect(files).toContain('README.md');
});

test('every picture is shown on a page', () => {
	const shown = PAGES.flatMap((page) =>
		linksOf(read(page))
			.filter(({ isPicture }) => isPicture)
			.map(({ target }) => destination(page, target)?.file),
	);
	const pictures = readdirSync(join(ROOT, 'docs', 'screenshots'))
		.filter((file) => file.endsWith('.png'))
		.map((file) => `docs/screenshots/${file}`);
	expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
});

test('every workflow of examples/ is listed under its name', () => {
	const page = read('docs/examples.md');
	const files = readdirSync(join(ROOT, 'examples')).filter((file) => file.endsWith('.json'));
	const links = files.map((file) => {
		const { name } = JSON.parse(read(`examples/${file}`)) as { name: string };
		return `[${name}](../examples/${file})`;
	});
	expect(links.filter((link) => !page.includes(link))).toEqual([]);
});

test('the page about scaling says of every operation how many items share a request, and the limit', () => {
	const [, section] = /^## Requests and limits\n([^]+?)^## /m.exec(read('docs/scaling.md')) ?? [];
	const rows = [...(section ?? '').matchAll(/^\| (.+?) > (.+?) \| .+ \| .+ \|$/gm)];
	const listed = rows.flatMap(([, resource, names]) =>
		names.split(', ').map((name) => `${resource} > ${name}`),
	);
	const all = RESOURCES.flatMap(({ name: resource, operations }) =>
		operations.map(({ name }) => `${resource} > ${name}`),
	);
	expect(all.length).toBeGreaterThan(30);
	expect(all.filter((operation) => !listed.includes(operation))).toEqual([]);
});
