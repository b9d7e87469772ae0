import { gzipSync } from 'node:zlib';

import type { INode } from 'n8n-workflow';

import {
	callOnce,
	sampleAlert,
	streamBatches,
	streamEvents,
	type Call,
} from '../../simulator/webhooks';
import { cpuOf } from '../n8n/cpu';
import { withCredential } from '../n8n/instance';
import { chainOf, ownWebhook, triggerNode, webhookUrl } from '../n8n/triggers';
import { useInstance } from '../n8n/useInstance';

/*
 * Calls that are not from MoEngage, in numbers. Each costs n8n 2 about 50 ms of CPU before the node is asked: it makes
 * an engine for expressions for every call of every trigger, n8n's own Webhook node with a credential included.
 */

const HOOK_WORDS = 'hook-secret-91d3c5';

/** Ten thousand calls take a quarter of an hour; FLOOD=10000 asks for them. */
const FLOOD = Number(process.env.FLOOD ?? 600);

const UNDER_WAY = 50;

const FUZZED = Number(process.env.FUZZED ?? 2000);

const instance = useInstance();

let credentialId: string;

beforeAll(async () => {
	const { client, simulator } = instance();
	const data = { ...simulator.credential, webhookSecret: HOOK_WORDS };
	credentialId = await client.createCredential('With a secret', data);
});

async function publish(trigger: INode): Promise<{ id: string; url: URL }> {
	const { client, n8n } = instance();
	const workflow = withCredential(chainOf(`By ${trigger.name}`, [trigger]), credentialId);
	const id = await client.createWorkflow(workflow);
	await client.publish(id);
	return { id, url: new URL(webhookUrl(n8n.origin, trigger)) };
}

/** n8n's own Webhook node, with a header as its authentication. */
async function publishOwn(): Promise<URL> {
	const { client, n8n } = instance();
	const header = { name: 'X-Webhook-Secret', value: HOOK_WORDS };
	const id = await client.createCredential('Header', header, 'httpHeaderAuth');
	const webhook = ownWebhook('own', id);
	await client.publish(await client.createWorkflow(chainOf('Own', [webhook])));
	return new URL(`${n8n.origin}/webhook/own`);
}

/** Makes calls, so many at the same time. @returns how often each status came back, and CPU per call */
async function flood(
	url: URL,
	count: number,
	callOf: (index: number) => Call,
): Promise<{ statuses: Map<number, number>; cpu: number }> {
	const statuses = new Map<number, number>();
	const before = cpuOf(instance().n8n.pid);
	let next = 0;
	const callNext = async (): Promise<void> => {
		while (next < count) {
			const { status } = await callOnce(url, callOf(next++));
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}
	};
	await Promise.all(Array.from({ length: UNDER_WAY }, callNext));
	return { statuses, cpu: (cpuOf(instance().n8n.pid) - before) / count };
}

const BODY = Buffer.from(JSON.stringify(streamBatches(streamEvents(1))[0]));

const withSecret = (secret: string): Call => ({
	method: 'POST',
	headers: { 'Content-Type': 'application/json', 'X-Webhook-Secret': secret },
	body: BODY,
});

test('refused calls cost about as much CPU as those of n8n’s own Webhook node, and n8n stays healthy', async () => {
	const { client, n8n } = instance();
	const own = await publishOwn();
	const { id, url } = await publish(triggerNode({ source: 'stream' }));
	await flood(own, 50, () => withSecret('wrong'));
	await flood(url, 50, () => withSecret('wrong'));
	const byOwn = await flood(own, 300, () => withSecret('wrong'));
	expect([...byOwn.statuses]).toEqual([[403, 300]]);

	const health: number[] = [];
	let isOver = false;
	const watch = (async () => {
		while (!isOver) {
			const call = { method: 'GET', headers: {} };
			health.push((await callOnce(new URL(`${n8n.origin}/healthz`), call)).status);
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	})();
	const wrong = await flood(url, FLOOD / 2, (index) => withSecret(`wrong-${index}`));
	const missing = await flood(url, FLOOD / 2, () => withSecret(''));
	isOver = true;
	await watch;
	process.stdout.write(
		`CPU of a refused call: n8n's own Webhook ${byOwn.cpu.toFixed(1)} ms, trigger ${wrong.cpu.toFixed(1)} ms, without any secret ${missing.cpu.toFixed(1)} ms\n`,
	);
	for (const { statuses } of [wrong, missing]) expect([...statuses]).toEqual([[401, FLOOD / 2]]);
	expect(new Set(health)).toEqual(new Set([200]));
	expect((await client.executionsOf(id)).size).toBe(0);
	// Two reads of the credential that wait for each other must not cost each call one of its own.
	expect(wrong.cpu).toBeLessThanOrEqual(byOwn.cpu * 1.5 + 5);
	expect(missing.cpu).toBeLessThanOrEqual(byOwn.cpu * 1.3 + 5);
}, 1_800_000);

/** Numbers that look random, and are the same each time. */
function randomFrom(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state % below;
	};
}

const TYPES = [
	'application/json',
	'application/json; charset=utf-16',
	'text/plain',
	'application/x-www-form-urlencoded',
	'application/xml',
	'multipart/form-data; boundary=x',
	'multipart/form-data',
	'application/octet-stream',
	'',
];

const BODIES: Array<() => Buffer> = [
	() => BODY,
	() => Buffer.from(JSON.stringify(sampleAlert('CAMPAIGN_STATS'))),
	() => Buffer.from('{"events":[{"__proto__":{"a":1}},{"constructor":{"prototype":{}}}]}'),
	() => Buffer.from('{"events":'),
	() => Buffer.from(`${'['.repeat(20_000)}${']'.repeat(20_000)}`),
	() => Buffer.from('null'),
	() => Buffer.from('"text"'),
	() => Buffer.from('<a><b>1</b></a>'),
	() => Buffer.from('<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'),
	() => Buffer.from('events[]=1&__proto__[a]=1'),
	() => Buffer.from('--x\r\nContent-Disposition: form-data; name="events"\r\n\r\n1\r\n--x--\r\n'),
	() => Buffer.from('--x\r\nbroken'),
	() => Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x00]),
	() => Buffer.alloc(0),
	() => Buffer.alloc(100_000, 0x20),
	() => gzipSync(BODY),
];

/** Headers that show nothing, or something wrong. */
const SHOWN: Array<Record<string, string>> = [
	{},
	{ Authorization: 'Bearer ' },
	{ Authorization: 'Bearer wrong' },
	{ Authorization: `Basic ${Buffer.from(`${HOOK_WORDS}:`).toString('base64')}` },
	{ Authorization: 'Basic %%%' },
	{ Authorization: `Digest ${HOOK_WORDS}` },
	{ Authorization: HOOK_WORDS },
	{ 'X-Webhook-Secret': `${HOOK_WORDS}${HOOK_WORDS}` },
	{ 'X-Webhook-Secret': 'x'.repeat(7000) },
	{ 'X-Webhook-Secret': `${HOOK_WORDS},${HOOK_WORDS}` },
	{ Signature: '0'.repeat(64) },
	{ Signature: 'x' },
	{ Cookie: `X-Webhook-Secret=${HOOK_WORDS}` },
];

/** Around the limits of n8n: 16 MB of a body. */
const LARGE = 16 * 1024 * 1024;

test(`${FUZZED} odd calls without the secret start nothing, and n8n lives on`, async () => {
	const { client, n8n } = instance();
	const triggers = [
		await publish(triggerNode({ source: 'stream' }, { name: 'Streams' })),
		await publish(triggerNode({ source: 'alert' }, { name: 'Alert' })),
		await publish(triggerNode({ source: 'connector' }, { name: 'Connector' })),
	];
	const random = randomFrom(20_261_124);
	const pick = <T>(list: T[]): T => list[random(list.length)];
	const statuses = new Map<number, number>();
	let next = 0;
	const callNext = async (): Promise<void> => {
		while (next < FUZZED) {
			const index = next++;
			const isLarge = index % 400 === 7;
			const contentType = pick(TYPES);
			const url = new URL(pick(triggers).url);
			if (random(10) === 0) url.searchParams.set('secret', HOOK_WORDS);
			const call = {
				method:
					random(10) < 8 ? 'POST' : pick(['GET', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']),
				headers: {
					...(contentType !== '' && { 'Content-Type': contentType }),
					...(random(8) === 0 && { 'Content-Encoding': pick(['gzip', 'deflate', 'br', 'x']) }),
					...pick(SHOWN),
				},
				body: isLarge ? Buffer.alloc(LARGE + random(3) - 1, 0x20) : pick(BODIES)(),
			};
			// n8n never answers a body that is not compressed as its header says.
			const { status } = await callOnce(url, call, 5000);
			statuses.set(status, (statuses.get(status) ?? 0) + 1);
		}
	};
	await Promise.all(Array.from({ length: 20 }, callNext));
	process.stdout.write(`Odd calls by status: ${JSON.stringify([...statuses].sort())}\n`);
	expect(statuses.get(401) ?? 0).toBeGreaterThan(FUZZED / 4);
	expect(statuses.get(200) ?? 0).toBe(0);
	for (const { id } of triggers) expect((await client.executionsOf(id)).size).toBe(0);

	const [{ id, url }] = triggers;
	expect((await callOnce(url, withSecret(HOOK_WORDS))).status).toBe(200);
	const health = await callOnce(new URL(`${n8n.origin}/healthz`), { method: 'GET', headers: {} });
	expect(health.status).toBe(200);
	expect(await client.started(id, 1)).toHaveLength(1);
}, 900_000);
