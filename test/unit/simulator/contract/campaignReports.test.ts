import { createHash } from 'node:crypto';

import { reportFile } from '../../../simulator/contract/campaignReports';
import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

const daysAgo = (days: number) =>
	new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');

const signatureOf = (name: string, key = simulator.credential.campaignApiKey) =>
	createHash('sha256').update(`${WORKSPACE}|${name}|${key}`).digest('hex');

const get = async (
	name: string,
	headers: Record<string, string> = { Signature: signatureOf(name) },
	workspace = WORKSPACE,
) => {
	const path = `/campaign_reports/rest_api/${workspace}/${encodeURIComponent(name)}`;
	const url = simulator.baseUrls.api + path;
	const {
		status,
		data,
		headers: got,
	} = await client.get(url, {
		headers,
		responseType: 'arraybuffer',
	});
	return { status, data: data as Buffer, type: String(got['content-type']) };
};

it.each(['Report_daily', 'Report_-_test', 'Report_Übersicht'])(
	'gives the file of %s, of each of the last days, to whoever signs its name',
	async (report) => {
		for (const days of [0, 3, 7]) {
			const name = `${report}_${daysAgo(days)}.zip`;
			const { status, data, type } = await get(name);
			expect([status, type]).toEqual([200, 'application/gzip']);
			expect(data.equals(reportFile(name))).toBe(true);
		}
	},
);

it.each([
	['a name with blanks', 'Report - test', 1],
	['a report that is not there', 'Orders', 1],
	['one older than seven days', 'Report_daily', 9],
])('says 400 of %s', async (_what, report, days) => {
	const { status, data } = await get(`${report}_${daysAgo(days)}.zip`);
	expect(status).toBe(400);
	expect(JSON.parse(data.toString())).toMatchObject({ error: { type: 'BAD REQUEST' } });
});

it('says 400 of another workspace', async () => {
	const name = `Report_daily_${daysAgo(1)}.zip`;
	expect((await get(name, undefined, 'OTHER')).status).toBe(400);
});

it('says 401 without a body if the signature is missing or another, or a key comes with it', async () => {
	const name = `Report_daily_${daysAgo(1)}.zip`;
	const wrong = [
		{},
		keyHeader('campaignApiKey'),
		{ ...keyHeader('campaignApiKey'), Signature: signatureOf(name) },
		{ Signature: signatureOf(encodeURIComponent(`${name} `)) },
		{ Signature: signatureOf(name, simulator.credential.dataApiKey) },
		{ Signature: signatureOf(name).toUpperCase() },
	];
	for (const headers of wrong) {
		const { status, data } = await get(name, headers as Record<string, string>);
		expect([status, data.length]).toEqual([401, 0]);
	}
});
