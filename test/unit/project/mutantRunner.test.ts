import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { ModernFakeTimers } from '@jest/fake-timers';
import fastGlob from 'fast-glob';
import { ModuleMocker } from 'jest-mock';

import { filled } from '../../fixtures/filled';
import { TEST_FILES } from '../../mutants/floors';
import { jestObject } from '../../mutants/jestObject';

const PROJECT = resolve(__dirname, '..', '..', '..');

test('what unit tests ask of jest, the runner of mutants has, which would end at its first run otherwise', () => {
	const asked = fastGlob
		.sync(TEST_FILES, { cwd: PROJECT, absolute: true })
		.flatMap((file) => readFileSync(file, 'utf8').match(/(?<=\bjest\.)\w+/g) ?? []);
	const timers = new ModernFakeTimers({ config: { fakeTimers: {} } as never, global: globalThis });
	const has = Object.keys(jestObject(new ModuleMocker(globalThis), timers));
	expect(filled([...new Set(asked)]).filter((name) => !has.includes(name))).toEqual([]);
	expect(has).toEqual(expect.arrayContaining(['fn', 'spyOn', 'advanceTimersByTimeAsync']));
	expect(has).not.toContain('constructor');
});
