import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { ALERT_TYPES, signatureOf } from '../../../simulator/webhooks';
import { fire } from '../../../simulator/webhooks/fire';
import { FIRE_USAGE, readFireArguments } from '../../../simulator/webhooks/fireArguments';

const TO = '--to http://127.0.0.1:5678/webhook/x';

describe('the arguments of "fire"', () => {
	it.each([
		['stream', { kind: 'none' }, { source: 'stream', events: 100, batchSize: 100, codes: [] }],
		[
			'stream --secret s --events 5 --batch 2 --codes A,B',
			{ kind: 'bearer', secret: 's' },
			{ source: 'stream', events: 5, batchSize: 2, codes: ['A', 'B'] },
		],
		[
			'alert --key k --type all',
			{ kind: 'none' },
			{ source: 'alert', key: 'k', types: ALERT_TYPES },
		],
		[
			'connector --secret s --auth basic --method GET --query a=1 --query b=x=y --retries',
			{ kind: 'basic', user: 'moengage', password: 's' },
			{
				source: 'connector',
				call: { method: 'GET', repeats: true, query: { a: '1', b: 'x=y' } },
			},
		],
		[
			'connector --secret s --auth header --body [{"a":1}]',
			{ kind: 'header', name: 'X-Webhook-Secret', value: 's' },
			{ source: 'connector', call: { method: 'POST', repeats: false, body: [{ a: 1 }] } },
		],
		[
			'connector --method PUT --body 5',
			{ kind: 'none' },
			{ source: 'connector', call: { method: 'PUT', repeats: false, body: '5' } },
		],
		[
			'segment --secret s --auth basic --users 250 --removed 5 --batch 100',
			{ kind: 'basic', user: 'moengage', password: 's' },
			{ source: 'segment', added: 250, removed: 5, batchSize: 100 },
		],
	])('%s', (text, auth, shot) => {
		expect(readFireArguments(`${text} ${TO}`.split(' '))).toEqual({
			url: 'http://127.0.0.1:5678/webhook/x',
			auth,
			secondMs: 1000,
			shot,
		});
	});

	it.each([
		['', /^fire takes one of stream, alert, connector, segment, not ""/],
		['streams', /not "streams"/],
		['stream', 'fire needs --to, the URL of the webhook.'],
		[`stream ${TO} --events x`, '--events takes a whole number, not "x".'],
		[`stream ${TO} --batch 0`, '--batch takes at least 1.'],
		[`stream ${TO} --key k`, 'fire stream has no --key.'],
		[`alert ${TO} --secret s`, 'fire alert has no --secret.'],
		[`segment ${TO} --events 5`, 'fire segment has no --events.'],
		[`stream ${TO} --users 5`, 'fire stream has no --users.'],
		[`connector ${TO} --method PATCH`, /^--method takes one of POST, PUT, GET, DELETE/],
		[`connector ${TO} --query a`, '--query takes NAME=VALUE, not "a".'],
		[`connector ${TO} --auth basic`, '--auth needs --secret.'],
		[`connector now ${TO}`, 'fire connector takes options only, not "now".'],
		[`stream ${TO} --speed 3`, /--speed/],
	])('"%s" is refused in words', (text, words) => {
		expect(() => readFireArguments(text.split(' '))).toThrow(words);
	});

	it.each(['--to', '--secret', '--events', '--codes', '--key', '--type', '--retries', '--second'])(
		'have %s in their usage',
		(word) => expect(FIRE_USAGE).toContain(word),
	);
});

describe('fire', () => {
	let server: Server;
	let bodies: string[];
	let headers: IncomingHttpHeaders[];
	let status: number;

	beforeEach(async () => {
		[bodies, headers, status] = [[], [], 200];
		server = createServer((request, response) => {
			let body = '';
			request.on('data', (chunk: Buffer) => (body += chunk.toString()));
			request.on('end', () => {
				bodies.push(body);
				headers.push(request.headers);
				response.writeHead(status).end();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(async () => await new Promise((resolve) => server.close(resolve)));

	async function shoot(text: string) {
		const lines: string[] = [];
		const { port } = server.address() as AddressInfo;
		const to = `http://localhost:${port}/webhook/x`;
		const counts = await fire([...text.split(' '), '--to', to], (line) => lines.push(line));
		return { counts, lines };
	}

	it('sends all batches, and says what became of them, without the secret', async () => {
		const { counts, lines } = await shoot('stream --events 5 --batch 2 --secret h1dden');
		expect(counts).toMatchObject({ taken: 3, lost: 0, eventsTaken: 5 });
		expect(lines).toHaveLength(4);
		for (const line of lines.slice(0, 3)) expect(line).toMatch(/ POST \d+ bytes 200 after \d+ ms$/);
		expect(lines[3]).toBe('Taken: 3 (5 events). Tries that were not: 0. Lost: 0.');
		expect(lines.join()).not.toContain('h1dden');
		expect(headers.map(({ authorization }) => authorization)).toEqual(
			bodies.map(() => 'Bearer h1dden'),
		);
	});

	it('sends the pages of a segment sync until one is not answered with JSON', async () => {
		const { counts, lines } = await shoot('segment --users 250 --removed 5 --batch 100 --second 1');
		expect(counts).toMatchObject({ taken: 0, refused: 4, lost: 1 });
		expect(bodies).toHaveLength(4);
		const [{ data }] = bodies.map((body) => JSON.parse(body) as { data: { add_users: unknown[] } });
		expect(data.add_users).toHaveLength(100);
		expect(lines.at(-1)).toBe('Taken: 0. Tries that were not: 4. Lost: 1.');
	});

	it('sends an alert of each type, signed', async () => {
		const { counts } = await shoot('alert --type all --key k');
		expect(counts.taken).toBe(ALERT_TYPES.length);
		expect(bodies.map((body) => (JSON.parse(body) as { alert_type: string }).alert_type)).toEqual(
			ALERT_TYPES,
		);
		expect(headers.map(({ signature }) => signature)).toEqual(
			bodies.map((body) => signatureOf('k', Buffer.from(body))),
		);
	});

	it('says that a refused call is lost', async () => {
		status = 401;
		const { lines } = await shoot('stream --events 3 --second 1');
		expect(lines.at(-1)).toBe('Taken: 0. Tries that were not: 4. Lost: 1 (3 events).');
	});
});
