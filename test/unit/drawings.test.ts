import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { drawn } from '../../scripts/drawings/form';
import { FORMS } from '../../scripts/drawings/forms';

const FOLDER = resolve(__dirname, '..', '..', 'docs', 'drawings');

const NAMES = Object.keys(FORMS);

const rowsOf = (name: string) => FORMS[name].rows;

test('docs/drawings/ has what is drawn, and nothing else: else run "npm run drawings"', () => {
	expect(readdirSync(FOLDER).sort()).toEqual(NAMES.map((name) => `${name}.svg`).sort());
	for (const name of NAMES) {
		expect(readFileSync(join(FOLDER, `${name}.svg`), 'utf8')).toBe(drawn(FORMS[name]));
	}
});

test.each(NAMES)('%s says that it is a drawing, and each text has room', (name) => {
	expect(FORMS[name].note).toContain('Drawing, not a picture');
	for (const { label, value, n8n = '' } of rowsOf(name)) {
		expect([label, label.length <= 60]).toEqual([label, true]);
		expect([value, value.length <= 52]).toEqual([value, true]);
		expect([n8n, n8n.length <= 34]).toEqual([n8n, true]);
	}
});

test('what a drawing has cannot become markup', () => {
	const [path, value] = ['A > B & <script>', '"<img onerror=x>"'];
	const svg = drawn({ path, rows: [{ label: 'a', value }], note: 'Drawing' });
	expect(svg).not.toMatch(/<script|<img/);
	expect(svg).toContain('A &gt; B &amp; &lt;script&gt;');
});

test('the pages of MoEngage have the names that the panel of the trigger gives them', () => {
	const panel = readFileSync(resolve(__dirname, '../../nodes/MoEngageTrigger/setUp.ts'), 'utf8');
	for (const words of ['Alert management', 'Send Alerts On', 'X-Webhook-Secret', 'Connectors']) {
		expect(panel).toContain(words);
		expect(NAMES.map((name) => drawn(FORMS[name])).join()).toContain(words);
	}
});
