import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { caseOf, failedItems, goodItems, type NodeSettings } from './cases';
import type { FinishedRun } from './engine';
import { ItemSource } from './itemSource';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK] = ['businessEvent.trigger', 'event.track'].map(caseOf);

const source = new ItemSource();
const { engine, run, simulator, withCredential } = useEngine({
	startEngine: () => source.startEngine(),
});

const withOptions = (options: IDataObject): NodeSettings => ({
	onError: 'continueRegularOutput',
	parameters: { options },
});

/** Those about options: that items failed has a hint of its own. */
function hintsOf(finished: FinishedRun): string[] {
	const { hints = [] } = finished.run.data.resultData.runData.MoEngage[0];
	return hints
		.map(({ message }) => message)
		.filter((message) => !/The fields error and message say why/.test(message));
}

/** Events of one user each, with another field. */
function eventsWith(field: string, values: unknown[]): IDataObject[] {
	return values.map((value, index) => ({
		...TRACK.item(index),
		user: `user-${index}@example.com`,
		[field]: value as string,
	}));
}

/** What no engine of n8n can evaluate, unlike a method that a value does not have. */
const OR_THROW = "?? $('Absent').first().json.x";
const BAD = null;

describe('an option that cannot be evaluated for one item costs that item only', () => {
	const CLIENT_IP = withOptions({ clientIp: `={{ $json.ip ${OR_THROW} }}` });

	test.each([
		['the first', [BAD, '203.0.113.1', '203.0.113.2', '203.0.113.3'], [0]],
		['one in the middle', ['203.0.113.1', BAD, '203.0.113.2', '203.0.113.3'], [1]],
		['the last', ['203.0.113.1', '203.0.113.2', '203.0.113.3', BAD], [3]],
		['all but one', [BAD, BAD, '203.0.113.2', BAD], [0, 1, 3]],
		['all', [BAD, BAD, BAD, BAD], [0, 1, 2, 3]],
	])('%s', async (_which, ips, bad) => {
		const finished = await run(TRACK.name, eventsWith('ip', ips), CLIENT_IP);
		expect(finished.error).toBeUndefined();
		expect(finished.output('MoEngage')).toHaveLength(4);
		expect(failedItems(finished)).toEqual(bad);
		for (const item of bad) {
			const { error, details } = finished.output('MoEngage')[item].json;
			expect(error).toMatch(/could not evaluate|Absent|exist/);
			expect(details).toMatchObject({ httpCode: null, retriable: false });
		}
		const sentIps = simulator.requests.map(({ headers }) => headers['x-forwarded-for']).sort();
		expect(sentIps).toEqual(ips.filter((ip) => ip !== BAD));
	});

	test('in stop mode it is named, and nothing is sent', async () => {
		const items = eventsWith('ip', ['203.0.113.1', BAD, '203.0.113.2']);
		const { parameters } = CLIENT_IP;
		const finished = await run(TRACK.name, items, { parameters });
		expect(finished.error?.message).toMatch(/could not evaluate.* \[item 1\]$/s);
		expect(finished.error?.context?.itemIndex).toBe(1);
		expect(simulator.requests).toEqual([]);
	});

	test.each([
		['the first', 0],
		['the second', 1],
		['the last', 2],
	])('%s item is not linked to the item that an option asks for', async (_which, unlinked) => {
		const items: INodeExecutionData[] = eventsWith('at', ['', '', '']).map((json, index) => ({
			json,
			...(index !== unlinked && { pairedItem: { item: 0 } }),
		}));
		source.items = () => items;
		const workflow = source.before(
			TRACK.name,
			withOptions({ clientIp: "={{ $('Start').item.json.ip }}" }),
		);
		const finished = await engine.run(
			workflow,
			// Two, since n8n links items of a single one by itself.
			withCredential([{ ip: '203.0.113.9' }, { ip: '203.0.113.8' }]),
		);
		expect(finished.error).toBeUndefined();
		expect(failedItems(finished)).toEqual([unlinked]);
		expect(simulator.requests.map(({ headers }) => headers['x-forwarded-for'])).toEqual([
			'203.0.113.9',
			'203.0.113.9',
		]);
	});
});

describe('a Client IP that no header can carry as it is', () => {
	const CLIENT_IP = withOptions({ clientIp: '={{ $json.ip }}' });
	const sentIps = () => simulator.requests.map(({ headers }) => headers['x-forwarded-for']);

	test('fails its item, which would be sent with another address or none, and no other', async () => {
		const ips = [
			'203.0.113.1',
			'é',
			'203.0.113.2, 70.41.3.18',
			'203.0.113.3\n70.41.3.18',
			'[::1]:80',
		];
		const finished = await run(TRACK.name, eventsWith('ip', ips), CLIENT_IP);
		expect(failedItems(finished)).toEqual([1, 3]);
		expect(finished.output('MoEngage')[1].json).toEqual({
			error: '[Item 1] Client IP "é" is not an IP address',
			message: expect.stringMatching(/^Use an address such as 203\.0\.113\.195/) as string,
			details: {
				httpCode: null,
				type: 'InvalidInput',
				target: 'options.clientIp',
				retriable: false,
			},
		});
		expect(sentIps().sort()).toEqual(['203.0.113.1', '203.0.113.2, 70.41.3.18', '[::1]:80']);
	});

	test('keeps a run that stops from sending anything', async () => {
		const { parameters } = CLIENT_IP;
		const items = eventsWith('ip', ['203.0.113.1', '203.0.113.2', 'é']);
		const finished = await run(TRACK.name, items, { parameters });
		expect(finished.error?.message).toMatch(/^Client IP "é" is not an IP address/);
		expect(finished.error?.context?.itemIndex).toBe(2);
		expect(simulator.requests).toEqual([]);
	});

	test('is not one that is empty, or says that none is known: the event is sent without', async () => {
		const finished = await run(TRACK.name, eventsWith('ip', ['', null, '—']), CLIENT_IP);
		expect(finished.error).toBeUndefined();
		expect(failedItems(finished)).toEqual([]);
		expect(sentIps()).toEqual([undefined, undefined, undefined]);
	});
});

describe('options that hold for the run', () => {
	test.each([
		['timeout', `={{ $json.option ${OR_THROW} }}`, ['20000', '20000', '20000']],
		['maxRetries', `={{ $json.option ${OR_THROW} }}`, ['2', '2', '2']],
		['maxConcurrency', `={{ $json.option ${OR_THROW} }}`, ['1', '1', '1']],
		['eventsPerMinute', `={{ $json.option ${OR_THROW} }}`, ['600', '600', '600']],
		['maxWait', `={{ $json.option ${OR_THROW} }}`, ['1', '1', '1']],
		['retryUnsafe', `={{ ($json.option ${OR_THROW}) === 'yes' }}`, ['yes', 'yes', 'yes']],
	])('%s comes from the first item where it can be evaluated', async (name, expression, values) => {
		const items = eventsWith('option', [BAD, ...values]);
		const finished = await run(TRACK.name, items, withOptions({ [name]: expression }));
		expect(finished.error).toBeUndefined();
		// The first item cannot be sent as the user meant it, or it goes with the others; nothing else fails.
		expect(failedItems(finished).filter((item) => item !== 0)).toEqual([]);
		expect(TRACK.accepted(simulator)).toEqual(
			expect.arrayContaining(items.slice(1).map(TRACK.mark)),
		);
		// Who agrees needs no hint.
		expect(hintsOf(finished)).toEqual([]);
	});

	test('Max Retries of the first item that has one counts', async () => {
		simulator.inject({ kind: 'status', status: 500, path: TRACK.path, times: 99 });
		const items = eventsWith('option', [BAD, '2', '2']).map((item) => ({
			...item,
			user: 'one@example.com',
		}));
		await run(TRACK.name, items, withOptions({ maxRetries: `={{ $json.option ${OR_THROW} }}` }));
		expect(simulator.requests).toHaveLength(3);
	});

	test.each([
		['Timeout', 'timeout', TRACK, [20_000, 30_000, 20_000]],
		['Max Retries', 'maxRetries', TRACK, [1, 1, 2]],
		['Max Wait', 'maxWait', TRACK, [10, 15, 0.5]],
		['Max Concurrency', 'maxConcurrency', TRIGGER, [3, 2, 1]],
	])('a hint says so where items disagree: %s', async (label, name, operation, values) => {
		const items = goodItems(operation, 3).map((item, index) => ({
			...item,
			option: values[index],
		}));
		const settings = withOptions({ [name]: '={{ $json.option }}' });
		const finished = await run(operation.name, items as IDataObject[], settings);
		expect(failedItems(finished)).toEqual([]);
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		expect(hintsOf(finished)).toEqual([expect.stringContaining(label)]);
	});

	test.each([
		['Sandbox', 'alert.send', 'sandbox', [false, true, false], [1]],
		['Sandbox', 'alert.send', 'sandbox', ['', 'TRUE', null, true], [1, 3]],
		['Resend If Outcome Unknown', 'experience.report', 'retryUnsafe', [false, true, false], [1]],
	])('%s decides where items go: of %s, one that disagrees is not sent', async (...args) => {
		const [label, name, option, values, refused] = args;
		const operation = caseOf(name);
		const items: IDataObject[] = values.map((value, index) => ({
			...operation.item(index),
			value,
		}));
		const settings = withOptions({ [option]: '={{ $json.value }}' });
		const finished = await run(operation.name, items, settings);
		expect(failedItems(finished)).toEqual(refused);
		for (const item of refused) {
			expect(finished.output('MoEngage')[item].json.error).toMatch(
				new RegExp(`${label} is .* for this item, but the first item decides`),
			);
		}
		const sent = items.filter((_, index) => !refused.includes(index));
		expect(operation.accepted(simulator).sort()).toEqual(sent.map(operation.mark).sort());
	});

	test('one test among sixty real alerts reaches no customer', async () => {
		const alert = caseOf('alert.send');
		const items: IDataObject[] = Array.from({ length: 60 }, (_, index) => ({
			...alert.item(index),
			isTest: index === 7,
		}));
		const finished = await run(alert.name, items, withOptions({ sandbox: '={{ $json.isTest }}' }));
		expect(failedItems(finished)).toEqual([7]);
		expect(alert.accepted(simulator)).toHaveLength(59);
		expect(alert.accepted(simulator)).not.toContain(alert.mark(items[7]));
	});

	test('no hint where only options of single items differ', async () => {
		const items = eventsWith('ip', ['203.0.113.1', '203.0.113.2', '203.0.113.3']);
		const finished = await run(TRACK.name, items, withOptions({ clientIp: '={{ $json.ip }}' }));
		expect(hintsOf(finished)).toEqual([]);
		expect(simulator.accepted.events).toHaveLength(3);
	});
});
