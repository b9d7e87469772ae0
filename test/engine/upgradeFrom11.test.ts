import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { DIFFERENCES } from '../fixtures/olderVersions/differences';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const ROOT = join(__dirname, '..', '..');
const before = JSON.parse(
	readFileSync(join(ROOT, 'test', 'fixtures', 'olderVersions', '1.1-differences.json'), 'utf8'),
) as Record<string, unknown>;

/** The entries of "Upgrade from 1.1" in the change log, each on one line. */
function entriesOfChangeLog(): string[] {
	const [, section] = readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8').split(
		'### Upgrade from 1.1\n',
	);
	const [, ...entries] = section.split('\n### ')[0].split(/^- /m);
	return entries.map((entry) => entry.replace(/\s+/g, ' '));
}

const { engine, simulator } = useEngine({ startEngine: () => Engine.start() });

test('each entry of the change log has a saved workflow that meets it, and the other way round', () => {
	const names = DIFFERENCES.map(({ entry }) => entry);
	const nameOf = (entry: string) => names.filter((name) => entry.startsWith(name));
	expect(entriesOfChangeLog().map(nameOf)).toEqual(names.map((name) => [name]));
	expect(Object.keys(before)).toEqual(names);
});

describe('a saved workflow of version 1.1 is run otherwise on purpose', () => {
	test.each(DIFFERENCES)('$entry', async ({ entry, run, now }) => {
		expect(before[entry]).not.toEqual(now);
		expect(await run({ engine, simulator })).toEqual(now);
	});
});
