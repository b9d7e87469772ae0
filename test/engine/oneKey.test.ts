import type { IDataObject } from 'n8n-workflow';

import { filled } from '../fixtures/filled';
import { BARRING } from '../fixtures/refusals';
import { caseOf, goodItems, READS, savedWorkflow, WRITES, type NodeSettings } from './cases';
import { useEngine } from './useEngine';

const [TRIGGER, TRACK, REPORT] = ['businessEvent.trigger', 'event.track', 'experience.report'].map(
	caseOf,
);

const { engine, run, simulator, withCredential } = useEngine();

const NO_TILE_KEY = {
	dataApiKey: '',
	campaignApiKey: '',
	personalizeApiKey: '',
	pushApiKey: '',
	informApiKey: '',
};

/** Runs with the key of the API key dashboard and no other, unless the changes have one. */
async function runWithApiKey(
	name: string,
	items: IDataObject[],
	changes: IDataObject = {},
	settings: NodeSettings = {},
) {
	const credential = { ...NO_TILE_KEY, apiKey: simulator.apiKey.key, ...changes };
	return await engine.run(savedWorkflow(name, settings), withCredential(items, credential));
}

function keysSent(): string[] {
	return simulator.requests.flatMap(({ headers: { authorization } }) =>
		authorization === undefined
			? []
			: [Buffer.from(authorization.split(' ')[1], 'base64').toString().replace(/^.*:/, '')],
	);
}

describe('one API Key for everything', () => {
	test.each(WRITES)('delivers all items of $name', async (operation) => {
		const items = goodItems(operation, 4);
		const finished = await runWithApiKey(operation.name, items);
		expect(finished.error).toBeUndefined();
		expect(operation.accepted(simulator).sort()).toEqual(items.map(operation.mark).sort());
		expect(new Set(keysSent())).toEqual(new Set([simulator.apiKey.key]));
	});

	test.each(READS)('reads for all items of $name', async (operation) => {
		const finished = await runWithApiKey(operation.name, goodItems(operation, 3));
		expect(finished.error).toBeUndefined();
		expect(finished.output('MoEngage').length).toBeGreaterThanOrEqual(3);
		// The simulator has accepted the signatures of what is signed.
		const isSigned = operation.endpoint.signedFile !== undefined;
		expect(new Set(keysSent())).toEqual(new Set(isSigned ? [] : [simulator.apiKey.key]));
	});

	test('goes out for those tiles only that have no key of their own', async () => {
		const { campaignApiKey } = simulator.credential;
		for (const { name, items, key } of [
			{ name: TRIGGER.name, items: goodItems(TRIGGER, 3), key: campaignApiKey },
			{ name: TRACK.name, items: goodItems(TRACK, 3), key: simulator.apiKey.key },
			{ name: REPORT.name, items: goodItems(REPORT, 3), key: simulator.apiKey.key },
		]) {
			simulator.reset();
			const finished = await runWithApiKey(name, items, { campaignApiKey });
			expect(finished.error).toBeUndefined();
			expect(new Set(keysSent())).toEqual(new Set([key]));
		}
	});

	test.each([
		[401, /"Data" tile.*If that field is empty, API Key needs access to this API/],
		[403, /Data API Key \(if empty: API Key\) of the credential has no permission for this API/],
	] as const)(
		'that does not open an API (%i) fails its items once, and says what to add',
		async (elsewhere, advice) => {
			Object.assign(simulator.apiKey, { opens: ['campaign', 'personalize'], elsewhere });
			const finished = await runWithApiKey(
				TRACK.name,
				goodItems(TRACK, 5),
				{},
				{ onError: 'continueRegularOutput' },
			);
			const output = finished.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(5);
			for (const { error, message, details } of output) {
				expect(error).not.toBe('');
				expect(message).toMatch(advice);
				expect(details).toMatchObject({ httpCode: elsewhere, retriable: false });
			}
			expect(JSON.stringify(output)).not.toContain(simulator.apiKey.key);
			const refused = simulator.requests.length;
			const trigger = await runWithApiKey(TRIGGER.name, goodItems(TRIGGER, 3));
			expect(trigger.error).toBeUndefined();
			expect(simulator.requests.length - refused).toBe(3);
		},
	);

	test('without it, and without the key of the tile, names both fields before anything is sent', async () => {
		for (const [operation, label] of [
			[TRIGGER, 'Campaign API Key'],
			[TRACK, 'Data API Key'],
			[REPORT, 'Personalize API Key'],
		] as const) {
			const items = goodItems(operation, 3);
			const changes = { apiKey: ' ', webhookSecret: 'hook-secret' };
			const { error } = await runWithApiKey(operation.name, items, changes);
			expect(error?.message).toMatch(
				new RegExp(`^The MoEngage credential has no ${label}\\. .* Or fill in API Key, if`),
			);
		}
		expect(simulator.requests).toEqual([]);
	});
});

describe('User > Get, which MoEngage’s support has to enable', () => {
	const USERS = [0, 1, 2].map((index) => ({ type: 'customer_id', user: `user-${index}` }));

	async function messagesAfter(status: number, body: unknown): Promise<string[]> {
		simulator.inject({ kind: 'answer', status, body, path: '/customers/export', times: Infinity });
		const finished = await run('user.get', USERS, { onError: 'continueRegularOutput' });
		expect(finished.output('MoEngage')).toHaveLength(3);
		return finished.output('MoEngage').map(({ json }) => String(json.message));
	}

	function dataBody(message: string, type: string) {
		return { status: 'fail', error: { message, type, request_id: 'TtnwRNrU' } };
	}

	test.each([
		['a wrong key', 401, dataBody('App Secret key mismatch', 'Authentication required')],
		['a feature that is off', 403, dataBody('This API is not enabled', 'Forbidden')],
		['no reason that MoEngage documents', 403, dataBody('Not allowed', 'Forbidden')],
		['a path that does not exist', 404, dataBody('Resource not found', 'Not Found')],
	])('says so after %s (%i)', async (_what, status, body) => {
		for (const message of filled(await messagesAfter(status, body))) {
			expect(message).toMatch(/MoEngage support (has )?to enable this API/);
		}
		expect(simulator.requests).toHaveLength(1);
	});

	const CLEAR = BARRING.filter(({ from }) => /suspended|IP address|generated$/.test(from));

	test.each(CLEAR)('does not blame it on $from', async ({ status, body, advice }) => {
		for (const message of filled(await messagesAfter(status, body))) {
			expect(message).not.toMatch(/enable this API/);
			expect(message).toMatch(advice);
		}
	});

	test('says so before it is used', () => {
		const { description } = engine.loader.getNode('moEngage').type as unknown as {
			description: { properties: Array<{ name: string; options?: IDataObject[] }> };
		};
		const options = description.properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) => property.options ?? []);
		const get = options.find(({ action }) => action === 'Get user');
		expect(get?.description).toMatch(/MoEngage support has to enable Get User/);
	});

	test('no other operation speaks of it', async () => {
		simulator.inject({
			kind: 'answer',
			status: 403,
			body: dataBody('Not allowed', 'Forbidden'),
			times: Infinity,
		});
		for (const operation of [TRIGGER, TRACK, REPORT]) {
			const { error } = await run(operation.name, goodItems(operation, 3));
			expect(error?.description).toMatch(/does not allow this request/);
			expect(error?.description).not.toMatch(/enable this API/);
		}
	});
});
