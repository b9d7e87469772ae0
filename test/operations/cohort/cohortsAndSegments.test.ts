import type { IDataObject } from 'n8n-workflow';

import { failedItems, goodItems, caseOf, type NodeSettings } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const ADD = caseOf('cohort.addUsers');

const { run, simulator } = useEngine();

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };

/** Members of each request, in order of arrival. */
function membersSent(): string[][] {
	return simulator.requests.map(({ body }) => {
		const { parameters } = body as { parameters: { members: Array<{ uid: string }> } };
		return parameters.members.map(({ uid }) => uid);
	});
}

describe('users of a cohort', () => {
	test('5,000 are added in 3 requests or fewer, each once, and every item comes out', async () => {
		// The longest e-mail addresses that are in common use.
		const items = goodItems(ADD, 5000).map((item, index) => ({
			...item,
			user: `maria.constanza.fernandez-${index}@customers.example.com`,
		}));
		const finished = await run(ADD.name, items);
		expect(finished.error).toBeUndefined();
		expect(simulator.requests.length).toBeLessThanOrEqual(3);
		for (const { bytes } of simulator.requests) expect(bytes).toBeLessThanOrEqual(128_000);
		expect(membersSent().flat().sort()).toEqual(items.map(({ user }) => user).sort());
		expect(finished.output('MoEngage').map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		expect(finished.output('MoEngage')[4999].json).toMatchObject({
			status: 'success',
			note: expect.stringMatching(/skips those that it does not have/) as string,
		});
	});

	test('are removed by the same cohort, and other cohorts keep theirs', async () => {
		const cohorts = ['VIP', 'Lapsed', 'Newsletter'];
		const items = goodItems(ADD, 30).map(({ user }, index) => ({
			user,
			cohort: cohorts[index % 3],
		}));
		const byName: NodeSettings = { parameters: { cohortId: '={{ $json.cohort.toLowerCase() }}' } };
		await run(ADD.name, items, byName);
		await run('cohort.removeUsers', items.slice(0, 6), byName);
		expect(membersSent().map(({ length }) => length)).toEqual([10, 10, 10, 2, 2, 2]);
		for (const cohort of cohorts) {
			const changes = simulator.accepted.cohortChanges.filter(
				({ cohortId }) => cohortId === cohort.toLowerCase(),
			);
			const of = (change: string) =>
				changes.filter((one) => one.change === change).map(({ uid }) => uid);
			const own = items.filter((item) => item.cohort === cohort).map(({ user }) => user);
			expect(of('added')).toEqual(own);
			expect(of('removed')).toEqual(own.slice(0, 2));
			expect(new Set(changes.map(({ cohortName }) => cohortName))).toEqual(new Set([cohort]));
		}
	});

	test('who are in several items are sent once, and each item comes out', async () => {
		const users = ['a@example.com', 'b@example.com', 'a@example.com', 4711, '4711'];
		const finished = await run(
			ADD.name,
			users.map((user) => ({ ...ADD.item(0), user })),
		);
		expect(membersSent()).toEqual([['a@example.com', 'b@example.com', '4711']]);
		expect(finished.output('MoEngage')).toHaveLength(5);
	});

	test('with another description or partner have a request of their own', async () => {
		const items = goodItems(ADD, 6).map((item, index) => ({
			...item,
			about: ['Gold', 'Silver', ''][index % 3],
			from: index < 3 ? '' : 'Warehouse',
		}));
		const parameters = {
			additionalFields: { description: '={{ $json.about }}', partner: '={{ $json.from }}' },
		};
		await run(ADD.name, items, { parameters });
		expect(membersSent().map(({ length }) => length)).toEqual([1, 1, 1, 1, 1, 1]);
		const changes = simulator.accepted.cohortChanges;
		expect(changes.map(({ uid, description, partner }) => [uid, description, partner])).toEqual(
			expect.arrayContaining([
				['user-0@example.com', 'Gold', 'n8n'],
				['user-4@example.com', 'Silver', 'Warehouse'],
				['user-5@example.com', undefined, 'Warehouse'],
			]),
		);
	});

	test('of whom MoEngage rejects one are delivered without that one', async () => {
		const items = goodItems(ADD, 64);
		items[37].user = 'p0ison@example.com';
		simulator.inject({ kind: 'poison', text: 'p0ison', path: ADD.path });
		const finished = await run(ADD.name, items, CONTINUE);
		expect(failedItems(finished)).toEqual([37]);
		expect(ADD.accepted(simulator)).toHaveLength(63);
		expect(simulator.requests.length).toBeLessThanOrEqual(15);
	});

	test.each([
		...['|', '*', '?', '\\', ':', '=', '$', '"'].map((character) => [
			`VIP ${character} gold`,
			`contains ${character}, which MoEngage rejects`,
		]),
		['VIP < gold', 'contains an angle bracket, which MoEngage rejects'],
		['VIP > gold', 'contains an angle bracket, which MoEngage rejects'],
		['.VIP', 'begins with a period, which MoEngage rejects'],
		['', 'Cohort Name is empty'],
	])('of a cohort named %j are not sent', async (cohort, words) => {
		const items = [ADD.item(0), ADD.item(1), { ...ADD.item(2), cohort }, ADD.item(3)];
		const finished = await run(ADD.name, items);
		expect(finished.error?.message).toContain('Cohort Name');
		expect(finished.error?.message).toContain(words);
		expect(finished.error?.message).toMatch(/ \[item 2\]$/);
		expect(simulator.requests).toHaveLength(0);
	});

	test('may be in a cohort with a period or another sign inside of its name', async () => {
		const names = ['VIP v1.2', 'Gold & Silver (2026)', 'Café/Bar 20%'];
		const finished = await run(
			ADD.name,
			names.map((cohort, index) => ({ ...ADD.item(index), cohort })),
		);
		expect(finished.error).toBeUndefined();
		expect(simulator.accepted.cohortChanges.map(({ cohortName }) => cohortName).sort()).toEqual(
			names.sort(),
		);
	});
});

describe('segments', () => {
	const KNOWN = ['VIP customers', 'Lapsed customers', 'Newsletter readers', 'Store visitors'];

	const found = (json: IDataObject[]) => json.map(({ name }) => name);

	test('come out by name, or all of them, each paired with the item that asked', async () => {
		const finished = await run('segment.getMany', [
			{ names: 'Store visitors' },
			{ names: '' },
			{ names: 'No such segment' },
			{ names: null },
			{ names: ' Lapsed customers ' },
		]);
		expect(
			finished.output('MoEngage').map(({ json, pairedItem }) => [json.name, pairedItem]),
		).toEqual([
			['Store visitors', { item: 0 }],
			...KNOWN.map((name) => [name, { item: 1 }]),
			...KNOWN.map((name) => [name, { item: 3 }]),
			['Lapsed customers', { item: 4 }],
		]);
		// Items that ask the same share a request.
		expect(simulator.requests).toHaveLength(4);
		expect(simulator.requests.map(({ query }) => query.name ?? 'all').sort()).toEqual([
			'Lapsed customers',
			'No such segment',
			'Store visitors',
			'all',
		]);
	});

	test('have the documented fields, and everything that MoEngage says without Simplify', async () => {
		const segment = {
			name: 'VIP customers',
			id: '6388a97a02adb9071ca84c01',
			created_time: '2022-12-01T13:17:46.409000',
			type: 'ELASTIC_SEARCH',
			source: 'API',
			internal_state: { shards: 3 },
		};
		const outputs: IDataObject[] = [];
		for (const simplify of [true, false, '={{ "" }}']) {
			simulator.inject({ kind: 'answer', body: { data: [segment], type: 'custom_segment' } });
			const finished = await run('segment.getMany', [{}], { parameters: { simplify } });
			outputs.push(...finished.output('MoEngage').map(({ json }) => json));
		}
		const { internal_state: state, ...simple } = segment;
		expect(outputs).toEqual([simple, { ...simple, internal_state: state }, simple]);
		expect(Object.keys(outputs[0])).toEqual(['id', 'name', 'type', 'source', 'created_time']);
	});

	test('of a cohort are there once users were added to it', async () => {
		await run(ADD.name, goodItems(ADD, 3));
		const finished = await run('segment.getMany', [{ names: 'VIP of 2026' }, {}, { names: 'x' }]);
		const names = found(finished.output('MoEngage').map(({ json }) => json));
		expect(names).toEqual(['VIP of 2026', ...KNOWN, 'VIP of 2026']);
	});
});
