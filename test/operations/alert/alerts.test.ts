import { createRequire } from 'node:module';
import type * as Https from 'node:https';

import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { caseOf, goodItems, options, savedWorkflow, type NodeSettings } from '../../engine/cases';
import type { FinishedRun } from '../../engine/engine';
import { endFileStorage, startFileStorage } from '../../engine/fileStorage';
import { ItemSource } from '../../engine/itemSource';
import { useEngine } from '../../engine/useEngine';

const SEND = caseOf('alert.send');
const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

const source = new ItemSource();
const { engine, retry, run, simulator, withCredential } = useEngine({
	startEngine: () => source.startEngine(),
});

/** The transactions of all requests, in order of arrival. */
function transactionsSent(): string[] {
	return simulator.requests.map(({ body }) => (body as { transaction_id: string }).transaction_id);
}

function outputOf(finished: FinishedRun): IDataObject[] {
	return finished.output('MoEngage').map(({ json }) => json);
}

const withTransaction = (id: string): NodeSettings => ({
	parameters: { additionalFields: { transactionId: id } },
});

describe('a transaction', () => {
	test('20 alerts are sent once each though connections break after acceptance', async () => {
		const items = goodItems(SEND, 20);
		for (const [kind, after] of [
			['resetAfter', 0],
			['malformedJson', 3],
			['resetAfter', 5],
			['acceptThenTimeout', 8],
		] as const) {
			simulator.inject({ kind, after, times: 2, path: SEND.path });
		}
		const finished = await run(SEND.name, items, options({ timeout: 1000 }));
		expect(finished.error).toBeUndefined();
		expect(SEND.accepted(simulator).sort()).toEqual(items.map(SEND.mark).sort());
		// Eight were sent again, each with the transaction that it had; on a busy machine, more time out.
		expect(simulator.requests.length).toBeGreaterThanOrEqual(28);
		const known = simulator.requests.filter(({ status }) => status === 409);
		// One that is sent again may meet the next fault.
		expect(known.length).toBeGreaterThanOrEqual(4);
		const transactions = outputOf(finished).map(({ transaction_id: id }) => id);
		expect(new Set(transactions).size).toBe(20);
		expect(new Set(transactionsSent())).toEqual(new Set(transactions));
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
	});

	test('an alert that was accepted unseen says so in its output', async () => {
		simulator.inject({ kind: 'resetAfter', after: 1, path: SEND.path });
		const settings = { parameters: { ...options({ maxConcurrency: 1 }).parameters } };
		const outputs = outputOf(await run(SEND.name, goodItems(SEND, 3), settings));
		expect(outputs.map(({ message }) => message)).toEqual([
			'Successfully Received',
			'MoEngage received an earlier request with this transaction ID',
			'Successfully Received',
		]);
		expect(outputs[1]).not.toHaveProperty('err_code');
	});

	test('that another request had is a rejection with its ID', async () => {
		const items = ['a', 'b', 'a', 'c', 'a'].map((id, index) => ({ ...SEND.item(index), id }));
		const settings = { ...CONTINUE, ...withTransaction('=order-{{ $json.id }}') };
		const outputs = outputOf(await run(SEND.name, items, settings));
		expect(outputs.map(({ transaction_id: id }) => id)).toEqual([
			'order-a',
			'order-b',
			undefined,
			'order-c',
			undefined,
		]);
		for (const item of [2, 4]) {
			expect(outputs[item]).toMatchObject({
				error: expect.stringMatching(/another request with the transaction ID "order-a"/) as string,
				details: { httpCode: 409, type: 'DUPLICATE_REQUEST_RECEIVED', retriable: false },
			});
		}
		expect(SEND.accepted(simulator)).toHaveLength(3);
	});

	test('that another request had is a rejection after a rate limit, too: nothing was accepted before', async () => {
		const items = goodItems(SEND, 3);
		await run(SEND.name, items, withTransaction('={{ $json.order }}'));
		simulator.inject({ kind: 'status', status: 429, retryAfter: 0, path: SEND.path });
		const again = await run(SEND.name, items, {
			...CONTINUE,
			...withTransaction('={{ $json.order }}'),
		});
		expect(outputOf(again).map(({ details }) => (details as IDataObject).httpCode)).toEqual([
			409, 409, 409,
		]);
		expect(SEND.accepted(simulator)).toHaveLength(3);
	});

	/** As stored with the execution: when the requests were sent whose outcome is unknown. */
	function setTimesOfUnknown(failed: FinishedRun, time: number): number {
		const { contextData = {} } = failed.run.data.executionData ?? {};
		const { runs } = contextData['node:MoEngage'] as unknown as {
			runs: Record<string, { unknown: Record<string, number> }>;
		};
		const unknown = Object.values(runs).map((one) => one.unknown);
		for (const items of unknown) for (const item of Object.keys(items)) items[item] = time;
		return unknown.flatMap(Object.keys).length;
	}

	test.each([
		['a minute later', 60_000, 4],
		['six minutes later', 6 * 60_000, 3],
		['when the time is not known', Date.now() - 1, 3],
	])(
		'of unknown outcome is retried only as long as MoEngage knows it: %s',
		async (_when, age, requests) => {
			const items = goodItems(SEND, 3);
			const settings = options({ maxConcurrency: 1, maxRetries: 0 });
			simulator.inject({ kind: 'resetAfter', after: 1, path: SEND.path });
			const failed = await run(SEND.name, items, settings);
			expect(failed.error?.message).toMatch(/unknown whether MoEngage accepted the item/);
			expect(setTimesOfUnknown(failed, Date.now() - age)).toBe(1);
			const again = await retry(failed, SEND.name, items, settings);
			expect(SEND.accepted(simulator).sort()).toEqual(items.map(SEND.mark).sort());
			expect(simulator.requests).toHaveLength(requests);
			if (requests === 4) expect(again.error).toBeUndefined();
			else expect(again.error?.description).toMatch(/Resend If Outcome Unknown/);
		},
	);

	test('of your own is sent as it is, and Retry On Fail keeps those that the node makes', async () => {
		const items = goodItems(SEND, 5);
		simulator.inject({ kind: 'resetAfter', times: 3, path: SEND.path });
		const settings: NodeSettings = {
			...options({ maxConcurrency: 1, maxRetries: 0 }),
			retryOnFail: true,
			maxTries: 5,
			waitBetweenTries: 1,
		};
		const finished = await run(SEND.name, items, settings);
		expect(finished.error).toBeUndefined();
		expect(SEND.accepted(simulator)).toHaveLength(5);
		expect(new Set(transactionsSent()).size).toBe(5);
		const own = withTransaction('  order-{{ $json.order }} '.replace(/^/, '='));
		await run(SEND.name, items, own);
		expect(transactionsSent().slice(-5).sort()).toEqual(
			[0, 1, 2, 3, 4].map((index) => `order-order-${index}`),
		);
	});
});

describe('channels', () => {
	/** Two rows, each filled in from the item, as text or as what expressions return. */
	const row = (nth: string) => ({
		channel: `={{ $json.channel${nth} }}`,
		recipient: `={{ $json.to${nth} }}`,
		personalizedAttributes: `={{ $json.values${nth} }}`,
		attachments: `={{ $json.files${nth} }}`,
	});
	const TWO_ROWS = {
		parameters: {
			alertBy: 'referenceName',
			alertReferenceName: 'order_confirmation',
			channels: { channel: [row('1'), row('2')] },
		},
	};

	test('go out together, and what is not filled in is left out', async () => {
		const items = [
			{ channel1: 'EMAIL', to1: 'a@example.com', channel2: 'sms', to2: 491512 },
			{ user: 'user-2', channel1: 'Push', to1: '', channel2: 'WHATSAPP', to2: null },
			{ channel1: ' RCS ', to1: ' +491512 ', values1: '{"n": 1}', channel2: '', to2: '' },
			{ user: 'user-4', channel1: 'EMAIL', values1: { n: [2] }, files1: '' },
		];
		const finished = await run(SEND.name, items, TWO_ROWS);
		expect(finished.error).toBeUndefined();
		const sent = simulator.accepted.alerts.map(({ payloads, userId }) => ({ payloads, userId }));
		expect(sent).toEqual([
			{ payloads: { EMAIL: { recipient: 'a@example.com' }, SMS: { recipient: '491512' } } },
			{ userId: 'user-2', payloads: { PUSH: {}, WHATSAPP: {} } },
			{ payloads: { RCS: { recipient: '+491512', personalized_attributes: { n: 1 } } } },
			{ userId: 'user-4', payloads: { EMAIL: { personalized_attributes: { n: [2] } } } },
		]);
	});

	const MAIL = { channel1: 'EMAIL', to1: 'a@example.com' };

	test.each<[what: string, item: IDataObject, message: RegExp]>([
		['no channel', { channel1: '', channel2: null }, /Channels has no channel/],
		['no recipient and no user', { channel1: 'SMS' }, /Recipient is empty for SMS.*Customer ID/],
		[
			'two rows for one channel',
			{ ...MAIL, channel2: 'email', to2: 'b@example.com' },
			/Channel EMAIL is in two rows/,
		],
		['an unknown channel', { channel1: 'FAX', to1: '123' }, /Channel "FAX" is not/],
		[
			'a name as email address',
			{ channel1: 'EMAIL', to1: 'Jane' },
			/Recipient "Jane" is not an email/,
		],
		['a recipient without channel', { ...MAIL, to2: 'x' }, /Channel is empty/],
		['a shared user', { ...MAIL, user: 'guest' }, /Customer ID "guest" is a placeholder/],
		[
			'attachments for SMS',
			{ ...MAIL, channel2: 'SMS', to2: '4915112345678', files2: 'invoice' },
			/Attachments is filled in for SMS.*EMAIL only/,
		],
		[
			'an attachment that the item does not have',
			{ ...MAIL, files1: ['terms'] },
			/Attachments names "terms", but this item has no file of that name/,
		],
		[
			'broken attributes',
			{ ...MAIL, values1: '{"a": }' },
			/Personalized Attributes is not valid JSON/,
		],
	])('with %s nothing is sent', async (_what, item, message) => {
		const finished = await run(SEND.name, [MAIL, MAIL, item, MAIL], TWO_ROWS);
		expect(finished.error?.message).toMatch(message);
		expect(finished.error?.message).toMatch(/ \[item 2\]$/);
		expect(finished.error?.description).toMatch(/\w+.*\.$/);
		expect(simulator.requests).toHaveLength(0);
	});

	test.each([
		['no ID', { alertId: '={{ $json.none }}' }, /Alert ID is empty/],
		[
			'no reference name',
			{ alertBy: 'referenceName', alertReferenceName: '={{ null }}' },
			/Alert Reference Name is empty/,
		],
		[
			'a transaction of 51 characters',
			withTransaction('x'.repeat(51)).parameters ?? {},
			/Transaction ID "x+" has 51 characters, but MoEngage accepts at most 50/,
		],
	])('an alert with %s is not sent', async (_what, parameters, message) => {
		const finished = await run(SEND.name, goodItems(SEND, 3), { parameters });
		expect(finished.error?.message).toMatch(message);
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('attachments', () => {
	afterEach(endFileStorage);

	const MAIL = { channel: 'EMAIL', recipient: '={{ $json.email }}', attachments: 'invoice, terms' };
	const SETTINGS: NodeSettings = { parameters: { channels: { channel: [MAIL] } } };

	/** Three alerts with two files each, as a node before puts them out. */
	function alertsWith(file: (name: string, index: number) => IBinaryData): INodeExecutionData[] {
		return [0, 1, 2].map((index) => ({
			json: SEND.item(index),
			binary: { invoice: file('invoice', index), terms: file('terms', index) },
		}));
	}

	const text = (name: string, index: number) => `%PDF ${name} of order ${index}: \u{1F4C4} 7 €`;
	const base64 = (name: string, index: number) => Buffer.from(text(name, index)).toString('base64');

	const inMemory = (name: string, index: number): IBinaryData => ({
		mimeType: 'application/pdf',
		data: base64(name, index),
	});

	function arrived(): unknown[] {
		return simulator.accepted.alerts
			.map(({ payloads }) => payloads.EMAIL.personalized_attachments as IDataObject)
			.sort((a, b) => String(a.invoice).localeCompare(String(b.invoice)));
	}

	const expected = [0, 1, 2]
		.map((index) => ({ invoice: base64('invoice', index), terms: base64('terms', index) }))
		.sort((a, b) => a.invoice.localeCompare(b.invoice));

	async function runWithFiles(settings: NodeSettings = {}, workflowSettings = {}) {
		const workflow = source.before(SEND.name, { ...SETTINGS, ...settings });
		workflow.settings = { ...workflow.settings, ...workflowSettings };
		return await engine.run(workflow, withCredential([{}]));
	}

	test('kept in memory arrive as they are', async () => {
		source.items = () => alertsWith(inMemory);
		expect((await runWithFiles()).error).toBeUndefined();
		expect(arrived()).toEqual(expected);
	});

	test('kept in the item arrive as they are', async () => {
		source.items = () =>
			alertsWith(inMemory).map(({ json, binary }, index) => ({
				json: {
					...json,
					...(Object.fromEntries(
						Object.entries(binary ?? {}).map(([name, file]) => [
							name,
							{
								...file,
								id: undefined,
								fileName: `${name}-${index}.pdf`,
								fileSize: '1 B',
								bytes: 1,
							},
						]),
					) as unknown as IDataObject),
				},
			}));
		const finished = await runWithFiles({}, { binaryMode: 'combined' });
		expect(finished.error).toBeUndefined();
		expect(arrived()).toEqual(expected);
	});

	test('kept on disk arrive as they are; one that is gone costs its item only', async () => {
		const service = await startFileStorage();
		const stored = new Map<string, IBinaryData>();
		for (const index of [0, 1, 2]) {
			for (const name of ['invoice', 'terms']) {
				const file = { mimeType: 'application/pdf', data: '', fileName: `${name}.pdf` };
				const location = { type: 'execution', workflowId: 'w', executionId: `e${index}` } as const;
				const kept = await service.store(location, Buffer.from(text(name, index)), file);
				stored.set(`${name} ${index}`, kept);
			}
		}
		source.items = () => alertsWith((name, index) => stored.get(`${name} ${index}`) as IBinaryData);
		expect((await runWithFiles()).error).toBeUndefined();
		expect(arrived()).toEqual(expected);

		await service.deleteMany([{ type: 'execution', workflowId: 'w', executionId: 'e1' }]);
		simulator.accepted.alerts.length = 0;
		const outputs = outputOf(await runWithFiles(CONTINUE));
		expect(outputs.map(({ error }) => error)).toEqual([
			undefined,
			expect.stringMatching(/could not read the file "invoice"/),
			undefined,
		]);
		expect(outputs[1].message).toMatch(/did not send the item/);
		expect(simulator.accepted.alerts).toHaveLength(2);
	});

	test('of no bytes would reach the customer as a broken invoice: they cost their item only', async () => {
		source.items = () =>
			alertsWith((name, index) => ({
				...inMemory(name, index),
				...(index === 1 && name === 'terms' && { data: '' }),
			}));
		const outputs = outputOf(await runWithFiles(CONTINUE));
		expect(outputs.map(({ error }) => error)).toEqual([
			undefined,
			'The file "terms" is empty: it has 0 bytes',
			undefined,
		]);
		expect(arrived()).toHaveLength(2);
	});

	test('beyond the 128 KB of other values are sent', async () => {
		const large = Buffer.alloc(600_000, 'x').toString('base64');
		source.items = () => alertsWith(() => ({ mimeType: 'text/plain', data: large }));
		expect((await runWithFiles()).error).toBeUndefined();
		expect(simulator.requests.map(({ bytes }) => bytes > 1_600_000)).toEqual([true, true, true]);
	});

	test.each(['constructor', '__proto__', 'toString', 'nothing'])(
		'named %s, which only looks like a file of the item, are refused before anything is sent',
		async (attachments) => {
			source.items = () =>
				alertsWith(inMemory).map(({ json, binary }) => ({
					json,
					binary: { ...binary, nothing: null as unknown as IBinaryData },
				}));
			const finished = await runWithFiles({
				parameters: { channels: { channel: [{ ...MAIL, attachments }] } },
			});
			expect(finished.error?.message).toContain(`Attachments names "${attachments}"`);
			expect(simulator.requests).toHaveLength(0);
		},
	);

	test.each([
		['the name that it has on a disk', 'bill.pdf', 'names "bill.pdf"'],
		['the file itself', '={{ $binary.invoice }}', 'not the name of a file'],
		['its name on a disk, by an expression', '={{ $binary.terms.fileName }}', 'names "terms.pdf"'],
	])('given by %s are not sent, and the message says how', async (_what, attachments, words) => {
		source.items = () =>
			alertsWith((name, index) => ({ ...inMemory(name, index), fileName: `${name}.pdf` }));
		const channels = { channel: [{ ...MAIL, attachments }] };
		const { error } = await runWithFiles({ parameters: { channels } });
		expect(error?.message).toContain(words);
		expect(error?.description).toContain(
			'Use the name above the file on the tab Binary of the input: "invoice" (invoice.pdf), "terms" (terms.pdf)',
		);
		expect(simulator.requests).toEqual([]);
	});

	test('of an item with a file, whose expression finds nothing, are missed in the message to the customer: the run tells of it', async () => {
		source.items = () => alertsWith(inMemory);
		const hintsWith = async (attachments: string) => {
			const channels = { channel: [{ ...MAIL, attachments }] };
			const { run: ended } = await runWithFiles({ parameters: { channels } });
			const [{ hints = [] }] = ended.data.resultData.runData.MoEngage;
			return hints.map(({ message }) => message);
		};
		expect(await hintsWith('={{ $json.data }}')).toEqual([
			'MoEngage gets these alerts without their file, because the expression in Attachments finds nothing. Enter the name of the file in its place: "invoice" (item 0, 1, 2).',
		]);
		expect(await hintsWith('={{ $json.data ?? "" }}')).toEqual([]);
		expect(await hintsWith('')).toEqual([]);
		expect(await hintsWith('invoice')).toEqual([]);
	});

	test('that one item does not have cost that item only', async () => {
		source.items = () =>
			alertsWith(inMemory).map((item, index) => (index === 1 ? { json: item.json } : item));
		const outputs = outputOf(await runWithFiles(CONTINUE));
		expect(outputs.map(({ error }) => error)).toEqual([
			undefined,
			expect.stringMatching(/\[Item 1\] Attachments names "invoice"/),
			undefined,
		]);
		expect(simulator.requests).toHaveLength(2);
	});
});

describe('the sandbox', () => {
	test('is asked by its own host, with the Inform key', async () => {
		const asked: string[] = [];
		const https = createRequire(__filename)('node:https') as typeof Https;
		const spy = jest.spyOn(https, 'request').mockImplementation(((
			request: Https.RequestOptions,
		) => {
			asked.push(`${request.hostname ?? request.host}${request.path}`);
			throw Object.assign(new Error('stopped here'), { code: 'ENOTFOUND' });
		}) as unknown as typeof Https.request);
		try {
			for (const sandbox of [true, false, '', 'true', '={{ "TRUE" }}', ' True ']) {
				await engine.run(
					savedWorkflow(SEND.name, options({ sandbox, maxRetries: 0, maxConcurrency: 1 })),
					withCredential(goodItems(SEND, 3).slice(0, 1), { dataCenter: '02' }),
				);
			}
		} finally {
			spy.mockRestore();
		}
		expect(asked).toEqual([
			'sandbox-api-02.moengage.com/v1.0/alerts/send',
			'api-02.moengage.com/v1.0/alerts/send',
			'api-02.moengage.com/v1.0/alerts/send',
			'sandbox-api-02.moengage.com/v1.0/alerts/send',
			'sandbox-api-02.moengage.com/v1.0/alerts/send',
			'sandbox-api-02.moengage.com/v1.0/alerts/send',
		]);
	});

	test.each(['yes', '={{ 1 }}', 'constructor', '={{ {} }}'])(
		'is not taken for off when the option is %s, which would send to customers',
		async (sandbox) => {
			const finished = await run(SEND.name, goodItems(SEND, 3), options({ sandbox }));
			expect(finished.error?.message).toMatch(/Sandbox .* is neither true nor false/);
			expect(finished.error?.description).toMatch(/true or false/);
			expect(simulator.requests).toHaveLength(0);
		},
	);

	test('is not mistaken for a custom data center, which would send to customers', async () => {
		const finished = await run(SEND.name, goodItems(SEND, 3), options({ sandbox: true }));
		expect(finished.error?.message).toMatch(/Turn off Sandbox/);
		expect(simulator.requests).toHaveLength(0);
	});
});
