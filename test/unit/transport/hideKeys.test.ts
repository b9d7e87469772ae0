import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';
import { hideKeys } from '../../../nodes/MoEngage/transport/hideKeys';
import { cpuTime } from '../../fixtures/cpuTime';

const WORKSPACE_ID = 'WS_1';
/** The second one begins like the first, and has what URLs, JSON and HTML spell in another way. */
const DATA_KEY = 'Data-Key_1';
const CAMPAIGN_KEY = 'Data-Key_1+/"=?\\&>end';
const BROAD = 'f3b1c2d4e5a6978812345678';

const CREDENTIAL: MoEngageCredential = {
	dataCenter: '01',
	workspaceId: ` ${WORKSPACE_ID} `,
	dataApiKey: ` ${DATA_KEY}\n`,
	campaignApiKey: CAMPAIGN_KEY,
	apiKey: BROAD,
};

const tokenOf = (key: string, workspaceId = WORKSPACE_ID) =>
	Buffer.from(`${workspaceId}:${key}`).toString('base64');

const hidden = (text: string, credential = CREDENTIAL) => hideKeys(credential, { body: text }).body;

/** Every character that is neither a digit nor a letter, written so. */
const spelt = (text: string, spelling: (character: string) => string) =>
	text.replace(/[^A-Za-z0-9]/g, spelling);
const hex = (character: string) => character.charCodeAt(0).toString(16);

describe('a key in a response is replaced', () => {
	test.each([
		['of a tile', DATA_KEY],
		['that begins like another', CAMPAIGN_KEY],
		['for several APIs', BROAD],
	])('%s', (_which, key) => {
		expect(hidden(`Key '${key}' is wrong, ${key}!`)).toBe("Key '[key]' is wrong, [key]!");
		expect(hidden(key)).toBe('[key]');
		const token = tokenOf(key);
		expect(hidden(`header: 'Basic ${token}'.`)).toMatch(/^header: 'Basic \[key\]=*'\.$/);
		expect(hidden(`Basic ${token.replace(/=/g, '')},`)).toBe('Basic [key],');
	});

	test.each<[string, (text: string) => string]>([
		['in a URL', encodeURIComponent],
		['in a URL, in small letters', (text) => spelt(text, (one) => `%${hex(one)}`)],
		['in JSON text', (text) => JSON.stringify(text).slice(1, -1)],
		['in JSON text with slashes for slashes', (text) => text.replace(/[/"\\]/g, '\\$&')],
		['in JSON text as numbers', (text) => spelt(text, (one) => `\\u00${hex(one)}`)],
		[
			'in JSON text as numbers, in capital letters',
			(text) => spelt(text, (one) => `\\u00${hex(one).toUpperCase()}`),
		],
		['in HTML by numbers', (text) => spelt(text, (one) => `&#${one.charCodeAt(0)};`)],
		['in HTML by hexadecimal numbers', (text) => spelt(text, (one) => `&#x${hex(one)};`)],
	])('however it is spelt: %s', (_where, spelling) => {
		for (const secret of [CAMPAIGN_KEY, tokenOf(CAMPAIGN_KEY).replace(/=+$/, '')]) {
			expect(hidden(`a ${spelling(secret)} b`)).toBe('a [key] b');
		}
		expect(hidden(`?key=${spelling(DATA_KEY)}`)).toBe('?key=[key]');
	});

	test('in texts of every depth, in lists, in headers and in names', () => {
		const token = tokenOf(BROAD);
		const reply = {
			statusCode: 200,
			headers: { 'x-echo': `Basic ${token}`, 'set-cookie': [`k=${BROAD}`, 'a=1'] },
			body: {
				args: [{ key: DATA_KEY }, [[BROAD]], null, 5, true],
				errors: { [`Basic ${token}`]: { [DATA_KEY]: 'wrong', other: [CAMPAIGN_KEY] } },
			},
		};
		expect(hideKeys(CREDENTIAL, reply)).toEqual({
			statusCode: 200,
			headers: { 'x-echo': 'Basic [key]=', 'set-cookie': ['k=[key]', 'a=1'] },
			body: {
				args: [{ key: '[key]' }, [['[key]']], null, 5, true],
				errors: { 'Basic [key]=': { '[key]': 'wrong', other: ['[key]'] } },
			},
		});
	});

	test('however deep it lies', () => {
		const bottom: Record<string, unknown> = { echo: BROAD };
		let body = bottom;
		for (let level = 0; level < 100_000; level++) body = { body };
		hideKeys(CREDENTIAL, body);
		expect(bottom).toEqual({ echo: '[key]' });
	});
});

describe('other texts stay', () => {
	test.each(['', 'Data-Key_', 'WS_1', 'data-key_1', 'DataXKey_1', 'Basic access', 'undefined'])(
		'%p',
		(text) => {
			expect(hidden(text)).toBe(text);
		},
	);

	test('what a short text in a field of the credential would be found in', () => {
		const short = { ...CREDENTIAL, dataApiKey: 'success', campaignApiKey: 'e', apiKey: ' ' };
		expect(hidden('success of the 1st element', short)).toBe('success of the 1st element');
		expect(hidden(`Basic ${tokenOf('success')}`, short)).toBe('Basic [key]');
		expect(hidden('12345678 1234567', { ...short, apiKey: '12345678' })).toBe('[key] 1234567');
	});

	test('if the credential has no key at all', () => {
		for (const workspaceId of ['', 'WS', WORKSPACE_ID, 'ABCDEFGHIJKLMNOPQRSTUVWX']) {
			const none = { dataCenter: '01', workspaceId };
			expect(hidden(`Basic ${tokenOf('', workspaceId)} WS`, none)).toBe(
				`Basic ${tokenOf('', workspaceId)} WS`,
			);
		}
	});

	test('and a large response is the same object, looked through within the time of parsing it', () => {
		const record = (id: number) => ({
			id,
			name: `Campaign ${id}`,
			text: 'Lorem ipsum '.repeat(20),
		});
		const json = JSON.stringify({ data: Array.from({ length: 18_000 }, (_, id) => record(id)) });
		expect(json.length).toBeGreaterThan(5_000_000);
		const body = JSON.parse(json) as object;
		const started = cpuTime();
		expect(hideKeys(CREDENTIAL, body)).toBe(body);
		// A few hundredths of a second; a search for each key by itself would still be below this.
		expect(cpuTime() - started).toBeLessThan(1000);
		expect(JSON.stringify(body)).toBe(json);
	});
});
