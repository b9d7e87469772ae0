import { deliver } from '../../../nodes/MoEngage/delivery/deliver';
import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { ENDPOINTS } from '../../../nodes/MoEngage/transport/endpoints';
import { fakeRun, type FakeRun } from './fakeRun';

const OPERATION: Operation = {
	value: 'upsert',
	name: 'Upsert',
	action: 'Upsert',
	description: 'Upsert',
	route: {
		endpoint: {
			...ENDPOINTS.upsertUser,
			tracksUsers: undefined,
			repeat: 'safe',
			limits: { elements: 2, bytes: 10_000 },
		},
		toBody: (users) => ({ users }),
	},
	fields: [{ displayName: 'User ID', name: 'user', type: 'string', default: '' }],
	toPiece: (parameters) => ({ element: { id: parameters.requiredText('user') } }),
};

const SECOND = 1000;

/** Starts a run of five users, two a request, whose responses come so late. */
function start(
	lateness: number[],
	options: Pick<FakeRun, 'parameters'> = {},
	operation = OPERATION,
) {
	const logged: string[] = [];
	const shown: string[] = [];
	let requests = 0;
	const { context } = fakeRun({
		parameters: {
			user: (item: number) => (item === 4 ? '' : `user-${item}`),
			'options.maxConcurrency': 1,
			...options.parameters,
		},
		items: [1, 2, 3, 4, 5].map((row) => ({ row })),
		node: { name: 'Send users', onError: 'continueRegularOutput' },
		respond: async () => {
			const ms = lateness[requests++];
			await new Promise((resolve) => setTimeout(resolve, ms));
			return requests === 2
				? { statusCode: 400, body: { message: 'No such user' } }
				: { statusCode: 200, body: { status: 'success' } };
		},
	});
	context.logger.info = (line) => logged.push(line);
	context.sendMessageToUI = (line: string) => shown.push(line);
	const ended = deliver(context, operation);
	return { ended, logged, shown, context };
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('a long run says every ten seconds how far it is, in the log and in the browser', async () => {
	const { ended, logged, shown } = start([1, 25 * SECOND, 9 * SECOND, 9 * SECOND]);
	await jest.advanceTimersByTimeAsync(9 * SECOND);
	expect(shown).toEqual([]);
	await jest.advanceTimersByTimeAsync(13 * SECOND);
	const first = '2 of 5 items accepted, 1 could not be sent, 2 to go';
	expect(shown).toEqual([first, first]);
	await jest.advanceTimersByTimeAsync(10 * SECOND);
	expect(shown).toHaveLength(3);
	expect(logged).toEqual(shown.map((line) => `MoEngage node "Send users": ${line}`));
	await jest.runAllTimersAsync();
	await ended;
	const { length } = shown;
	await jest.advanceTimersByTimeAsync(60 * SECOND);
	// Nothing of it is left behind: neither lines nor timers.
	expect(shown).toHaveLength(length);
	expect(jest.getTimerCount()).toBe(0);
});

test('a run that is long in reading its items says how many of them it has read', async () => {
	const operation: Operation = {
		...OPERATION,
		toPiece(parameters) {
			// Nobody else has a turn meanwhile, as with the expressions of n8n's engine.
			jest.advanceTimersByTime(200);
			return OPERATION.toPiece(parameters, undefined as never);
		},
	};
	const { context } = fakeRun({
		parameters: { user: (item: number) => `user-${item}` },
		items: Array.from({ length: 200 }, (_, row) => ({ row })),
		node: { name: 'Send users' },
		respond: () => ({ statusCode: 200, body: { status: 'success' } }),
	});
	const shown: string[] = [];
	context.sendMessageToUI = (line: string) => shown.push(line);
	const ended = deliver(context, operation);
	await jest.runAllTimersAsync();
	await ended;
	const lines = shown.filter((line) => line.endsWith(' of 200 items read and checked'));
	const counts = lines.map((line) => Number(line.split(' ')[0]));
	expect(counts).toEqual([50, 100, 150, 200]);
});

test('a run that is done within ten seconds says nothing', async () => {
	const { ended, logged, shown } = start([SECOND, SECOND, SECOND, SECOND]);
	await jest.runAllTimersAsync();
	await ended;
	expect([...logged, ...shown]).toEqual([]);
});

test.each([
	[
		'its own pace',
		30_000,
		{ 'options.eventsPerMinute': 2 },
		'at the pace of 2 per minute in Options',
	],
	['MoEngage', 2, {}, "waiting for MoEngage's rate limit of 2 events per minute"],
])('a run that waits for %s says so', async (_what, perMinute, parameters, words) => {
	const endpoint = {
		...OPERATION.route.endpoint,
		path: `/of/${perMinute}`,
		limits: { elements: 2, bytes: 10_000, rate: { counts: 'events' as const, perMinute } },
	};
	const operation = { ...OPERATION, route: { ...OPERATION.route, endpoint } };
	const { ended, shown } = start([1, 1, 1, 1], { parameters }, operation);
	await jest.advanceTimersByTimeAsync(12 * SECOND);
	expect(shown).toEqual([`2 of 5 items accepted, 1 could not be sent, 2 to go, ${words}`]);
	await jest.runAllTimersAsync();
	await ended;
});

test('an n8n that has no hints, as 1.94 has none for tools, keeps no run from its end', async () => {
	const { context } = fakeRun({
		parameters: { user: (item: number) => (item === 1 ? '' : `user-${item}`) },
		items: [{ row: 1 }, { row: 2 }, { row: 3 }],
		node: { onError: 'continueRegularOutput' },
	});
	Object.assign(context, { addExecutionHints: undefined, sendMessageToUI: undefined });
	const ended = deliver(context, OPERATION);
	await jest.runAllTimersAsync();
	expect((await ended).map(({ json }) => json.error !== undefined)).toEqual([false, true, false]);
});

test('what the log does not take keeps no run from its end', async () => {
	const { ended, context, shown } = start([1, 25 * SECOND, 1, 1]);
	context.logger.info = () => {
		throw new Error('disk full');
	};
	await jest.runAllTimersAsync();
	expect(await ended).toHaveLength(5);
	expect(shown).toEqual([]);
});
