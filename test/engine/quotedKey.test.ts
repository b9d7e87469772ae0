import type { IDataObject } from 'n8n-workflow';

import {
	caseOf,
	eventsOfManyUsers,
	goodItems,
	options,
	savedWorkflow,
	tileOf,
	type NodeSettings,
	type OperationCase,
} from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT, GET_USER] = [
	'businessEvent.trigger',
	'event.track',
	'experience.report',
	'user.get',
].map(caseOf);

const { engine, run, simulator, withCredential } = useEngine();

/** The key that an operation uses, and what Basic authentication makes of it. */
function secretsOf(operation: OperationCase): { key: string; token: string } {
	const key = simulator.credential[tileOf(operation).field as 'dataApiKey'];
	const token = Buffer.from(`${simulator.credential.workspaceId}:${key}`).toString('base64');
	return { key, token };
}

/** As Amazon's API Gateway quotes a header that it takes for a signature of its own. */
const gatewayWords = (token: string) =>
	`Invalid key=value pair (missing equal-sign) in Authorization header: 'Basic ${token}'.`;
const SHOWN = /missing equal-sign\) in Authorization header: 'Basic \[key\]=*'/;

function expectNoSecret(finished: FinishedRun, operation: OperationCase): void {
	const { key, token } = secretsOf(operation);
	const stored = finished.stored();
	expect(stored).toContain('MoEngage');
	for (const secret of [key, token, token.replace(/=+$/, ''), encodeURIComponent(token)]) {
		expect(stored).not.toContain(secret);
	}
}

const OPERATIONS = [TRIGGER, TRACK, REPORT, GET_USER];

describe('a gateway that quotes the header with the key', () => {
	test.each<[string, NodeSettings, branch: number]>([
		['a failed item', { onError: 'continueRegularOutput' }, 0],
		['an item of the error output', { onError: 'continueErrorOutput' }, 1],
	])('%s does not hold it', async (_what, settings, branch) => {
		for (const operation of OPERATIONS) {
			for (const [status, name] of [
				[403, 'message'],
				[400, 'description'],
				[500, 'title'],
			] as const) {
				simulator.reset();
				const body = { [name]: gatewayWords(secretsOf(operation).token), request_id: 'r' };
				simulator.inject({ kind: 'answer', status, body, times: Infinity });
				const finished = await run(operation.name, goodItems(operation, 3), {
					...settings,
					...options({ maxRetries: 0 }),
				});
				const output = finished.output('MoEngage', branch).map(({ json }) => json);
				expect(output).toHaveLength(3);
				for (const { error } of output) expect(error).toMatch(SHOWN);
				expectNoSecret(finished, operation);
			}
		}
	});

	test.each([403, 400, 401])('nor does the exception of a run that stops (%i)', async (status) => {
		for (const operation of OPERATIONS) {
			simulator.reset();
			const { key, token } = secretsOf(operation);
			const body = { error: { message: gatewayWords(token), target: key, request_id: token } };
			simulator.inject({ kind: 'answer', status, body, times: Infinity });
			const finished = await run(operation.name, goodItems(operation, 3));
			expect(finished.error?.message).toMatch(SHOWN);
			expect(finished.error?.description).toMatch(/\[key\]/);
			expectNoSecret(finished, operation);
		}
	});

	test('nor does the message of a list in the editor', async () => {
		const { token } = secretsOf(TRIGGER);
		const body = { message: gatewayWords(token) };
		simulator.inject({ kind: 'answer', status: 403, body, times: Infinity });
		const parameters = { resource: 'businessEvent', operation: 'trigger' };
		const context = engine.editing(parameters, { ...simulator.credential }, 'businessEvent');
		const { methods } = engine.loader.getNode('moEngage').type as unknown as {
			methods: { listSearch: { searchBusinessEvents(this: unknown): Promise<unknown> } };
		};
		const error = (await methods.listSearch.searchBusinessEvents
			.call(context)
			.catch((thrown: unknown) => thrown)) as Error;
		expect(error.message).toMatch(SHOWN);
		expect(JSON.stringify({ ...error, stack: error.stack })).not.toContain(token);
	});
});

describe('a success that repeats the request', () => {
	const echo = ({ key, token }: { key: string; token: string }): IDataObject => ({
		status: 'success',
		url: `https://gateway.example.com/?secret=${encodeURIComponent(token)}`,
		headers: { authorization: `Basic ${token}`, 'moe-appkey': 'WS' },
		log: [
			`{"auth":"Basic ${token.replace(/[/+=]/g, (one) => `\\u00${one.charCodeAt(0).toString(16)}`)}"}`,
			{ key },
		],
	});

	test.each([TRIGGER, TRACK, REPORT])(
		'$name: outputs and execution data lack the key',
		async (operation) => {
			simulator.inject({ kind: 'answer', body: echo(secretsOf(operation)), times: Infinity });
			const finished = await run(operation.name, goodItems(operation, 3));
			expect(finished.error).toBeUndefined();
			expect(finished.output('MoEngage')).toHaveLength(3);
			for (const { json } of finished.output('MoEngage')) {
				expect(json.headers).toEqual({
					authorization: expect.stringMatching(/^Basic \[key\]=*$/) as string,
					'moe-appkey': 'WS',
				});
			}
			expectNoSecret(finished, operation);
		},
	);

	test('what the ledger keeps of a run that failed later lacks it, too', async () => {
		simulator.inject({ kind: 'answer', body: echo(secretsOf(TRACK)) });
		simulator.inject({ kind: 'answer', status: 400, body: { message: 'No' }, times: Infinity });
		const finished = await run(TRACK.name, eventsOfManyUsers(3), options({ maxConcurrency: 1 }));
		expect(finished.error?.description).toMatch(/MoEngage accepted 1 of 3/);
		expect(finished.stored()).toContain('gateway.example.com');
		expectNoSecret(finished, TRACK);
	});
});

test('words that only look like a key come out as they are, with a short key too', async () => {
	const credential = { dataApiKey: 'e' };
	const body = { message: 'The element is wrong: Basic membership e' };
	simulator.inject({ kind: 'answer', status: 400, body, times: Infinity });
	const finished = await engine.run(
		savedWorkflow(TRACK.name, { onError: 'continueRegularOutput' }),
		withCredential(eventsOfManyUsers(3), credential),
	);
	const output = finished.output('MoEngage').map(({ json }) => json.error);
	expect(output).toEqual([body.message, body.message, body.message]);
});
