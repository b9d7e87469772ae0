import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';

import { FOLDER, RETAKE } from './pictures';

/** `npm run screenshots`: the browser suite, whose pictures replace those of the README and of docs/. */
rmSync(FOLDER, { recursive: true, force: true });
const { status } = spawnSync(
	process.execPath,
	[
		require.resolve('jest/bin/jest'),
		'-c',
		'test/e2e/jest.config.js',
		'--selectProjects',
		'browser',
	],
	{ stdio: 'inherit', env: { ...process.env, [RETAKE]: '1' } },
);
process.exitCode = status ?? 1;
