import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

import { readEnvironment } from '../../../scripts/probe/environment';
import { startSimulator, type Simulator } from '../../simulator';

const ROOT = resolve(__dirname, '..', '..', '..');

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
afterAll(async () => await simulator.close());

type Ended = { code?: number; stdout: string; stderr: string };

/** As `npm run probe` runs it, without the environment of this process. */
async function run(parts: string[], environment: Record<string, string>): Promise<Ended> {
	const script = join(ROOT, 'scripts', 'probe', 'cli.ts');
	const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment };
	try {
		return await promisify(execFile)('npx', ['tsx', script, ...parts], { cwd: ROOT, env });
	} catch (error) {
		return error as Ended;
	}
}

const environment = () => ({
	MOENGAGE_DATA_CENTER: 'custom',
	MOENGAGE_API_BASE_URL: simulator.credential.apiBaseUrl,
	MOENGAGE_WORKSPACE_ID: ` ${simulator.credential.workspaceId} `,
	MOENGAGE_DATA_API_KEY: simulator.credential.dataApiKey,
});

test('prints the report alone, and the progress beside it', async () => {
	const { stdout, stderr } = await run([], environment());
	expect(stdout).toMatch(/^## Probe of a MoEngage workspace\n/);
	expect(stdout).not.toContain('Asking');
	expect(stderr).toContain('Asking: Test Connection\n');
	expect(simulator.requests.length).toBeGreaterThan(5);
});

test('without a workspace it names what is missing, and how to give it', async () => {
	const { code, stdout, stderr } = await run([], { MOENGAGE_DATA_CENTER: '01' });
	expect(code).toBe(2);
	expect(stdout).toBe('');
	expect(stderr).toMatch(/no Workspace ID[^]*MOENGAGE_WORKSPACE_ID/);
});

test('every variable of the help is read, and nothing else', () => {
	const given = Object.fromEntries(
		['DATA_CENTER', 'WORKSPACE_ID', 'API_KEY', 'API_BASE_URL', 'PUSH_API_KEY'].map((name) => [
			`MOENGAGE_${name}`,
			name,
		]),
	);
	expect(readEnvironment({ ...given, PATH: '/bin', MOENGAGE_INFORM_API_KEY: ' ' })).toEqual({
		dataCenter: 'DATA_CENTER',
		workspaceId: 'WORKSPACE_ID',
		apiKey: 'API_KEY',
		apiBaseUrl: 'API_BASE_URL',
		pushApiKey: 'PUSH_API_KEY',
	});
});
