import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import documented from '../../fixtures/requestFields.json';

/*
 * `test/fixtures/requestFields.json` has the names of the fields that MoEngage documents for each request (made by `npm run
 * generate:fields`). Each is in the code of the operations that send the request, or left out for a reason. After newer
 * documents, or a new endpoint, this says what is missing.
 */

const NODE = join(__dirname, '..', '..', '..', 'nodes', 'MoEngage');

/** Fields that no operation sends, and why: by endpoint and name. */
const LEFT_OUT: Array<[endpoint: RegExp, field: RegExp, reason: string]> = [
	[/./, /^X-MOE-Request-Id$/, 'Only traces a request; request_id in the body does the same'],
	[
		/./,
		/^(moe_)?request_id$/,
		'Only traces a request; the header X-MOE-Request-Id, or the response_id of the response, does the same',
	],
	[
		/Flows?(Status)?$/,
		/^X-MOE-Tenant-ID$/,
		'MoEngage takes the workspace from Basic authentication, and the credential has no other',
	],
	[
		/^changeFlowStatus$/,
		/^version_no$/,
		'Without it, MoEngage changes the active version; no read of the node has the numbers of others',
	],
	[
		/^send(Test)?Alert$/,
		/\.sender_attributes$/,
		'The schema has a list, the help page an object: one of them would be rejected',
	],
	[
		/^send(Test)?Alert$/,
		/\.live_activity_attributes\b/,
		'An app starts a live activity and gives its token to a server; no workflow has it',
	],
	[
		/^(deleteUser|getUsers|upsertDevice|upsertUser)$/,
		/^X-Forwarded-For$/,
		'An address of the user is of use for events alone; for IP whitelisting, the caller may not set it itself',
	],
	[
		/^manageDevices$/,
		/\.(GAID|IDFV)$/,
		'The text of the same document says moe_gaid and unique_id, which its messages use, too',
	],
	[
		/^(create|update)CouponList$/,
		/\.(success|failure)_alert$/,
		'A workflow learns how an upload ended from Get Many Uploads, or from the callback of the file',
	],
	[
		/^getCampaignMeta$/,
		/^campaign_fields\.(?!id$|name$)|^include_child_campaigns$/,
		'Get Many has the filters; Get Reach takes the IDs that it finds',
	],
	[/^getCampaignStatistics$/, /^limit$/, 'As many as the request has campaigns, 10 at most'],
	[
		/^trackEvent$/,
		/^update_existing_only$/,
		'A release note alone mentions it for events, and MoEngage rejects fields at the wrong place',
	],
	[
		/^reportExperienceEvents$/,
		/^elements\.actions$/,
		'The pipeline puts the actions of a user there',
	],
];

/** Below these, users name the fields, or give them whole as JSON. */
const NAMED_BY_USERS = /(^|\.)(attributes|(in|ex)cluded_filters)\./;

/** The sources that may say what a request holds, each without its comments. */
const SOURCES = new Map(
	['resources', 'methods', 'mapping']
		.flatMap((folder) => filesIn(join(NODE, folder)))
		.map((file) => [file, readFileSync(file, 'utf8').replace(/\/\*[^]*?\*\/|\/\/.*$/gm, '')]),
);

function filesIn(folder: string): string[] {
	return readdirSync(folder)
		.map((name) => join(folder, name))
		.flatMap((path) => (statSync(path).isDirectory() ? filesIn(path) : [path]));
}

function importsOf(file: string): string[] {
	const paths = [...(SOURCES.get(file) ?? '').matchAll(/from '(\.[^']+)'/g)].map(([, path]) =>
		join(dirname(file), path),
	);
	return paths
		.map((path) => (existsSync(`${path}.ts`) ? `${path}.ts` : join(path, 'index.ts')))
		.filter((path) => SOURCES.has(path));
}

/** The code of the operations that send a request: their files, and all that these import. */
function codeFor(endpoint: string): string {
	const isUsed = new RegExp(`\\bENDPOINTS\\.${endpoint}\\b`);
	const users = [...SOURCES].filter(([, text]) => isUsed.test(text)).map(([file]) => file);
	// A route that two operations share is declared beside them.
	const importers = [...SOURCES.keys()].filter(
		(file) => !file.endsWith('index.ts') && importsOf(file).some((one) => users.includes(one)),
	);
	const files = new Set([...users, ...importers]);
	for (const file of files) for (const imported of importsOf(file)) files.add(imported);
	return [...files].map((file) => SOURCES.get(file)).join('\n');
}

function missingIn(endpoint: string, fields: string[]): string[] {
	const code = codeFor(endpoint) + (ENDPOINTS as Record<string, Endpoint>)[endpoint].path;
	return fields
		.filter((field) => !NAMED_BY_USERS.test(field))
		.filter((field) => {
			const name = field.split('.').at(-1) ?? field;
			return !new RegExp(`(?<![\\w-])${name}(?![\\w-])`).test(code);
		});
}

const ENTRIES = Object.entries(documented as Record<string, string[]>);

const MISSING = ENTRIES.flatMap(([endpoint, fields]) =>
	missingIn(endpoint, fields).map((field) => ({ endpoint, field })),
);

test('the list has every endpoint of the node, and no other', () => {
	expect(ENTRIES.map(([name]) => name)).toEqual(Object.keys(ENDPOINTS).sort());
});

test('every field that MoEngage documents is sent, or left out for a reason', () => {
	const unexplained = MISSING.filter(
		({ endpoint, field }) =>
			!LEFT_OUT.some(([endpoints, fields]) => endpoints.test(endpoint) && fields.test(field)),
	);
	expect(unexplained).toEqual([]);
});

test.each(LEFT_OUT)('a reason is needed: %s %s', (endpoints, fields) => {
	const explained = MISSING.filter(
		({ endpoint, field }) => endpoints.test(endpoint) && fields.test(field),
	);
	expect(explained).not.toEqual([]);
});

test('seven in eight of the documented fields are sent', () => {
	// The sandbox of alerts has the same request as the host for customers.
	const counted = (endpoint: string) => endpoint !== 'sendTestAlert';
	const all = ENTRIES.filter(([name]) => counted(name)).flatMap(([, fields]) => fields).length;
	const missing = MISSING.filter(({ endpoint }) => counted(endpoint)).length;
	expect(all).toBeGreaterThan(300);
	expect((all - missing) / all).toBeGreaterThan(7 / 8);
});

test('a field that only another operation sends counts as missing', () => {
	expect(missingIn('searchFlows', ['created_by', 'campaign_ids', 'u_em'])).toEqual([
		'campaign_ids',
		'u_em',
	]);
	expect(missingIn('trackEvent', ['dedup_id', 'actions.attributes.any', 'new_field'])).toEqual([
		'new_field',
	]);
});
