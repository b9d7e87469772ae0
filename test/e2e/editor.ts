import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { knownUsers, readExamples, type Example } from '../demo/examples';
import { credentialFields, requestInFull, requestLine } from '../simulator/print';
import { startSimulator, type Simulator } from '../simulator';
import { CACHE } from './n8n/cache';
import { N8nClient, OWNER } from './n8n/client';
import { installN8n } from './n8n/install';
import { withCredential } from './n8n/instance';
import { installPackage } from './n8n/package';
import { freePort, N8nProcess } from './n8n/process';
import { chainOf, n8nNode, triggerNode, webhookUrl } from './n8n/triggers';
import { NEWEST, release } from './n8n/versions';

/*
 * Opens this package in a real n8n on this machine: its tarball installed, the simulator as MoEngage, a credential
 * for it, the workflows of `examples/`, and a published one that MoEngage's side of the simulator can start. What is
 * done in this n8n is kept for the next start.
 */

const USAGE = 'Usage: npm run editor -- [--n8n VERSION] [--port N] [--fresh] [--show-requests]';

const CREDENTIAL = 'MoEngage account';

/** The example to begin with: good items and failed ones, and many items in few requests. */
const FIRST = 'Track the orders of a day';

/** The simulator's, if nothing else listens there: a credential made by hand then holds at the next start, too. */
const SIMULATOR_PORT = 8790;

const HOOK_WORDS = 'editor-webhook-secret';

/** Always the same, so that the command that fires it stays the same. */
const TRIGGER = triggerNode(
	{ source: 'stream' },
	{ webhookId: '0a1c7f42-6d0b-4c39-9a55-2f2f3ab0c001' },
);

const PUBLISHED = chainOf('Calls from MoEngage (published)', [
	TRIGGER,
	n8nNode('Received', 'noOp', 1),
]);

function readArguments() {
	const { values } = parseArgs({
		options: {
			n8n: { type: 'string', default: NEWEST.version },
			port: { type: 'string', default: '5678' },
			fresh: { type: 'boolean', default: false },
			'show-requests': { type: 'boolean', default: false },
		},
	});
	if (!/^\d+$/.test(values.port)) throw new Error(`--port takes a number, not "${values.port}".`);
	return {
		release: release(values.n8n),
		port: Number(values.port),
		fresh: values.fresh,
		print: values['show-requests'] ? requestInFull : requestLine,
	};
}

/** The port that was asked for or, when something else listens there, any free one. */
async function portNear(port: number): Promise<number> {
	const free = await freePort(port).catch(() => undefined);
	return free ?? (await freePort());
}

/**
 * Puts the simulator's credential and the examples into n8n, as far as they are not there yet.
 * @returns the ID of the workflow to begin with
 */
async function furnish(
	client: N8nClient,
	simulator: Simulator,
	examples: Example[],
): Promise<string | undefined> {
	const saved = (await client.credentials()).find(({ name }) => name === CREDENTIAL);
	const data = { ...simulator.credential, webhookSecret: HOOK_WORDS };
	if (saved !== undefined) await client.updateCredential(saved.id, CREDENTIAL, data);
	const id = saved?.id ?? (await client.createCredential(CREDENTIAL, data));
	const present = new Set((await client.workflows()).map(({ name }) => name));
	const missing = examples.filter(({ workflow }) => !present.has(workflow.name));
	for (const { workflow } of missing) await client.createWorkflow(withCredential(workflow, id));
	if (!present.has(PUBLISHED.name)) {
		await client.publish(await client.createWorkflow(withCredential(PUBLISHED, id)));
	}
	return (await client.workflows()).find(({ name }) => name === FIRST)?.id;
}

async function run(settings: ReturnType<typeof readArguments>): Promise<void> {
	const { version } = settings.release;
	await installN8n(settings.release, (line) => console.log(line));

	const userFolder = join(CACHE, `editor-${version}`);
	if (settings.fresh) rmSync(userFolder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true });
	console.log(`Starting n8n ${version} with this package …`);
	installPackage(userFolder);

	const examples = readExamples();
	const simulator = await startSimulator({
		port: await portNear(SIMULATOR_PORT),
		users: knownUsers(examples),
		onRequest: (request) => console.log(settings.print(request)),
	});
	const port = await portNear(settings.port);
	const toStop: Array<{ stop(): Promise<void> }> = [{ stop: () => simulator.close() }];
	let isEnding = false;
	const end = async () => {
		if (isEnding) return;
		isEnding = true;
		// An n8n that is still starting ends with this process.
		await Promise.all(toStop.map((running) => running.stop()));
		console.log('\nEverything has ended.');
		process.exit(0);
	};
	// Ctrl-C may come twice, from the terminal and from npm: the second must not end this before n8n has ended.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(signal, () => void end());
	}

	const n8n = await N8nProcess.start({ release: settings.release, userFolder, port });
	toStop.push(n8n);
	const first = await furnish(await N8nClient.logIn(n8n.origin), simulator, examples);
	console.log(guide(n8n.origin, simulator, examples.length, first));
}

/** What a newcomer does first, and what else is there. */
function guide(origin: string, simulator: Simulator, examples: number, first = ''): string {
	return [
		'',
		`  1. Open     ${origin}/workflow/${first}`,
		`  2. Log in   ${OWNER.email}   ${OWNER.password}`,
		`  3. Choose   Execute workflow. "${FIRST}" sends 292 of 300 orders to the simulator`,
		'',
		`  Examples    ${examples} workflows: ${origin}/home/workflows`,
		`  MoEngage    the simulator at ${simulator.origin}; nothing leaves this machine`,
		`  Credential  "${CREDENTIAL}" is chosen in all of them. To make one by hand (type "MoEngage API"):`,
		...credentialFields(simulator).map((line) => `                ${line}`),
		`                ${'Webhook Secret'.padEnd(22)}${HOOK_WORDS}`,
		`  Trigger     "${PUBLISHED.name}" takes events. Send some, in a second terminal:`,
		`              npm run simulator -- fire stream --to ${webhookUrl(origin, TRIGGER)} --secret ${HOOK_WORDS}`,
		'',
		'Requests to the simulator (with bodies: npm run editor -- --show-requests; Ctrl-C ends everything):',
	].join('\n');
}

function fail(reason: unknown, ...more: string[]): never {
	console.error([reason instanceof Error ? reason.message : reason, ...more].join('\n'));
	process.exit(1);
}

function settingsOrUsage(): ReturnType<typeof readArguments> {
	try {
		return readArguments();
	} catch (reason) {
		return fail(reason, USAGE);
	}
}

run(settingsOrUsage()).catch((reason: unknown) => fail(reason));
