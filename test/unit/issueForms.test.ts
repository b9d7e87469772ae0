import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { parse } from 'yaml';

import { RESOURCES } from '../../nodes/MoEngage/resources';
import { filled } from '../fixtures/filled';

type Field = {
	type: string;
	id?: string;
	attributes: { label?: string; value?: string; options?: unknown[] };
};
type Form = { name: string; description: string; body: Field[] };

const FOLDER = resolve(__dirname, '..', '..', '.github', 'ISSUE_TEMPLATE');

function read<T>(file: string): T {
	return parse(readFileSync(join(FOLDER, file), 'utf8')) as T;
}

const forms = readdirSync(FOLDER).filter((file) => file !== 'config.yml');

// GitHub leaves a form with a fault out of the list without a word.
test.each(forms)('%s is a form that GitHub can show', (file) => {
	const { name, description, body } = read<Form>(file);
	expect([name, description]).toEqual([expect.any(String), expect.any(String)]);
	for (const { type, attributes } of filled(body)) {
		expect(['markdown', 'textarea', 'input', 'dropdown', 'checkboxes']).toContain(type);
		expect(attributes[type === 'markdown' ? 'value' : 'label']).toEqual(expect.any(String));
		// Unquoted, YAML takes yes and no for something other than text, which GitHub refuses.
		if (type === 'dropdown') {
			expect(attributes.options?.map((option) => typeof option)).not.toContain('boolean');
		}
	}
	const ids = body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
	expect(ids).not.toContain(undefined);
	expect(new Set(ids).size).toBe(ids.length);
});

test.each(['bug_report.yml', 'workspace_probe.yml'])(
	'who fills in %s is warned of pasting keys first, and says at the end that there are none',
	(file) => {
		const { body } = read<Form>(file);
		expect(body[0].attributes.value).toContain('Never paste API keys');
		expect(body[body.length - 1].attributes.options).toEqual([
			{ label: expect.stringContaining('no API key') as string, required: true },
		]);
	},
);

test('who reports a bug finds every resource, and the trigger', () => {
	const { body } = read<Form>('bug_report.yml');
	const offered = body.find(({ id }) => id === 'resource')?.attributes.options;
	const resources = RESOURCES.map(({ name }) => name);
	expect(resources.length).toBeGreaterThan(10);
	expect(offered).toEqual(expect.arrayContaining([...resources, 'MoEngage Trigger']));
});

test('who has no bug to report finds the support of MoEngage and the security policy', () => {
	const { contact_links: links } = read<{ contact_links: Array<Record<string, string>> }>(
		'config.yml',
	);
	expect(links.map(({ url }) => new URL(url).host)).toEqual(['help.moengage.com', 'github.com']);
	for (const link of links) expect(Object.keys(link)).toEqual(['name', 'url', 'about']);
});
