import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';

import { ENDPOINTS } from '../../../nodes/MoEngage/transport/endpoints';
import { sendRequest } from '../../../nodes/MoEngage/transport/request';
import { signatureFor } from '../../../nodes/MoEngage/transport/signedFile';

const OF_TILE = 'campaign-key-0123456789';
const CREDENTIAL = { dataCenter: '02', workspaceId: ' WS/1 ', campaignApiKey: ` ${OF_TILE} ` };
const NAME = 'Täglich - 1_20260131.zip';
const CONTENT = Buffer.from([0, 255, 128, 10, 13, 192]);

/** Asks for the file, of which n8n's HTTP helper returns this. */
async function ask(body: unknown, type?: string, statusCode = 200) {
	const asked: IHttpRequestOptions[] = [];
	const stored: unknown[][] = [];
	const helpers = {
		httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
			asked.push(options);
			return { statusCode, headers: type === undefined ? {} : { 'Content-Type': type }, body };
		},
		prepareBinaryData: async (...args: unknown[]) => {
			stored.push(args);
			return { id: 'stored' };
		},
	};
	const reply = await sendRequest(
		{ helpers } as unknown as IExecuteFunctions,
		CREDENTIAL,
		ENDPOINTS.downloadCampaignReport,
		undefined,
		{ path: { fileName: NAME } },
		7000,
	);
	return { reply, asked, stored };
}

test('the signature is that of workspace, name and key, each as it is, with bars between', () => {
	// printf 'WS/1|Täglich - 1_20260131.zip|campaign-key-0123456789' | sha256sum
	const Signature = '75381da646af3453be7d30c193ce4c6eccf14964e7ea5036653e5b246e4a3611';
	expect(signatureFor(CREDENTIAL, ENDPOINTS.downloadCampaignReport, NAME)).toEqual({ Signature });
});

test('a file is asked for as bytes, at its encoded address', async () => {
	const { asked } = await ask(CONTENT, 'application/gzip');
	expect(asked).toEqual([
		{
			method: 'GET',
			url: 'https://api-02.moengage.com/campaign_reports/rest_api/WS%2F1/T%C3%A4glich%20-%201_20260131.zip',
			headers: { Signature: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
			encoding: 'arraybuffer',
			timeout: 7000,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
		},
	]);
});

test.each([
	['application/gzip', 'application/gzip'],
	['application/zip; charset=binary', 'application/zip'],
	['text/csv', 'text/csv'],
	[undefined, undefined],
])('a file of the type %s is stored as it came', async (type, stored) => {
	const got = await ask(CONTENT, type);
	expect(got.stored).toEqual([[CONTENT, NAME, stored]]);
	expect(got.reply).toMatchObject({
		kind: 'accepted',
		body: { file: { id: 'stored' }, file_name: NAME, size: 6 },
	});
});

test.each([
	['JSON', '{"hello":"world"}', 'application/json', 200, 'unreadable'],
	[
		'JSON of a kind',
		'{"title":"Down"}',
		'application/problem+json; charset=utf-8',
		200,
		'unreadable',
	],
	['a page', '<html>', 'text/html; charset=utf-8', 200, 'unreadable'],
	['nothing', '', undefined, 200, 'unreadable'],
	['a refusal', '{"error":{"message":"No file"}}', 'application/json', 400, 'refused'],
	['bytes of a refusal', 'PK', 'application/gzip', 401, 'refused'],
])('%s in place of a file is never stored', async (_what, text, type, status, kind) => {
	const { reply, stored } = await ask(Buffer.from(text), type, status);
	expect(stored).toEqual([]);
	expect(reply.kind).toBe(kind);
});

test('words in place of a file show no key', async () => {
	const words = JSON.stringify({ error: { message: `Signed with ${OF_TILE}`, type: 'No' } });
	const { reply } = await ask(Buffer.from(words), 'application/json', 400);
	expect(reply).toMatchObject({ refusal: { message: 'Signed with [key]', type: 'No' } });
});
