import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { documentation } from '../../nodes/MoEngage/transport/documentation';
import { withTag } from '../../scripts/links';

const ROOT = resolve(__dirname, '..', '..');
const REPOSITORY = 'https://github.com/acme/n8n-nodes-moengage';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

describe('links of a published version', () => {
	test.each([
		['a page', 'blob/main/docs/values.md#users', 'blob/v1.2.0/docs/values.md#users'],
		['a folder', 'tree/main/examples', 'tree/v1.2.0/examples'],
		['an issue', 'issues/new/choose', 'issues/new/choose'],
		['a branch of another name', 'blob/mainline/a.md', 'blob/mainline/a.md'],
		['a tag', 'blob/v1.1.0/a.md', 'blob/v1.1.0/a.md'],
	])('lead from %s to that of its tag', (_, link, expected) => {
		const text = `See [here](${REPOSITORY}/${link}), and [again](${REPOSITORY}/${link}).`;
		expect(withTag(text, REPOSITORY, 'v1.2.0')).toBe(
			`See [here](${REPOSITORY}/${expected}), and [again](${REPOSITORY}/${expected}).`,
		);
	});

	test('of other projects stay', () => {
		const text = '[n8n](https://github.com/n8n-io/n8n/blob/main/README.md)';
		expect(withTag(text, REPOSITORY, 'v1.2.0')).toBe(text);
	});

	/** What of the package links to the repository. */
	const sources = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => /\.(ts|json)$/.test(file))
			.map((file) => join(folder, file)),
	);

	test('all are found: none of the package leads to the main branch afterwards', () => {
		const [repository] = documentation('').split('/blob/');
		const linking = [...sources, 'README.md'].filter((file) => read(file).includes('/blob/main/'));
		expect(linking.length).toBeGreaterThan(3);
		for (const file of linking) {
			expect(withTag(read(file), repository, 'v1.2.0')).not.toContain('/blob/main/');
		}
	});
});

describe('the workflows that test and publish', () => {
	const WORKFLOWS = readdirSync(join(ROOT, '.github/workflows')).map((file) => ({
		file,
		text: read(`.github/workflows/${file}`),
	}));

	test('name each action of others by its commit, with the version beside it', () => {
		const uses = WORKFLOWS.flatMap(({ text }) => [...text.matchAll(/uses: (?!\.\/)(.+)/g)]);
		expect(uses.length).toBeGreaterThan(5);
		for (const [, action] of uses) {
			expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	test('publish what leads to its own documents, after somebody has approved it', () => {
		const { text } = WORKFLOWS.filter(({ file }) => file === 'publish.yml')[0];
		const [, publish] = text.split('\n  publish:\n');
		expect(publish).toContain('environment: npm');
		expect(publish.indexOf('set:links')).toBeGreaterThan(0);
		expect(publish.indexOf('set:links')).toBeLessThan(publish.indexOf('n8n-node release'));
	});
});
