import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';

import { RESOURCES } from '../../../nodes/MoEngage/resources';
import { FACTS } from '../../operations/facts';

const ROOT = resolve(__dirname, '..', '..', '..');

/** Addresses of this repository's files on GitHub; the npm tarball has none of `docs/`. */
const REPOSITORY = (JSON.parse(read('package.json')) as { homepage: string }).homepage.replace(
	'#readme',
	'/',
);

/** Files of the tarball that the README may link to by a relative address. */
const IN_TARBALL = ['LICENSE.md', 'CHANGELOG.md'];

const README_LINES = 200;

/** Ten minutes. Addresses do not count. */
const README_WORDS = 2_100;

const DOCS = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('.md'))
	.map((file) => `docs/${file}`);

/** Headings of pages of 1.1.0 that moved. Links of editors and of other sites lead there. */
const MOVED: Record<string, string[]> = {
	'docs/operations.md': [
		...['alert-send', 'business-event-trigger', 'business-event-get-many'],
		...['business-event-create', 'campaign-get-many', 'campaign-get-statistics'],
		...['campaign-change-status', 'catalog-item-create-and-update', 'catalog-item-delete'],
		...['catalog-item-get', 'cohort-add-users-and-remove-users', 'device-create-or-update'],
		...['device-block-and-unblock', 'event-track', 'experience-fetch', 'experience-get-many'],
		...['experience-report', 'flow-get-many', 'flow-change-status', 'segment-get-many'],
		...['subscription-get', 'subscription-update', 'subscription-get-many-categories'],
		...['user-create-or-update', 'user-get', 'user-merge', 'user-delete', 'user-erase'],
		...['outputs', 'empty-values', 'attributes', 'dates-in-attributes', 'users'],
		...['times-and-time-zones', 'platforms', 'options'],
	],
	'docs/errors-and-retries.md': [
		...['on-error', 'on-error-and-retries', 'if-moengage-does-not-respond', 'the-failed-item'],
		...['guarantees', 'resend-rules', 'rate-limits-429', 'one-user-with-many-items'],
		...['unknown-outcomes', 'resend-if-outcome-unknown', 'is-a-rerun-safe'],
		...['if-n8n-stops-during-a-run', 'messages-from-moengage', 'rejected-before-sending'],
	],
	'docs/scaling.md': [
		...['requests-and-limits', 'send-50000-items', 'expressions', 'queue-mode', 'throughput'],
		...['limits-with-several-workers', 'several-senders-share-a-limit'],
	],
};

const ALL = RESOURCES.flatMap(({ name: resource, value, operations }) =>
	operations.map((operation) => ({
		title: `${resource} > ${operation.name}`,
		facts: FACTS[`${value}.${operation.value}`],
	})),
);

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

/** The marks of a page that links lead to: headings, and what keeps the address of a heading that moved. */
function fragmentsOf(markdown: string): string[] {
	const kept = [...prose(markdown).matchAll(/<a id="([^"]+)"><\/a>/g)].map(([, id]) => id);
	return [...slugsOf(markdown), ...kept];
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
	const isHeading = file.endsWith('.md') && fragmentsOf(read(file)).includes(fragment);
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

	test('leads to every page of docs/, except what only keeps old addresses', () => {
		const reached = new Set(['README.md']);
		for (const page of reached) {
			if (!PAGES.includes(page)) continue;
			for (const { target } of linksOf(read(page))) {
				const found = destination(page, target);
				if (found !== undefined) reached.add(found.file);
			}
		}
		expect(DOCS.filter((page) => !reached.has(page) && !(page in MOVED))).toEqual([]);
	});

	test('lists every resource, and leads to its page', () => {
		const [, section] = read('README.md').split('\n## Operations\n');
		const listed = linksOf(section).map(({ target }) => target);
		for (const { name } of RESOURCES) {
			const page = `docs/operations/${name.toLowerCase().replaceAll(' ', '-')}.md`;
			expect(listed).toContain(`${REPOSITORY}blob/main/${page}`);
		}
	});

	test.each(ALL)('names the resource of $title beside its key and its host', ({ title, facts }) => {
		const [resource] = title.split(' > ');
		const { tile, address } = facts.endpoint;
		const [, host] = address.split(' ');
		const rows = read('README.md').split('\n');
		const ofKey = rows.find((row) => row.toLowerCase().startsWith(`| ${tile} api key |`));
		const ofHost = rows.find((row) => row.startsWith(`| \`https://${host}-XX.moengage.com\` |`));
		for (const row of [ofKey, ofHost]) expect(row).toMatch(new RegExp(`[|,;] ${resource}[ ,;]`));
	});

	test(`has at most ${README_LINES} lines and ${README_WORDS} words`, () => {
		const text = read('README.md').trim();
		expect(text.split('\n').length).toBeLessThanOrEqual(README_LINES);
		const words = text.replace(/\]\([^)]+\)/g, ']').split(/\s+/);
		expect(words.length).toBeLessThanOrEqual(README_WORDS);
	});
});

test.each(DOCS)('%s leads back to the README', (file) => {
	const files = linksOf(read(file)).map(({ target }) => destination(file, target)?.file);
	expect(files).toContain('README.md');
});

test.each(Object.entries(MOVED))('old links to parts of %s work', (page, fragments) => {
	const text = read(page);
	expect(fragments.filter((fragment) => !fragmentsOf(text).includes(fragment))).toEqual([]);
});

test('every picture is shown on a page', () => {
	const shown = PAGES.flatMap((page) =>
		linksOf(read(page))
			.filter(({ isPicture }) => isPicture)
			.map(({ target }) => destination(page, target)?.file),
	);
	const pictures = ['screenshots', 'drawings'].flatMap((folder) =>
		readdirSync(join(ROOT, 'docs', folder))
			.filter((file) => /\.(png|svg)$/.test(file))
			.map((file) => `docs/${folder}/${file}`),
	);
	expect(pictures.filter((picture) => !shown.includes(picture))).toEqual([]);
});

test.each(PAGES)('the files of tests and scripts that %s names exist', (page) => {
	const named = [...read(page).matchAll(/`((?:test|scripts|\.github|\.ci)\/[\w./-]+)`/g)].map(
		([, file]) => file,
	);
	expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
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

/** n8n's name of a node that starts a workflow: `scheduleTrigger` is a Schedule Trigger. */
const triggerName = (type: string) =>
	type === 'n8n-nodes-base.webhook'
		? 'Webhook'
		: (/\.(\w+Trigger)$/.exec(type)?.[1] ?? '')
				.replace(/^moE/, 'MoE')
				.replace(/^[a-z]/, (letter) => letter.toUpperCase())
				.replace(/([a-z])(Trigger)$/, '$1 $2');

test('the page of examples says of each workflow what starts it', () => {
	const [, starting, byHand] = read('docs/examples.md').split(/\n## .+\n/);
	const rowsIn = (section: string) =>
		[...section.matchAll(/^\|.*\/examples\/([\w-]+\.json)\).*\| (.+) \| .+ \|$/gm)].map(
			([, file, cell]) => ({ file, cell }),
		);
	const missing = [
		...rowsIn(starting),
		...rowsIn(byHand).map(({ file }) => ({ file, cell: 'Manual Trigger' })),
	].flatMap(({ file, cell }) => {
		const { nodes } = JSON.parse(read(`examples/${file}`)) as { nodes: Array<{ type: string }> };
		const triggers = nodes.map(({ type }) => triggerName(type)).filter(Boolean);
		expect([file, triggers]).not.toEqual([file, []]);
		return triggers.filter((name) => !cell.includes(name)).map((name) => `${file}: ${name}`);
	});
	expect(missing).toEqual([]);
	expect(rowsIn(starting).length).toBeGreaterThan(15);
});

/** The rows of a page's section whose first cell is of operations: `Catalog Item > Create, Update`. */
function rowsOf(page: string, heading: string): Array<{ titles: string[]; cells: string[] }> {
	const [, section] = read(page).split(`\n## ${heading}\n`);
	return [...(section ?? '').split('\n## ')[0].matchAll(/^\| (.+?) > (.+?) \| (.+) \|$/gm)].map(
		([, resource, names, rest]) => ({
			titles: names
				.split(', ')
				.filter((name) => !/^with/.test(name))
				.map((name) => `${resource} > ${name}`),
			cells: rest.split(' | '),
		}),
	);
}

test('the page about scaling says of every operation how many items share a request, and the limit', () => {
	const listed = rowsOf('docs/scaling.md', 'Requests and limits').flatMap(({ titles }) => titles);
	expect(ALL.length).toBeGreaterThan(30);
	expect(ALL.filter(({ title }) => !listed.includes(title))).toEqual([]);
});

test('the page of operations lists every one', () => {
	const rows = [...read('docs/operations.md').matchAll(/^\| ([\w ]+) \| (.*\]\(.+) \| .+ \|$/gm)];
	const listed = rows.flatMap(([, resource, links]) =>
		[...links.matchAll(/\[([^\]]+)\]/g)].flatMap(([, names]) =>
			names.split(', ').map((name) => `${resource} > ${name}`),
		),
	);
	expect(ALL.map(({ title }) => title).filter((title) => !listed.includes(title))).toEqual([]);
});

describe('the table "May I run it again?"', () => {
	const ROWS = rowsOf('docs/delivery.md', 'May I run it again?');

	/** What the table says of a class of endpoints: by itself, resends, a user's retry. */
	const SAYS: Record<string, RegExp[]> = {
		read: [/^no effect$/, /^both$/, /^yes$/],
		safe: [/^effectively once$/, /^both$/, /^yes$/],
		safeForMinutes: [
			/^at most once$/,
			/^both, in the \[alert window\]/,
			/^yes, in the alert window$/,
		],
		countsTwice: [/^at most once$/, /^5xx$/, /^yes/],
		reachesCustomers: [/^at most once$/, /^none$/, /^no$/],
	};

	test.each(ALL)('says of $title what the class of its endpoint does', ({ title, facts }) => {
		const [row] = ROWS.filter(({ titles }) => titles.includes(title));
		expect(row).toBeDefined();
		const kind = facts.isRead ? 'read' : facts.endpoint.repeat;
		for (const [index, says] of SAYS[kind].entries()) expect(row.cells[index]).toMatch(says);
	});

	test('warns of a new execution of what messages customers or counts again', () => {
		const warned = ROWS.filter(({ cells }) => /\*\*No: /.test(cells[3])).map(
			({ titles }) => titles,
		);
		expect(warned.flat().sort()).toEqual([
			'Alert > Send',
			'Business Event > Trigger',
			'Event > Track',
			'File Import > Start',
		]);
	});
});
