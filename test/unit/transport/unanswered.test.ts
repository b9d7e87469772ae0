import { readReply } from '../../../nodes/MoEngage/transport/answer';
import { answeredByProxy } from '../../../nodes/MoEngage/transport/unanswered';

const NGINX = {
	date: 'Mon, 30 Nov 2026 10:00:00 GMT',
	server: 'nginx',
	'content-type': 'text/html',
};
const HAPROXY = { 'cache-control': 'no-cache', connection: 'close', 'content-type': 'text/html' };
const APACHE = { ...NGINX, server: 'Apache/2.4.38 (Debian)' };
const page = (words: string) => `<html><body><h1>${words}</h1></body></html>`;

describe('a response to CONNECT is that of a proxy, and nothing was sent', () => {
	test.each([
		['a proxy that wants a log-in', 407, NGINX, page('Proxy Authentication Required')],
		['a status alone', 502, {}, ''],
		['a status with words, but no page', 503, { connection: 'close' }, 'no route to host'],
		[
			'Squid',
			503,
			{ ...NGINX, server: 'squid/6.6', 'x-squid-error': 'ERR_DNS_FAIL 0' },
			page('DNS'),
		],
		[
			'Tinyproxy that cannot connect',
			500,
			{ server: 'tinyproxy/1.11.1' },
			page('Unable to connect'),
		],
		['Tinyproxy that may not', 403, { server: 'tinyproxy/1.8.4' }, page('Filtered')],
		[
			'Apache, with date and name',
			502,
			APACHE,
			page('The proxy server could not handle the request <a href="x:443">CONNECT&nbsp;x:443</a>'),
		],
		[
			'a gateway that quotes the request',
			504,
			NGINX,
			page('CONNECT api-01.moengage.com:443 failed'),
		],
	])('%s', (_what, statusCode, headers, body) => {
		expect(answeredByProxy({ statusCode, headers, body })).toMatchObject({
			kind: 'unanswered',
			mayHaveArrived: false,
			reason: expect.stringMatching(/^A proxy between n8n and MoEngage .+ \(HTTP \d+\)$/),
		});
	});
});

// What has passed the request on says the same when the response gets lost: "not sent" would send a business event twice.
describe('a page of a server that may have passed the request on is not taken for one about CONNECT', () => {
	test.each([
		['HAProxy', 502, HAPROXY, 'The server returned an invalid or incomplete response.'],
		['HAProxy', 504, HAPROXY, "The server didn't respond in time."],
		['nginx', 502, NGINX, 'Bad Gateway'],
		['nginx', 504, NGINX, 'Gateway Time-out'],
		['a server that does not say its name', 504, { date: NGINX.date }, 'upstream timed out'],
		['Apache', 502, APACHE, 'The proxy server could not handle the request POST /v1/event'],
		[
			'Squid that waited for a response',
			504,
			{ 'x-squid-error': 'ERR_READ_TIMEOUT 110', date: NGINX.date },
			'Timeout',
		],
		['a server that speaks of connections', 502, NGINX, 'Could not connect: connection reset'],
	])('%s: %i', (_who, statusCode, headers, words) => {
		const answer = { statusCode, headers, body: page(words) };
		expect(answeredByProxy(answer)).toBeUndefined();
		expect(readReply(answer)).toMatchObject({ kind: 'refused', mayHaveArrived: true });
	});

	test.each([500, 503])(
		'a fault of a gateway (%i) names the proxy that may be behind it',
		(status) => {
			for (const headers of [NGINX, HAPROXY, APACHE]) {
				const answer = { statusCode: status, headers, body: page('No server is available') };
				expect(answeredByProxy(answer)).toBeUndefined();
				const { refusal } = readReply(answer) as { refusal: { message: string } };
				expect(refusal.message).toMatch(/gateway, or a proxy between n8n and MoEngage, could not/);
			}
		},
	);

	test.each([
		['MoEngage itself', 503, { status: 'fail', error: { message: 'CONNECT failed' } }],
		['MoEngage itself', 502, { message: 'CONNECT api:443' }],
		['an acceptance', 200, { status: 'success' }],
	])('nor are the words of %s: %i', (_who, statusCode, body) => {
		expect(answeredByProxy({ statusCode, headers: {}, body })).toBeUndefined();
	});
});
