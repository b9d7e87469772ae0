import { readReply, type Answer } from '../../../nodes/MoEngage/transport/answer';
import { readRefusal } from '../../../nodes/MoEngage/transport/refusal';
import { BARRING, OF_ONE_REQUEST, PASSING, WITH_STATUS_200 } from '../../fixtures/refusals';

function answer(statusCode: number, body: unknown): Answer {
	return { statusCode, headers: {}, body };
}

describe("MoEngage's error bodies, four shapes with one meaning", () => {
	test('Data API', () => {
		const body = {
			status: 'fail',
			error: {
				message: 'customer_id is not found in the payload',
				type: 'MissingAttributeError',
				attribute: 'customer_id',
				request_id: 'TtnwRNrU',
			},
		};
		expect(readRefusal(answer(400, body))).toEqual({
			httpCode: 400,
			message: 'customer_id is not found in the payload',
			type: 'MissingAttributeError',
			target: 'customer_id',
			requestId: 'TtnwRNrU',
		});
	});

	test.each<[string, object]>([
		['in the error', { error: { message: 'No', request_id: 'r-1' } }],
		['beside the error', { error: { message: 'No' }, request_id: 'r-1' }],
		['as req_id alone', { status: 'fail', message: 'No', req_id: 'r-1' }],
		['as req_id beside the error', { error: { message: 'No' }, req_id: 'r-1' }],
		['as the response of version 5', { response_id: 'r-1', error: { message: 'No' } }],
		['as the code of Personalize', { title: 'Not allowed', description: 'No', code: 'r-1' }],
	])('the request ID is found wherever it stands: %s', (_where, body) => {
		for (const status of [400, 403, 500]) {
			expect(readRefusal(answer(status, body))).toMatchObject({ message: 'No', requestId: 'r-1' });
		}
	});

	test('business events: general message first, then what the details add', () => {
		const body = {
			error: {
				code: '400 Bad Request',
				message: 'Bad request',
				details: [
					{ code: 'MissingValue', target: 'created_by', message: 'created_by - Field is required' },
				],
				request_id: '64a54b0f633fda13b6681259',
			},
		};
		expect(readRefusal(answer(400, body))).toEqual({
			httpCode: 400,
			message: 'Bad request: created_by - Field is required',
			type: 'MissingValue',
			target: 'created_by',
			requestId: '64a54b0f633fda13b6681259',
		});
	});

	test('business events: nested objects, lists of messages and lists of targets', () => {
		const nested = (message: unknown, target: unknown = 'APP_ID') => ({
			error: {
				code: '401 Authentication error',
				message: 'Authentication required',
				details: [{ code: 'InvalidValue', target, message }],
				request_id: 'r1',
			},
		});
		const inner = { code: 'MissingValue', target: 'Authorization', message: 'Header is missing.' };
		expect(readRefusal(answer(401, nested(inner)))).toMatchObject({
			message: 'Authentication required: Header is missing.',
			target: 'Authorization',
			type: 'MissingValue',
		});
		expect(readRefusal(answer(401, nested([inner, { ...inner, message: 'Key?' }])))).toMatchObject({
			message: 'Authentication required: Header is missing.: Key?',
		});
		expect(readRefusal(answer(400, nested('Wrong type', ['brand', 'size'])))).toMatchObject({
			message: 'Authentication required: Wrong type',
			target: 'brand, size',
		});
	});

	test('business events: a detail that repeats the message is not said twice', () => {
		const body = {
			error: {
				message: 'Business event does not exists',
				details: [{ target: 'event_name', message: 'Business event does not exist' }],
			},
		};
		expect(readRefusal(answer(400, body)).message).toBe('Business event does not exists');
	});

	test('business events, rate limit', () => {
		const body = {
			status: 'error',
			data: {
				code: 429,
				title: 'rate limiter exception',
				description: 'Exceeded rate limit for this app',
			},
		};
		expect(readRefusal(answer(429, body))).toMatchObject({
			httpCode: 429,
			message: 'Exceeded rate limit for this app',
			type: 'rate limiter exception',
			requestId: undefined,
		});
	});

	test('Personalize, whose code is the request ID, and the 500 of business events', () => {
		const personalize = {
			title: 'Invalid Field Value',
			description: 'elements - Validators Failed',
			code: 'NwRqMltB',
		};
		expect(readRefusal(answer(400, personalize))).toEqual({
			httpCode: 400,
			message: 'elements - Validators Failed',
			type: 'Invalid Field Value',
			target: undefined,
			requestId: 'NwRqMltB',
		});
		const server = {
			title: 'Internal Server Error',
			message: 'An unexpected error was encountered',
		};
		expect(readRefusal(answer(500, server))).toMatchObject({
			message: 'An unexpected error was encountered',
			type: 'Internal Server Error',
		});
	});

	test('Inform, whose number is one of its own', () => {
		const body = { status: 'fail', status_code: 4001, message: ' No template ', request_id: ' r ' };
		expect(readRefusal(answer(400, body))).toEqual({
			httpCode: 400,
			message: 'No template',
			number: 4001,
			requestId: 'r',
		});
		expect(readRefusal(answer(400, { ...body, status_code: '4001' }))).not.toHaveProperty('number');
	});

	test.each<[string, object, object]>([
		[
			'details in words',
			{ error: { message: 'No', details: ' Too long ' } },
			{ message: 'No: Too long' },
		],
		['empty details', { error: { message: 'No', details: '  ' } }, { message: 'No' }],
		[
			'empty details alone',
			{ error: { details: [' ', { message: '' }] } },
			{ message: 'MoEngage rejected the request without a reason (HTTP 400)' },
		],
		['blank words', { message: ' ', description: ' Sorry ' }, { message: 'Sorry' }],
		['a number for words', { message: 7, err_code: 12 }, { message: '7', type: '12' }],
		[
			'a code that is the message',
			{ error: 'No', message: 'No', code: 'C1' },
			{ message: 'No', type: 'C1' },
		],
		[
			'a nested code of version 5 that is no request ID',
			{ error: { title: 'T', message: 'No', code: 'C1' } },
			{ message: 'No', requestId: undefined },
		],
		[
			'the second of two details that say the same in other letters',
			{
				error: {
					message: 'Name is required',
					details: [{ message: 'name: IS required' }, { message: 'Size is required' }],
				},
			},
			{ message: 'Name is required: Size is required' },
		],
	])('%s', (_what, body, expected) => {
		expect(readRefusal(answer(400, body))).toMatchObject(expected);
	});

	test.each([
		[204, 'MoEngage rejected the request without a reason (HTTP 204)'],
		[300, 'MoEngage redirected the request (HTTP 300)'],
		[399, 'MoEngage redirected the request (HTTP 399)'],
		[400, 'MoEngage rejected the request without a reason (HTTP 400)'],
		[499, 'MoEngage rejected the request without a reason (HTTP 499)'],
		[500, "MoEngage's gateway, or a proxy between n8n and MoEngage, could not respond (HTTP 500)"],
	])('status %i alone', (status, message) => {
		expect(readRefusal(answer(status, ''))).toEqual({ httpCode: status, message });
	});

	test.each([
		[502, '<html><body>Bad Gateway</body></html>', /gateway, .*could not respond \(HTTP 502\)/],
		[503, '', /HTTP 503/],
		[400, undefined, /without a reason \(HTTP 400\)/],
		[302, '', /redirected/],
		[404, {}, /HTTP 404/],
		[500, { error: null, details: 7 }, /HTTP 500/],
	])('%i with %p still says something true', (status, body, message) => {
		expect(readRefusal(answer(status, body)).message).toMatch(message);
	});
});

describe.each([
	['that concerns the key or the workspace', BARRING],
	['that concerns one request', OF_ONE_REQUEST],
	['with status 200', WITH_STATUS_200],
	['for a moment', PASSING],
])('a refusal %s', (_what, documented) => {
	test.each(documented)('from $from ($status)', ({ status, body, concerns, says, reads }) => {
		const reply = readReply(answer(status, body));
		if (reply.kind !== 'refused') throw new Error(`The reply is ${reply.kind}`);
		expect(concerns).toContain(reply.concerns);
		expect(reply.refusal).toMatchObject({ httpCode: status, ...reads });
		for (const words of says) expect(reply.refusal.message).toContain(words);
		// Whatever else the body has, nobody gets to read this.
		expect(JSON.stringify(reply.refusal)).not.toMatch(/\[object Object\]|undefined|null/);
	});
});

describe('a request that is not to be repeated in parts', () => {
	test.each(BARRING)('$from ($status)', ({ status, body }) => {
		expect(readReply(answer(status, body))).toMatchObject({ mayBeOneItem: false });
	});
});

describe('odd bodies', () => {
	const ODD: unknown[] = [
		{ error: [] },
		{ error: [{ message: 'In a list' }] },
		{ error: { message: { text: 'nested' } } },
		{ error: { code: 7, message: '', details: null } },
		{ error: { details: [null, 7, 'text', [[]], {}] } },
		{ err_code: {}, message: [] },
		{ status: 'fail', error_message: { a: 1 } },
		{ data: [] },
		{ response_id: {}, error: 'text' },
		[],
		7,
		null,
		'null',
	];

	test.each([200, 400, 401, 403, 409, 429, 500])('with status %i never break reading', (status) => {
		for (const body of ODD) {
			const reply = readReply(answer(status, body));
			if (reply.kind !== 'refused') {
				expect(status).toBe(200);
				continue;
			}
			const { message, type, target, requestId } = reply.refusal;
			expect(message).toMatch(/\S/);
			for (const text of [message, type ?? '', target ?? '', requestId ?? '']) {
				expect(typeof text).toBe('string');
				expect(text).not.toMatch(/\[object Object\]/);
			}
		}
	});
});

describe('what counts as accepted', () => {
	test.each([
		[200, { status: 'success' }, true, false],
		[200, { message: 'The business event has been triggered' }, true, false],
		[200, '<html>log in</html>', false, true],
		[200, '', false, true],
		[200, { status: 'fail', error: {} }, false, false],
		[200, { status: 'failure' }, false, false],
		[200, { status: 'Failure', message: 'No' }, false, false],
		[200, { status: 'ERROR' }, false, false],
		[200, { status: false }, false, false],
		[200, { status: true, data: [] }, true, false],
		[200, { status: 'SUCCESS' }, true, false],
		[200, { status: 'Partial failure of nothing' }, true, false],
		[200, { status: 'no failure' }, true, false],
		[200, { status: 'failures: 0' }, true, false],
		[299, { status: 'success' }, true, false],
		[300, { status: 'success' }, false, false],
		[199, { status: 'success' }, false, false],
		[202, { status: 'accepted' }, true, false],
		[202, { status: 'failure' }, false, false],
		[200, { response_id: 'r', type: 'x', data: { status: 'failure' } }, true, false],
		[200, { error: { message: 'Invalid' } }, false, false],
		[200, { status: 'success', error: { message: 'Invalid' } }, false, false],
		[200, { error: {} }, false, false],
		[202, { error: 'Invalid' }, false, false],
		[200, { status: 'success', error: '' }, true, false],
		[200, { status: 'success', error: '  ' }, true, false],
		[200, { status: 'success', error: null }, true, false],
		[200, { status: 'success', error: [] }, true, false],
		[200, { status: 'success', error: false }, true, false],
		[200, { status: 'success', error: 0 }, true, false],
		[200, { status: 'success', errors: [{ message: 'Invalid' }] }, true, false],
		[200, { message: { invalid: { details: [{ error: 'Invalid' }] } } }, true, false],
		[200, { SMS: { message: 'Rate Limit', err_code: 'RATE_LIMIT' } }, true, false],
		[200, [], false, true],
		[200, null, false, true],
		[400, { status: 'fail' }, false, false],
		[302, '', false, false],
	])('%i %j', (status, body, accepted, unreadable) => {
		const { kind } = readReply(answer(status, body));
		expect(kind === 'accepted').toBe(accepted);
		expect(kind === 'unreadable').toBe(unreadable);
	});
});

describe('a success whose fields MoEngage documents', () => {
	test.each([
		[['data'], { data: [] }, 'accepted'],
		[['data'], { data: null }, 'accepted'],
		[['data'], { message: 'Service under maintenance' }, 'unreadable'],
		[['data'], { Data: [], items: [] }, 'unreadable'],
		[['data'], {}, 'unreadable'],
		[['data', 'response_id'], { response_id: 'r-1' }, 'accepted'],
		[['data', 'response_id'], { data: {} }, 'accepted'],
		[['data', 'response_id'], { type: 'campaign' }, 'unreadable'],
		[['status'], { status: 'success' }, 'accepted'],
		[['data'], { status: 'fail', error: { message: 'No' } }, 'refused'],
		[['data'], '<html></html>', 'unreadable'],
		[[], { data: [] }, 'unreadable'],
		[undefined, { hello: 'world' }, 'accepted'],
	])('has one of %j: %j is %s', (answersWith, body, kind) => {
		for (const status of [200, 202, 299]) {
			expect(readReply(answer(status, body), answersWith)).toMatchObject({
				kind,
				...(kind === 'unreadable' && { statusCode: status }),
			});
		}
	});

	test('a rejection has fields of its own', () => {
		for (const status of [300, 400, 404, 500]) {
			expect(readReply(answer(status, { message: 'No' }), ['data']).kind).toBe('refused');
		}
	});
});

describe('whom a rejection concerns', () => {
	const JSON_BODY = { error: { message: 'No' } };
	const PAGE = '<html><body>No</body></html>';

	test.each([
		[401, 'key', false],
		[429, 'limit', false],
		[500, 'server', false],
		[502, 'server', false],
		[400, 'request', true],
		[413, 'request', true],
		[404, 'request', false],
		[409, 'request', false],
		[302, 'request', false],
	])('%i concerns the %s, and one item alone may be the reason: %p', (status, concerns, one) => {
		for (const body of [JSON_BODY, PAGE, '']) {
			expect(readReply(answer(status, body))).toMatchObject({
				kind: 'refused',
				concerns,
				mayBeOneItem: one,
				refusal: { httpCode: status },
			});
		}
	});

	test('403 concerns the key or the workspace if MoEngage says so, and one request if a gateway does', () => {
		const concernsOf = (body: unknown) =>
			(readReply(answer(403, body)) as { concerns?: string }).concerns;
		expect(concernsOf(JSON_BODY)).toMatch(/^(key|workspace)$/);
		expect([PAGE, '', 'Forbidden'].map(concernsOf)).toEqual(['request', 'request', 'request']);
	});

	test('only the documented words of a 400 or 409 concern more than the request', () => {
		const concerns = [
			{ error: { message: 'The workspace attribute is invalid', type: 'ValueError' } },
			{ error: { message: "app_id 'x' is not an attribute", type: 'AttributeError' } },
			{ title: 'Request Error', description: 'The client sent a wrong field' },
			{ message: 'Client not found in segment', err_code: 'NOT_FOUND' },
		].flatMap((body) => [400, 409].map((status) => readReply(answer(status, body))));
		for (const reply of concerns) expect(reply).toMatchObject({ concerns: 'request' });
	});
});

test.each<[what: string, details: unknown, target: string | undefined]>([
	['the first that has one', [{ message: 'a' }, { target: 'b' }, { target: 'c' }], 'b'],
	[
		'the first of two',
		[
			{ field: 'a', message: 'x' },
			{ target: 'b', message: 'y' },
		],
		'a',
	],
	['the innermost', [{ target: 'outer', message: { target: 'inner', message: 'x' } }], 'inner'],
	['none', [{ message: 'a' }, 'b'], undefined],
])('of several details the target is that of %s', (_what, details, target) => {
	const body = { error: { message: 'Invalid', details } };
	expect(readReply({ statusCode: 400, headers: {}, body })).toMatchObject({ refusal: { target } });
});
