import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { HAND_MADE_MUTANTS } from '../../mutants/handMade';

const ROOT = join(__dirname, '..', '..', '..');

test.each(HAND_MADE_MUTANTS)(
	'the fault "$name" can be put into the code, at one place only',
	({ file, find, replace }) => {
		const source = readFileSync(join(ROOT, file), 'utf8');
		expect(source.split(find)).toHaveLength(2);
		expect(replace).not.toBe(find);
	},
);

test.each(HAND_MADE_MUTANTS)('the tests that notice "$name" exist', ({ killedBy }) => {
	expect(killedBy.length).toBeGreaterThan(0);
	for (const file of killedBy) {
		expect(file).toMatch(/^test\/(unit|engine)\/.*\.test\.ts$/);
		expect(existsSync(join(ROOT, file))).toBe(true);
	}
});

test('each fault has a name of its own', () => {
	const names = HAND_MADE_MUTANTS.map(({ name }) => name);
	expect(names.length).toBeGreaterThanOrEqual(15);
	expect(new Set(names).size).toBe(names.length);
});
