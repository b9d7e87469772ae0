import type { IDataObject } from 'n8n-workflow';

import type { RepeatClass } from '../../nodes/MoEngage/transport/endpoints';
import type { Fault, Simulator } from '../simulator';
import {
	goodItems,
	savedWorkflow,
	startCaseSimulator,
	type NodeSettings,
	type OperationCase,
} from './cases';
import type { Engine, FinishedRun } from './engine';

/** Milliseconds that the node waits for answers where the trouble is another: a busy machine is no fault. */
const PATIENT_TIMEOUT_MS = 20_000;
/** Milliseconds after which it gives up where one answer will not come; all others have to come within. */
export const SHORT_TIMEOUT_MS = 5000;

/** What can go wrong once, and what the simulator does then. */
export type FaultCase = {
	name: string;
	/** Queued before the run; empty where the trouble lies in the items or the credential. */
	faults: Array<Omit<Fault, 'path'>>;
	/** Changes the good items. */
	spoil?(items: IDataObject[], operation: OperationCase): void;
	credential?: IDataObject;
	/** Did the simulator accept the request although the node got no usable answer? */
	isAcceptedUnseen?: true;
	/** An answer never comes, so the wait should not be long. */
	timeout?: number;
	/** Further options of the node. */
	options?: IDataObject;
	/** The classes of calls that the node may send again by itself (last table of MoEngage's facts). */
	recovers: RepeatClass[];
	/** Trouble that no repetition mends. */
	isPermanent?: true;
};

const ALL: RepeatClass[] = ['safe', 'safeForMinutes', 'countsTwice', 'reachesCustomers'];
/** What MoEngage knows again. */
const KNOWN: RepeatClass[] = ['safe', 'safeForMinutes'];

/** The mark that the poison fault looks for in a body; an ID by its form, so that what takes IDs alone sends it, too. */
const POISON = 'badbadbadbadbadbadbadbad';

/** MoEngage's error of version 5. */
const v5 = (code: string, message: string) => ({
	response_id: 'vFkNtPZW',
	error: { code, message, details: [{ target: 'body', message }] },
});

const KEY_MISMATCH = {
	status: 'fail',
	error: {
		message: 'App key mismatch in params and authentication',
		type: 'Authentication Mismatch',
		request_id: 'TtnwRNrU',
	},
};

/** What Get and Merge answer with status 200. */
const FAILURE = {
	status: 'failure',
	error: { message: 'The API is not functional', type: 'FeatureError', request_id: 'TtnwRNrU' },
};

export const FAULTS: FaultCase[] = [
	{
		name: '429 with Retry-After',
		faults: [{ kind: 'status', status: 429, retryAfter: 0 }],
		recovers: ALL,
	},
	{
		name: '429 without a body',
		faults: [{ kind: 'empty', status: 429, headers: { 'x-envoy-ratelimited': 'true' } }],
		recovers: ALL,
	},
	{
		name: '429 of version 5',
		faults: [
			{
				kind: 'answer',
				status: 429,
				retryAfter: 0,
				body: v5('RATE_LIMIT_EXCEEDED', 'Too many requests'),
			},
		],
		recovers: ALL,
	},
	{ name: '429 without Retry-After', faults: [{ kind: 'status', status: 429 }], recovers: ALL },
	{
		name: '500',
		faults: [{ kind: 'status', status: 500 }],
		recovers: ['safe', 'safeForMinutes', 'countsTwice'],
	},
	// A gateway that gives up waiting cannot say whether MoEngage got the request.
	{ name: '502 HTML', faults: [{ kind: 'html' }], recovers: KNOWN },
	{
		name: 'timeout',
		faults: [{ kind: 'timeout' }],
		timeout: SHORT_TIMEOUT_MS,
		recovers: KNOWN,
	},
	{
		name: 'timeout after acceptance',
		faults: [{ kind: 'acceptThenTimeout' }],
		timeout: SHORT_TIMEOUT_MS,
		isAcceptedUnseen: true,
		recovers: KNOWN,
	},
	{ name: 'reset before acceptance', faults: [{ kind: 'resetBefore' }], recovers: KNOWN },
	{
		name: 'reset after acceptance',
		faults: [{ kind: 'resetAfter' }],
		isAcceptedUnseen: true,
		recovers: KNOWN,
	},
	{ name: 'slow', faults: [{ kind: 'latency', delayMs: 100 }], recovers: ALL },
	{
		name: 'malformed JSON',
		faults: [{ kind: 'malformedJson' }],
		isAcceptedUnseen: true,
		recovers: KNOWN,
	},
	{
		name: 'poison element',
		faults: [{ kind: 'poison', text: POISON }],
		spoil: (items, { poison }) => poison(items[3], POISON),
		recovers: [],
		isPermanent: true,
	},
	{
		name: 'oversized item',
		faults: [],
		spoil: (items, { poison, tooLong }) => poison(items[2], 'x'.repeat(tooLong)),
		recovers: [],
		isPermanent: true,
	},
	{
		name: 'wrong key',
		faults: [],
		credential: {
			dataApiKey: 'wrong',
			campaignApiKey: 'wrong',
			personalizeApiKey: 'wrong',
			informApiKey: 'wrong',
		},
		recovers: [],
		isPermanent: true,
	},
	{
		name: '403 HTML about one body',
		faults: [{ kind: 'html', status: 403, text: POISON, times: Infinity }],
		spoil: (items, { poison }) => poison(items[4], POISON),
		recovers: [],
		isPermanent: true,
	},
	{
		name: '400 of version 5 about one body',
		faults: [
			{
				kind: 'answer',
				status: 400,
				body: v5('VALIDATION_FAILED', 'Request validation failed'),
				text: POISON,
				times: Infinity,
			},
		],
		spoil: (items, { poison }) => poison(items[5], POISON),
		recovers: [],
		isPermanent: true,
	},
	{
		name: '409 of the key',
		faults: [{ kind: 'answer', status: 409, body: KEY_MISMATCH, times: Infinity }],
		recovers: [],
		isPermanent: true,
	},
	{
		name: '200 that says failure',
		faults: [{ kind: 'answer', body: FAILURE, times: Infinity }],
		recovers: [],
		isPermanent: true,
	},
	{
		name: 'hanging server',
		faults: [{ kind: 'timeout', times: Infinity }],
		timeout: 1000,
		options: { maxRetries: 0 },
		recovers: [],
		isPermanent: true,
	},
	{
		name: 'suspended',
		faults: [{ kind: 'status', status: 403, times: 1000 }],
		recovers: [],
		isPermanent: true,
	},
];

/** How the user set the node up, and what happens after the first run. */
export type Mode = {
	name: string;
	settings: NodeSettings;
	/** "Retry" in the list of executions, after a run that ended with an exception. */
	retriesExecution?: true;
};

const RETRY_ON_FAIL: NodeSettings = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

export const MODES: Mode[] = [
	{ name: 'stop', settings: {} },
	{ name: 'continue', settings: { onError: 'continueRegularOutput' } },
	{ name: 'error output', settings: { onError: 'continueErrorOutput' } },
	{ name: 'Retry On Fail', settings: RETRY_ON_FAIL },
	{
		name: 'Retry On Fail and continue',
		settings: { ...RETRY_ON_FAIL, onError: 'continueRegularOutput' },
	},
	{ name: 'execution retry', settings: {}, retriesExecution: true },
];

/** What became of each item, as the user sees it and as the simulator counted it. */
export type Account = {
	finished: FinishedRun;
	/** Times the simulator accepted each item; of a read, whether it was answered. */
	acceptedTimes: number[];
	/** Items that came out as successes and as failures, by index of the input item. */
	succeeded: number[];
	failed: Map<number, IDataObject>;
};

/** Runs an operation on `items` under faults in a mode, with a simulator of its own. */
export async function runUnderFaults(
	engine: Engine,
	operation: OperationCase,
	items: IDataObject[],
	faults: Fault[],
	mode: Mode,
	{
		credential = {},
		options = {},
		timeout = PATIENT_TIMEOUT_MS,
	}: { credential?: IDataObject; options?: IDataObject; timeout?: number } = {},
): Promise<Account> {
	const simulator = await startCaseSimulator();
	try {
		for (const fault of faults) simulator.inject(fault);
		const workflow = savedWorkflow(operation.workflow, {
			...mode.settings,
			parameters: {
				...operation.parameters,
				options: {
					...((operation.parameters?.options as IDataObject) ?? {}),
					timeout,
					...options,
				},
			},
		});
		const run = { credential: { ...simulator.credential, ...credential }, items };
		let finished = await engine.run(workflow, run);
		for (let retries = 0; mode.retriesExecution && finished.error && retries < 2; retries++) {
			finished = await engine.retry(finished, workflow, run);
		}
		return accountOf(simulator, operation, items, finished);
	} finally {
		await simulator.close();
	}
}

function accountOf(
	simulator: Simulator,
	operation: OperationCase,
	items: IDataObject[],
	finished: FinishedRun,
): Account {
	const times = new Map<string, number>();
	for (const mark of operation.accepted(simulator)) times.set(mark, (times.get(mark) ?? 0) + 1);
	const succeeded: number[] = [];
	const failed = new Map<number, IDataObject>();
	for (const branch of [0, 1]) {
		for (const { json, pairedItem } of finished.output('MoEngage', branch)) {
			const { item } = pairedItem as { item: number };
			const isKnown = succeeded.includes(item);
			if (failed.has(item) || (isKnown && !operation.isRead)) {
				throw new Error(`Item ${item} came out twice`);
			}
			const isFailure = json.error !== undefined && json.details !== undefined;
			if (finished.hasErrorOutput && isFailure !== (branch === 1)) {
				throw new Error(`Item ${item} came out on branch ${branch}`);
			}
			if (isFailure) failed.set(item, json.details as IDataObject);
			else if (!isKnown) succeeded.push(item);
		}
	}
	return {
		finished,
		acceptedTimes: items.map((item) =>
			operation.isRead
				? Number(isAnswered(simulator, operation, item))
				: (times.get(operation.mark(item)) ?? 0),
		),
		succeeded,
		failed,
	};
}

/**
 * A read leaves no trace in MoEngage; it has arrived when whatever the item asks for was in a request that was answered
 * in full. Several items may ask for the same, and one item may be spread over several requests.
 */
function isAnswered(
	{ requests }: Simulator,
	{ path, carries }: OperationCase,
	item: IDataObject,
): boolean {
	const answered = requests
		.filter(
			(request) =>
				request.status === 200 &&
				(request.fault === undefined || request.fault === 'latency') &&
				request.path.includes(path),
		)
		.map(({ path: sentTo, query, body }) =>
			JSON.stringify([sentTo.split('/'), query, body]).toLowerCase(),
		);
	const texts = carries(item).filter((text) => text !== '');
	return (
		answered.length > 0 &&
		texts.every((text) => {
			const wanted = JSON.stringify(text).toLowerCase();
			return answered.some((sent) => sent.includes(wanted));
		})
	);
}

/** Is the outcome that the user was told "unknown"? */
export function isUnknown(details: IDataObject): boolean {
	return details.type === 'UnknownOutcome';
}

/** Items for one case of the matrix. */
export function matrixItems(operation: OperationCase, { spoil }: FaultCase): IDataObject[] {
	const items = goodItems(operation, 6);
	spoil?.(items, operation);
	return items;
}
