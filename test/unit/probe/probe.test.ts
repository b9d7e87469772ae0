import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { Asker, MOST_REQUESTS } from '../../../scripts/probe/ask';
import { probe, type ProbeOptions } from '../../../scripts/probe/probe';
import { makeIds, questionsFor } from '../../../scripts/probe/questions';
import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';
import { filled } from '../../fixtures/filled';
import { startSimulator, type Fault, type Simulator } from '../../simulator';

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

/** Where nobody responds, the wait should not be long. */
const HANGING: ProbeOptions = { timeout: 1000 };

async function report(
	changes: Partial<MoEngageCredential> = {},
	options: ProbeOptions = {},
): Promise<string> {
	return await probe({ ...simulator.credential, ...changes }, { timeout: 20_000, ...options });
}

/** The row of a table of the report, by what its first cell begins with. */
function rowsOf(text: string, beginning: string): string[] {
	return text.split('\n').filter((line) => line.startsWith(`| ${beginning}`));
}

const verdictOf = (text: string, statement: string) =>
	rowsOf(text, statement)[0]?.split(' | ').slice(-2).join(': ').replace(' |', '');

/** Whatever must not be public of the simulator's credential. */
function secretsOf({ credential }: Simulator): string[] {
	const { workspaceId, dataApiKey, campaignApiKey, personalizeApiKey } = credential;
	const keys = [dataApiKey, campaignApiKey, personalizeApiKey, credential.informApiKey];
	const tokens = keys.map((key) => Buffer.from(`${workspaceId}:${key}`).toString('base64'));
	return [workspaceId, ...keys, credential.pushApiKey, ...tokens];
}

function expectNoSecret(text: string): void {
	for (const secret of filled(secretsOf(simulator))) {
		expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
	}
	expect(text).not.toMatch(/n8n-probe-[\da-f]/);
	expect(text).not.toMatch(/[\da-f]{24}/);
	expect(text).not.toMatch(/\w@\w/);
}

function held(): number {
	return Object.values(simulator.accepted).reduce<number>(
		(sum, records) => sum + (Array.isArray(records) ? records.length : records),
		0,
	);
}

describe('a workspace that answers', () => {
	test('every tile is asked, each question once, and nothing is changed', async () => {
		const text = await report();
		const paths = simulator.requests.map(({ host, path }) => `${host} ${path}`);
		for (const path of [
			'api /v1/integrations/authentication',
			'api /v1/customers/export',
			'api /v1.0/business_event/search',
			'api /v1/catalog/000000000000000000000000/items/search',
			'sdk /v1/experiences/metadata',
			'api /v1.0/alerts/send',
			'pushapi /v2.1/transaction/sendpush',
		]) {
			expect(paths).toContain(path);
		}
		expect(simulator.requests.length).toBeGreaterThan(20);
		expect(simulator.requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
		expect(text).toContain(`${simulator.requests.length} requests`);
		expect(held()).toBe(0);
		expectNoSecret(text);
	});

	test('each key goes to its own tile only, but for the one question about that', async () => {
		await report();
		const { credential, requests } = simulator;
		const keysOf = (part: string) =>
			requests
				.filter(({ path }) => path.includes(part))
				.map(({ headers }) =>
					Buffer.from(headers.authorization.slice(6), 'base64').toString().split(':').pop(),
				);
		expect(new Set(keysOf('/customers/'))).toEqual(new Set([credential.dataApiKey]));
		expect(new Set(keysOf('/experiences/'))).toEqual(new Set([credential.personalizeApiKey]));
		expect(new Set(keysOf('/alerts/'))).toEqual(new Set([credential.informApiKey]));
		expect(keysOf('/business_event/search')).toEqual([
			credential.campaignApiKey,
			credential.campaignApiKey,
			credential.dataApiKey,
		]);
	});

	test('the report says what came: forms, refusals, and what of the documents holds', async () => {
		const text = await report();
		expect(rowsOf(text, 'Test Connection |')).toEqual([
			'| Test Connection | POST api /v1/integrations/authentication | 200 | `{status: text, app_name: text}` |',
		]);
		expect(rowsOf(text, 'Track Event without user and actions |')).toEqual([
			'| Track Event without user and actions | POST api /v1/event/{workspaceId} | 400 | `{status: text, error: {attribute: text, message: text, type: text, request_id: text}}` |',
			'| Track Event without user and actions | 400 | request (request) | MissingAttributeError | customer_id | customer_id is not found in the payload |',
		]);
		expect(verdictOf(text, 'Get User takes moengage_id')).toBe('holds: HTTP 200');
		expect(verdictOf(text, 'The Data API refuses with')).toBe('holds: HTTP 400');
		expect(verdictOf(text, 'A key of another tile gets 401')).toBe('holds: HTTP 401');
		expect(verdictOf(text, 'A catalog that does not exist')).toBe('holds: HTTP 404');
		expect(verdictOf(text, 'Inform refuses with')).toBe('holds: HTTP 400');
		expect(verdictOf(text, 'An attribute that Track User accepted')).toBe(
			'open: not asked, or no answer',
		);
		expect(verdictOf(text, 'Every response of the Data API has')).toMatch(/^does not hold: 0 of/);
	});

	test.each([
		['dataApiKey', ['data']],
		['campaignApiKey', ['campaign']],
		['informApiKey', ['inform']],
	])('with the %s alone, the other tiles are not asked', async (field, [tile]) => {
		const { workspaceId, dataCenter, apiBaseUrl } = simulator.credential;
		const key = simulator.credential[field as 'dataApiKey'];
		const text = await probe({ workspaceId, dataCenter, apiBaseUrl, [field]: key });
		expect(simulator.requests.length).toBeGreaterThan(0);
		const opened = simulator.requests.filter(({ status }) => status !== 401);
		expect(opened).toHaveLength(simulator.requests.length);
		const missing = rowsOf(text, 'List active experiences').join();
		expect(missing).toContain('no Personalize API Key');
		expect(rowsOf(text, 'Test Connection').length > 0).toBe(true);
		expect(rowsOf(text, 'Test Connection').join().includes('no Data API Key')).toBe(
			tile !== 'data',
		);
	});

	test('one key of the dashboard asks all tiles', async () => {
		const { workspaceId, dataCenter, apiBaseUrl, personalizeBaseUrl } = simulator.credential;
		const apiKey = simulator.apiKey.key;
		const text = await probe({ workspaceId, dataCenter, apiBaseUrl, personalizeBaseUrl, apiKey });
		expect(verdictOf(text, 'Test Connection is open')).toBe('holds: HTTP 200');
		expect(text).not.toContain(apiKey);
		// The push host is not known.
		expect(rowsOf(text, 'Send Push').join()).toContain('no usable base URL');
	});
});

describe('--write', () => {
	test('leaves one event and one attribute with the user, whom the report does not name', async () => {
		const text = await report({}, { writeUser: 'customer-1001' });
		const { events, users } = simulator.accepted;
		expect(events.map(({ customerId, action }) => [customerId, action])).toEqual([
			['customer-1001', 'n8n Probe'],
		]);
		expect(
			users.map(({ customerId, attributes }) => [customerId, Object.keys(attributes)]),
		).toEqual([['customer-1001', ['n8n_probe_at']]]);
		expect(simulator.stored.some(({ types }) => types.n8n_probe_at === 'date')).toBe(true);
		expect(held()).toBe(2);
		expect(simulator.requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
		expect(text).not.toContain('customer-1001');
		expect(text).not.toContain('Arjun');
		expect(verdictOf(text, 'An attribute that Track User accepted')).toBe('holds: HTTP 200');
		expectNoSecret(text);
	});

	test.each(['guest', '', ' ', 'null'])(
		'refuses "%s" before anything is sent',
		async (writeUser) => {
			await expect(report({}, { writeUser })).rejects.toThrow(/placeholder|empty/);
			expect(simulator.requests).toEqual([]);
		},
	);
});

/** Everything that a workspace may do, whatever it is asked. */
const MOODS: Array<[mood: string, fault: Fault, shows: RegExp]> = [
	['limits everything', { kind: 'status', status: 429 }, /\| 429 \| limit \(limit\)/],
	['limits without a body', { kind: 'empty', status: 429 }, /\| 429 \| empty/],
	['is suspended', { kind: 'status', status: 403 }, /\| 403 \| workspace \(suspended\)/],
	['knows no path', { kind: 'status', status: 404 }, /\| 404 \| request/],
	['fails', { kind: 'status', status: 500 }, /\| 500 \| server/],
	['has a gateway that fails', { kind: 'html' }, /\| 502 \| a page/],
	['has a gateway that says nothing', { kind: 'empty' }, /\| 503 \| empty/],
	['has a firewall', { kind: 'html', status: 403 }, /\| 403 \| request \(gateway\)/],
	['redirects', { kind: 'redirect' }, /\| 302 \| empty/],
	['says success and nothing else', { kind: 'answer', body: {} }, /\| 200 \| `\{\}`/],
	['says null', { kind: 'answer', body: null }, /\| 200 \| `null`/],
	['breaks its JSON off', { kind: 'malformedJson' }, /text, no JSON/],
	['hangs', { kind: 'timeout' }, /none \(TIMEOUT\)/],
	['breaks connections', { kind: 'resetBefore' }, /none \(ECONNRESET\)|none \(UND_ERR_SOCKET\)/],
	[
		'does not list the IP',
		{
			kind: 'answer',
			status: 403,
			body: {
				error: 'IP Validation Required',
				message: 'IP Validation Failed for 203.0.113.7. Please check your IP!!',
			},
		},
		/workspace \(ipNotListed\) \| IP Validation Required \| {2}\| IP Validation Failed for …\./,
	],
];

describe('a workspace that', () => {
	test.each(MOODS)(
		'%s: the report is complete, bounded and fit for an issue',
		async (_, fault, shows) => {
			simulator.inject({ ...fault, times: 1000 });
			const options = fault.kind === 'timeout' ? HANGING : {};
			const text = await report({}, { writeUser: 'customer-1001', ...options });
			expect(simulator.requests.length).toBeLessThanOrEqual(MOST_REQUESTS);
			expect(text).toMatch(shows);
			expectNoSecret(text);
			for (const heading of [
				'Responses',
				'Refusals',
				'Rate-limit headers',
				'Statements',
				'Not asked',
			]) {
				expect(text).toContain(`### ${heading}`);
			}
			// Each table has as many cells in every row.
			for (const block of filled(text.split('\n\n').filter((one) => one.startsWith('| ')))) {
				const [head, ...rows] = block.trim().split('\n');
				const cells = (line: string) => line.split('|').length;
				expect(rows.filter((row) => cells(row) !== cells(head))).toEqual([]);
			}
		},
	);

	test.each<Fault>([
		{ kind: 'html' },
		{ kind: 'html', status: 403 },
		{ kind: 'empty' },
		{ kind: 'malformedJson' },
		{ kind: 'redirect' },
		{ kind: 'resetBefore' },
		{ kind: 'status', status: 500 },
		{ kind: 'status', status: 429 },
	])(
		'says nothing of its own ($kind, $status) proves and disproves no statement',
		async (fault) => {
			simulator.inject({ ...fault, times: 1000 });
			const text = await report({}, { writeUser: 'customer-1001' });
			const table = text.split('### Statements of the documents')[1].split('### Not asked')[0];
			const judged = table.split('\n').filter((line) => /\| (holds|does not hold) \|/.test(line));
			// What headers came with an answer, that one can say of these as well.
			expect(judged.filter((line) => !/x-ratelimit headers/.test(line))).toEqual([]);
		},
	);

	test('hangs is asked twice on each host, and no more', async () => {
		simulator.inject({ kind: 'timeout', times: 1000 });
		const text = await report({}, HANGING);
		expect(simulator.requests.map(({ host }) => host)).toEqual([
			...['api', 'api', 'sdk', 'sdk'],
			// There is but one question for this host.
			'pushapi',
		]);
		expect(text).toContain('the host did not respond before');
	});

	test('has more questions than the bound gets no more requests', async () => {
		const asker = new Asker(simulator.credential, 300);
		const questions = questionsFor(simulator.credential, makeIds(), new Date());
		const outcomes = [];
		for (const question of [...questions, ...questions]) outcomes.push(await asker.ask(question));
		expect(simulator.requests).toHaveLength(40);
		expect(outcomes.slice(40).every((one) => one === 'the probe sends at most 40 requests')).toBe(
			true,
		);
	});

	test('is not there leaves a report, too', async () => {
		await simulator.close();
		const text = await report();
		expect(text).toContain('none (ECONNREFUSED)');
	});
});

describe('rate-limit headers', () => {
	const soon = () => Math.round(Date.now() / 1000) + 30;

	test.each<[form: string, reset: () => string, limit: string, unit: string, verdict: RegExp]>([
		['seconds', () => '30', '1000', 'seconds left', /^holds: seconds left/],
		['epoch seconds', () => String(soon()), '1000', 'epoch seconds', /^does not hold: epoch sec/],
		['epoch milliseconds', () => String(soon() * 1000), '1000', 'epoch milli', /^does not hold/],
		['a policy', () => '30', '1000, 1000;w=60', 'seconds left', /^holds/],
	])('in %s are shown with their unit', async (_form, reset, limit, unit, verdict) => {
		const headers = {
			'X-RateLimit-Limit': limit,
			'x-ratelimit-remaining': '970',
			'X-Ratelimit-Reset': reset(),
		};
		simulator.inject({ kind: 'answer', body: { status: 'success' }, headers, times: 1000 });
		const text = await report();
		const [row] = rowsOf(text, 'Test Connection | 200 |');
		expect(row).toContain(`x-ratelimit-limit: ${limit}; x-ratelimit-remaining: 970`);
		expect(row).toContain(unit);
		expect(row).toMatch(/\| (29|30|31) s \|$/);
		expect(verdictOf(text, 'x-ratelimit-reset is')).toMatch(verdict);
		expect(verdictOf(text, 'Every response of the Data API has')).toMatch(/^holds/);
	});

	test.each([
		[1, 'does not hold: it counts requests'],
		[3, 'holds: it counts users'],
		[17, 'open: no comparable x-ratelimit-remaining came'],
		[-900, 'open: no comparable x-ratelimit-remaining came'],
	])('that fall by %i from one user to three tell what they count', async (taken, verdict) => {
		const answer = (left: number): Fault => ({
			kind: 'answer',
			path: '/customers/export',
			body: { status: 'success', data: { users: [], users_not_found: [] } },
			headers: { 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': String(left) },
		});
		simulator.inject(answer(950));
		simulator.inject(answer(950 - taken));
		expect(verdictOf(await report(), 'x-ratelimit-remaining counts')).toBe(verdict);
	});

	test('Retry-After of a 429 is shown, and what the node makes of it', async () => {
		simulator.inject({ kind: 'status', status: 429, retryAfter: 17, times: 1000 });
		const text = await report();
		expect(rowsOf(text, 'Search Business Events | 429 |').join()).toContain('retry-after: 17 |');
		expect(rowsOf(text, 'Search Business Events | 429 |').join()).toMatch(/\| 17 s \|$/);
	});
});

test('a server that repeats all it was told gets nothing of it into the report', async () => {
	const echo = createServer((request, response) => {
		let body = '';
		request.on('data', (chunk) => (body += String(chunk)));
		request.on('end', () => {
			const told = `${request.url} ${JSON.stringify(request.headers)} ${body} jane.doe@example.com`;
			const json = {
				error: { message: told, type: `Type of ${told}`, [told.slice(0, 30)]: 1, request_id: told },
				experiences: { 'Summer campaign': { payload: 1 } },
				[simulator.credential.workspaceId]: { 'jane.doe@example.com': 'x' },
			};
			response.writeHead(400, { 'Content-Type': 'application/json', 'X-RateLimit-Limit': told });
			response.end(JSON.stringify(json));
		});
	});
	await new Promise<void>((resolve) => echo.listen(0, '127.0.0.1', resolve));
	const base = `http://127.0.0.1:${(echo.address() as AddressInfo).port}`;
	try {
		const hosts = { apiBaseUrl: base, personalizeBaseUrl: base, pushBaseUrl: base };
		const text = await report(hosts, { writeUser: 'customer-1001' });
		expectNoSecret(text);
		expect(text).not.toContain('customer-1001');
		expect(text).not.toContain('Summer campaign');
		expect(text).not.toContain('127.0.0.1');
	} finally {
		echo.close();
	}
});

describe('without what it needs', () => {
	test.each<[what: string, changes: Partial<MoEngageCredential>, message: RegExp]>([
		['a data center', { dataCenter: '' }, /no Data Center/],
		['a data center that exists', { dataCenter: '07' }, /no Data Center/],
		['a workspace', { workspaceId: ' ' }, /no Workspace ID/],
		['a usable address', { apiBaseUrl: 'http://example.com' }, /API Base URL .* not usable/],
	])('%s, it says so and sends nothing', async (_what, changes, message) => {
		await expect(report(changes)).rejects.toThrow(message);
		expect(simulator.requests).toEqual([]);
	});

	test('any key, it says so', async () => {
		const { workspaceId, dataCenter, apiBaseUrl } = simulator.credential;
		await expect(probe({ workspaceId, dataCenter, apiBaseUrl })).rejects.toThrow(/no API key/);
	});
});
