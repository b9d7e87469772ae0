import { createServer as createPlainServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';

import { ownTime } from '../fixtures/ownTime';
import { untrustedCertificates } from '../fixtures/certificates';
import { caseOf, goodItems, options, savedWorkflow, type NodeSettings } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, retry, simulator, withCredential } = useEngine();

const ONCE = options({ maxRetries: 0 });
const CONTINUE: NodeSettings = { onError: 'continueRegularOutput', ...ONCE };

const servers: Server[] = [];
afterEach(async () => {
	await Promise.all(
		servers.splice(0).map(async (server) => {
			await new Promise((resolve) => server.close(resolve));
		}),
	);
});

async function portOf(server: Server): Promise<number> {
	servers.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
}

const answered: string[] = [];

/** Servers that no request gets through to, and what the client says then. */
const UNREACHABLE: Array<[string, RegExp, () => Promise<string>]> = [
	...Object.entries({
		withoutIssuer: /^UNABLE_TO_VERIFY_LEAF_SIGNATURE$/,
		unknownIssuer: /^UNABLE_TO_GET_ISSUER_CERT(_LOCALLY)?$/,
		unknownRoot: /^SELF_SIGNED_CERT_IN_CHAIN$/,
		selfSigned: /^DEPTH_ZERO_SELF_SIGNED_CERT$/,
		expired: /^(CERT_HAS_EXPIRED|DEPTH_ZERO_SELF_SIGNED_CERT)$/,
	}).map(([kind, code]): [string, RegExp, () => Promise<string>] => [
		`a TLS server with the certificate ${kind}`,
		code,
		async () => {
			const certificate = untrustedCertificates()[kind as 'expired'];
			const server = createSecureServer(certificate, (request, response) => {
				answered.push(request.url ?? '');
				response.end('{}');
			});
			return `https://127.0.0.1:${await portOf(server)}/api`;
		},
	]),
	[
		'https to a port that speaks http',
		/^(EPROTO|ERR_SSL_WRONG_VERSION_NUMBER)$/,
		async () => {
			const server = createPlainServer((request, response) => {
				answered.push(request.url ?? '');
				response.end('{}');
			});
			return `https://127.0.0.1:${await portOf(server)}/api`;
		},
	],
	['a closed port', /^ECONNREFUSED$/, async () => 'https://127.0.0.1:9/api'],
];

beforeEach(() => answered.splice(0));

describe.each(UNREACHABLE)('%s', (_what, code, start) => {
	test('fails each item as not sent, with the code and what to check', async () => {
		const apiBaseUrl = await start();
		for (const operation of [TRIGGER, TRACK]) {
			const finished = await engine.run(
				savedWorkflow(operation.name, CONTINUE),
				withCredential(goodItems(operation, 3), { apiBaseUrl }),
			);
			const output = finished.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(3);
			for (const { error, message, details } of output) {
				expect(details).toMatchObject({
					type: expect.stringMatching(code) as string,
					httpCode: null,
					retriable: true,
				});
				expect(error).not.toMatch(/unknown/);
				expect(error).toMatch(/could not be reached/);
				expect(message).toMatch(/did not reach MoEngage/);
			}
		}
		expect(answered).toEqual([]);
	});

	test('leaves every business event triggerable once it is mended', async () => {
		const apiBaseUrl = await start();
		const items = goodItems(TRIGGER, 3);
		const failed = await engine.run(
			savedWorkflow(TRIGGER.name, ONCE),
			withCredential(items, { apiBaseUrl }),
		);
		expect(failed.error?.message).not.toMatch(/unknown/);
		const again = await retry(failed, TRIGGER.name, items);
		expect(again.error).toBeUndefined();
		expect(TRIGGER.accepted(simulator).sort()).toEqual(items.map(TRIGGER.mark).sort());
	});
});

describe('a base URL of the credential that cannot be used', () => {
	const UNUSABLE = 'http://gateway.example.com';

	test.each([
		['of the host itself', TRIGGER, 'apiBaseUrl', /API Base URL/],
		['of the host itself, reports', REPORT, 'personalizeBaseUrl', /Personalize Base URL/],
	])(
		'%s: fails before anything is sent, without a repetition',
		async (_what, operation, field, label) => {
			const items = goodItems(operation, 3);
			const credential = withCredential(items, { [field]: UNUSABLE });
			const sinceStart = ownTime();
			const finished = await engine.run(
				savedWorkflow(operation.name, { onError: 'continueRegularOutput' }),
				credential,
			);
			// With the usual number of retries it would take longer.
			expect(sinceStart()).toBeLessThan(6000);
			expect(simulator.requests).toEqual([]);
			const output = finished.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(3);
			for (const { error, details } of output) {
				expect(error).toMatch(label);
				expect(error).toMatch(/not usable/);
				expect(details).toMatchObject({ type: 'InvalidSetup', httpCode: null, retriable: false });
			}

			const stopped = await engine.run(savedWorkflow(operation.name), credential);
			expect(stopped.error?.message).toMatch(label);
			const again = await retry(stopped, operation.name, items);
			expect(again.error).toBeUndefined();
			expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		},
	);

	test.each([
		['reports', REPORT, 'apiBaseUrl'],
		['business events', TRIGGER, 'personalizeBaseUrl'],
		['business events', TRIGGER, 'pushBaseUrl'],
	])('of another host keeps no %s from being delivered', async (_what, operation, field) => {
		const items = goodItems(operation, 3);
		const finished = await engine.run(
			savedWorkflow(operation.name),
			withCredential(items, { [field]: UNUSABLE }),
		);
		expect(finished.error).toBeUndefined();
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
	});
});
