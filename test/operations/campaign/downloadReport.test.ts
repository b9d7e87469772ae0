import { createHash } from 'node:crypto';

import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { filled } from '../../fixtures/filled';
import { reportFile } from '../../simulator/contract/campaignReports';
import { savedWorkflow, type NodeSettings } from '../../engine/cases';
import { endFileStorage, startFileStorage } from '../../engine/fileStorage';
import { useEngine } from '../../engine/useEngine';

const { engine, run, simulator, withCredential } = useEngine();

const NAME = 'campaign.downloadReport';
const CONTINUE = { onError: 'continueRegularOutput' } as const;
const BY_FILE: NodeSettings = {
	...CONTINUE,
	parameters: { reportBy: 'fileName', fileName: '={{ $json.file }}' },
};
/** By name and day. */
const BY_DAY: NodeSettings = {
	...CONTINUE,
	parameters: { reportName: '={{ $json.report }}', reportDate: '={{ $json.day }}' },
};

const dayAgo = (days: number) =>
	new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const fileOf = (report: string, days: number) =>
	`${report}_${dayAgo(days).replaceAll('-', '')}.zip`;

const bytesOf = ({ binary = {} }: INodeExecutionData, name = 'data') =>
	Buffer.from(binary[name].data, 'base64');

/** The names of files that were asked for. */
const asked = () =>
	simulator.requests.map(({ path }) => decodeURIComponent(path.split('/').at(-1) ?? ''));

const errorsOf = (output: INodeExecutionData[]) => output.map(({ json }) => json.error);

describe('the file of a report', () => {
	const items = [1, 2, 3].map((days) => ({ report: `Report_${days}`, day: dayAgo(days) }));
	const files = [1, 2, 3].map((days) => fileOf(`Report_${days}`, days));

	afterEach(endFileStorage);

	test('comes out byte for byte, beside its name and size, for each item its own', async () => {
		const output = (await run(NAME, items, BY_DAY)).output('MoEngage');
		expect(output.map(({ json, pairedItem }) => [json, pairedItem])).toEqual(
			files.map((file, item) => [{ file_name: file, size: reportFile(file).length }, { item }]),
		);
		output.forEach((one, item) => {
			expect(bytesOf(one).equals(reportFile(files[item]))).toBe(true);
			expect(one.binary?.data).toMatchObject({
				fileName: files[item],
				mimeType: 'application/gzip',
			});
		});
	});

	test('is on disk byte for byte where n8n keeps files there, and in the execution by its ID only', async () => {
		const service = await startFileStorage();
		const finished = await run(NAME, items, BY_DAY);
		const kept = finished.output('MoEngage').map(({ binary = {} }) => binary.data);
		expect(kept.map(({ fileName }) => fileName)).toEqual(files);
		expect(new Set(kept.map(({ id }) => id)).size).toBe(3);
		for (const [item, file] of filled(kept).entries()) {
			expect(file).toMatchObject({ data: 'filesystem-v2', mimeType: 'application/gzip' });
			expect((await service.getAsBuffer(file)).equals(reportFile(files[item]))).toBe(true);
			expect(finished.stored()).not.toContain(reportFile(files[item]).toString('base64'));
		}
	});

	test('is asked for with a signature over its name, and no key is sent or stored', async () => {
		const { campaignApiKey: key, workspaceId } = simulator.credential;
		const finished = await run(NAME, items, BY_DAY);
		expect(asked()).toEqual(files);
		for (const [index, request] of filled(simulator.requests).entries()) {
			const signed = `${workspaceId}|${files[index]}|${key}`;
			expect(request.headers).toMatchObject({
				signature: createHash('sha256').update(signed).digest('hex'),
			});
			expect(Object.keys(request.headers)).not.toContain('authorization');
			expect(Object.keys(request.headers)).not.toContain('moe-appkey');
			expect(JSON.stringify(request)).not.toContain(key);
		}
		expect(finished.stored()).not.toContain(key);
	});

	test('is that of yesterday in the zone of the workflow if no day is given', async () => {
		const given: unknown[] = ['', null, undefined];
		const reports = given.map((day, index) => ({ report: `Report_${index}`, day }) as IDataObject);
		const berlin = new Date(Date.now() - 86_400_000).toLocaleDateString('sv', {
			timeZone: 'Europe/Berlin',
		});
		await run(NAME, reports, BY_DAY);
		expect(asked()).toEqual(
			[0, 1, 2].map((index) => `Report_${index}_${berlin.replaceAll('-', '')}.zip`),
		);
	});

	test('is fetched once for items that want the same, each under the name it wants', async () => {
		const wanted = ['data', 'report', 'zip'].map((field) => ({ file: files[0], field }));
		const output = (
			await run(NAME, wanted, {
				parameters: { ...BY_FILE.parameters, binaryProperty: '={{ $json.field }}' },
			})
		).output('MoEngage');
		expect(output.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([
			['data'],
			['report'],
			['zip'],
		]);
		for (const [index, { field }] of wanted.entries()) {
			expect(bytesOf(output[index], field).equals(reportFile(files[0]))).toBe(true);
		}
		expect(simulator.requests).toHaveLength(1);
	});

	test('is none if a page of something in between comes in its place', async () => {
		simulator.inject({ kind: 'html', status: 200, path: '/campaign_reports/', times: Infinity });
		const output = (
			await run(NAME, items, {
				...CONTINUE,
				parameters: { ...BY_DAY.parameters, options: { maxRetries: 0 } },
			})
		).output('MoEngage');
		expect(errorsOf(output)).toEqual(Array(3).fill(expect.stringMatching(/not in MoEngage's/)));
		expect(output.map(({ binary }) => binary)).toEqual(Array(3).fill(undefined));
	});
});

describe('a name with blanks', () => {
	test('is asked for as it is, and then with underscores, and the output names what came', async () => {
		const items = ['Report - 1', 'Report_2', 'Report für alle'].map((report) => ({
			report,
			day: dayAgo(1),
		}));
		const output = (await run(NAME, items, BY_DAY)).output('MoEngage');
		const files = ['Report_-_1', 'Report_2', 'Report_für_alle'].map((name) => fileOf(name, 1));
		expect(output.map(({ json }) => json.file_name)).toEqual(files);
		output.forEach((one, item) => {
			expect(bytesOf(one).equals(reportFile(files[item]))).toBe(true);
		});
		expect(asked().sort()).toEqual(
			[fileOf('Report - 1', 1), fileOf('Report für alle', 1), ...files].sort(),
		);
	});

	test('is not asked for otherwise where the whole name of the file is given', async () => {
		const items = ['Report - 1', 'Report a b', 'Report'].map((name) => ({ file: fileOf(name, 1) }));
		const output = (await run(NAME, items, BY_FILE)).output('MoEngage');
		expect(asked().sort()).toEqual(items.map(({ file }) => file).sort());
		expect(errorsOf(output)).toEqual(
			items.map(({ file }) => expect.stringContaining(`the file name "${file}" (`) as string),
		);
	});

	test.each([401, 403, 404, 503])('is not asked for otherwise after HTTP %i', async (status) => {
		simulator.inject({ kind: 'status', status, path: '/campaign_reports/', times: Infinity });
		const items = ['Report 1', 'Report 2', 'Report 3'].map((report) => ({
			report,
			day: dayAgo(1),
		}));
		const settings = {
			...CONTINUE,
			parameters: { ...BY_DAY.parameters, options: { maxRetries: 0 } },
		};
		await run(NAME, items, settings);
		expect(filled(asked()).filter((file) => !file.includes(' '))).toEqual([]);
	});

	test('that MoEngage does not have either way is told with both names', async () => {
		const items = ['Orders of a day', 'Orders', 'Old orders'].map((report) => ({
			report,
			day: dayAgo(2),
		}));
		const output = (await run(NAME, items, BY_DAY)).output('MoEngage');
		const names = [
			`"${fileOf('Orders of a day', 2)}" or "${fileOf('Orders_of_a_day', 2)}"`,
			`"${fileOf('Orders', 2)}"`,
			`"${fileOf('Old orders', 2)}" or "${fileOf('Old_orders', 2)}"`,
		];
		expect(errorsOf(output)).toEqual(
			names.map((name) => `MoEngage has no report with the file name ${name} (Invalid file name)`),
		);
		expect(simulator.requests).toHaveLength(5);
	});
});

test('no such report, one that is too old and a wrong key are told apart', async () => {
	const items = [fileOf('Orders', 1), fileOf('Report_daily', 30), fileOf('Report_daily', 1)].map(
		(file) => ({ file }),
	);
	const output = (await run(NAME, items, BY_FILE)).output('MoEngage');
	expect(errorsOf(output)).toEqual([
		`MoEngage has no report with the file name "${items[0].file}" (Invalid file name)`,
		'The report is older than 7 days, and MoEngage keeps reports no longer (The report has expired)',
		undefined,
	]);
	for (const { json } of output.slice(0, 2)) {
		expect(json.details).toMatchObject({ httpCode: 400, retriable: false });
	}
	const wrong = await engine.run(
		savedWorkflow(NAME, BY_FILE),
		withCredential(items, { campaignApiKey: 'another-key-of-this-tile' }),
	);
	for (const { json } of filled(wrong.output('MoEngage'))) {
		expect(json.details).toMatchObject({ httpCode: 401, retriable: false });
		expect(json.message).toMatch(/key of the "Campaign report\/.*" tile/);
		expect(json.error).not.toMatch(/report with|older/);
	}
});

describe('before anything is sent', () => {
	const good = { report: 'Report_daily', day: dayAgo(1) };

	test.each([
		[{ report: '' }, /Report Name is empty/],
		[{ report: 'Reports/daily' }, /Report Name "Reports\/daily" is not the name of a report/],
		[{ report: fileOf('Report_daily', 1) }, /Report Name ".*\.zip" is not the name of a report/],
		[{ day: 'soon' }, /Report Date "soon" cannot be read/],
		[{ day: dayAgo(-3) }, /Report Date \S+ is in the future/],
		[{ day: dayAgo(10) }, /Report Date \S+ is more than 7 days ago/],
	])('by name and day, %j is told', async (change, says) => {
		const output = (
			await run(NAME, [{ ...good, ...change }, { ...good, ...change }, good], BY_DAY)
		).output('MoEngage');
		expect(errorsOf(output)).toEqual([
			expect.stringMatching(says),
			expect.stringMatching(says),
			undefined,
		]);
		expect(simulator.requests).toHaveLength(1);
	});

	test('a file name without a date is told', async () => {
		const names = ['Report_daily', 'Report_daily.zip', 'Report_20261399.zip', 'a/b_20260131.zip'];
		const items = names.map((file) => ({ file }));
		const output = (await run(NAME, items, BY_FILE)).output('MoEngage');
		expect(errorsOf(output)).toEqual(
			names.map((name) => expect.stringContaining(`File Name "${name}" has no date`) as string),
		);
		expect(output[0].json.message).toMatch(/Daily_campaigns_20260131\.zip/);
		expect(simulator.requests).toEqual([]);
	});
});
