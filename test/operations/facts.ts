import { join } from 'node:path';

import fastGlob from 'fast-glob';

import type { OperationFacts } from './operation';

/** The files of this folder, each of an operation. */
const FILES = fastGlob.sync('*/*.ts', { cwd: __dirname, ignore: ['**/*.test.ts'] }).sort();

/** What each file says, by `resource.operation`. */
export const FACTS: Record<string, OperationFacts> = Object.fromEntries(
	FILES.map((file) => {
		const { default: facts } = module.require(join(__dirname, file)) as { default: OperationFacts };
		return [file.replace('.ts', '').replace('/', '.'), facts];
	}),
);
