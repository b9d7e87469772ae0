/**
 * What a night with 200,000 customers costs in a full n8n: memory of its process, time, and what it stores.
 *
 *     npm run build && npx tsx test/bench/nightly.ts [rows] [part of a title]
 *
 * Rows of six columns come from a server as one list, as from a database. MoEngage's limit per minute is lifted, so that
 * the time is that of n8n and the node alone.
 */
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import axios from 'axios';

import { N8nClient } from '../e2e/n8n/client';
import { installN8n } from '../e2e/n8n/install';
import { withCredential } from '../e2e/n8n/instance';
import { installPackage } from '../e2e/n8n/package';
import { N8nProcess } from '../e2e/n8n/process';
import { NEWEST } from '../e2e/n8n/versions';
import type { SavedWorkflow } from '../engine/engine';

const ROWS = Number(process.argv[2] ?? 200_000);

/** Of the title, if not all are measured. */
const PART = process.argv[3] ?? '';

const MB = 1_000_000;

/** Gives the rows, and accepts what it gets, as MoEngage would. */
async function startServer(): Promise<{ server: Server; url: string; requests(): number }> {
	let requests = 0;
	const rows = JSON.stringify(
		Array.from({ length: ROWS }, (_, index) => ({
			customer_id: `customer-${index}`,
			first_name: 'Jane',
			tier: 'gold',
			points: String(index % 1000),
			last_order_at: '2026-01-31T16:30:00Z',
			city: 'Berlin',
		})),
	);
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		if (request.url === '/rows') return response.end(rows);
		requests += 1;
		request.resume().on('end', () => response.end('{"status":"success","message":"accepted"}'));
		return undefined;
	}).listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	return { server, url: `http://127.0.0.1:${port}`, requests: () => requests };
}

function workflowOf(url: string, options: object, isSaved: boolean): SavedWorkflow {
	const node = (name: string, type: string, typeVersion: number, parameters: object) => ({
		...{ id: name, name, type, typeVersion, position: [0, 0], parameters },
		...(name === 'Night' && { webhookId: 'night' }),
	});
	const attribute = (name: string, type: string) => ({
		...{ id: name, name, type, value: `={{ $json.${name} }}` },
	});
	const link = (to: string) => ({ main: [[{ node: to, type: 'main', index: 0 }]] });
	return {
		name: 'Night',
		nodes: [
			node('Night', 'n8n-nodes-base.webhook', 2, {
				path: 'night',
				responseMode: 'lastNode',
				responseData: 'noData',
			}),
			node('Rows', 'n8n-nodes-base.httpRequest', 4.2, { url: `${url}/rows`, options: {} }),
			{
				...node('Users', 'n8n-nodes-moengage.moEngage', 1, {
					resource: 'user',
					operation: 'upsert',
					customerId: '={{ $json.customer_id }}',
					attributes: {
						assignments: [
							attribute('first_name', 'string'),
							attribute('tier', 'string'),
							attribute('points', 'number'),
							attribute('last_order_at', 'dateTime'),
							attribute('city', 'string'),
						],
					},
					options: { eventsPerMinute: 10_000_000, ...options },
				}),
				onError: 'continueErrorOutput',
			},
		],
		connections: { Night: link('Rows'), Rows: link('Users') },
		settings: { executionOrder: 'v1', saveDataSuccessExecution: isSaved ? 'all' : 'none' },
	} as unknown as SavedWorkflow;
}

/** Most memory that a process has had, in bytes. */
function peakOf(pid: number): number {
	const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
	return Number(kilobytes) * 1024;
}

async function measure(title: string, options: object, isSaved: boolean): Promise<void> {
	const chosen = NEWEST;
	await installN8n(chosen, console.log);
	const userFolder = mkdtempSync(join(tmpdir(), 'n8n-night-'));
	installPackage(userFolder);
	const { server, url, requests } = await startServer();
	const n8n = await N8nProcess.start({ release: chosen, userFolder });
	try {
		const client = await N8nClient.logIn(n8n.origin);
		const credentialId = await client.createCredential('MoEngage account', {
			dataCenter: 'custom',
			apiBaseUrl: url,
			workspaceId: 'NIGHT',
			dataApiKey: 'not-a-real-key',
		});
		const id = await client.createWorkflow(
			withCredential(workflowOf(url, options, isSaved), credentialId),
		);
		await client.publish(id);
		const idle = peakOf(n8n.pid);
		const started = Date.now();
		await axios.get(`${n8n.origin}/webhook/night`, { timeout: 3_600_000 });
		const seconds = (Date.now() - started) / 1000;
		const peak = peakOf(n8n.pid);
		await new Promise((resolve) => setTimeout(resolve, 5000));
		const files = ['database.sqlite', 'database.sqlite-wal'].map((file) =>
			join(userFolder, '.n8n', file),
		);
		const stored = files.map((file) => {
			try {
				return statSync(file).size;
			} catch {
				return 0;
			}
		});
		console.log(
			`${title}: ${ROWS} rows, ${requests()} requests, ${Math.round(seconds)} s, n8n's process ${Math.round(peak / MB)} MB (${Math.round(idle / MB)} MB before), database ${Math.round(stored.reduce((a, b) => a + b) / MB)} MB`,
		);
	} finally {
		await n8n.stop();
		server.close();
		rmSync(userFolder, { recursive: true, force: true });
	}
}

async function main(): Promise<void> {
	for (const [title, sendVia, isSaved] of [
		['Track User', 'trackUser', false],
		['Bulk Import', 'bulkImport', false],
		['Bulk Import, execution saved', 'bulkImport', true],
	] as const) {
		if (title.includes(PART)) await measure(title, { sendVia }, isSaved);
	}
}

void main();
