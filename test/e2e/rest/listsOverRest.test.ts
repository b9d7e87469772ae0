import { useInstance } from '../n8n/useInstance';

const instance = useInstance();

/** What the editor asks n8n for while a user fills in the node. */
function ask<Answer>(path: string, methodName: string, parameters: object, rest: object = {}) {
	const { client, credentialId } = instance();
	return client.post<Answer>(`/dynamic-node-parameters/${path}`, {
		methodName,
		nodeTypeAndVersion: { name: 'n8n-nodes-moengage.moEngage', version: 1 },
		currentNodeParameters: parameters,
		credentials: { moEngageApi: { id: credentialId, name: 'MoEngage account' } },
		...rest,
	});
}

const TRIGGER = { resource: 'businessEvent', operation: 'trigger' };

type Listed = { results: Array<{ name: string; value: string }> };

test('business events are listed, and found by a part of the name', async () => {
	const list = (filter?: string) =>
		ask<Listed>('resource-locator-results', 'searchBusinessEvents', TRIGGER, {
			path: 'parameters.businessEvent',
			filter,
		});
	const { results } = await list();
	const names = results.map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(['Price Drop', 'Back In Stock', 'New Episode']));
	expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b)));
	const found = await list('drop');
	expect(found.results.map(({ value }) => value)).toEqual(['Price Drop']);
});

test('the attributes of the chosen event become fields with their types', async () => {
	const { fields } = await ask<{ fields: Array<{ id: string; type: string }> }>(
		'resource-mapper-fields',
		'getBusinessEventAttributes',
		{ ...TRIGGER, businessEvent: { __rl: true, mode: 'list', value: 'Price Drop' } },
		{ path: 'parameters.attributeValues' },
	);
	expect(fields.map(({ id, type }) => [id, type])).toEqual(
		expect.arrayContaining([
			['product_id', 'string'],
			['new_price', 'number'],
			['valid_until', 'dateTime'],
		]),
	);
});

test('experiences are offered by their names', async () => {
	const options = await ask<Array<{ name: string; value: string }>>(
		'options',
		'getExperienceKeys',
		{ resource: 'experience', operation: 'fetch' },
		{ path: 'parameters.experienceKeys' },
	);
	expect(options.length).toBeGreaterThanOrEqual(3);
	expect(options.map(({ value }) => value)).toContain('homepage-banner');
});

test('a refused key is named in place of the list', async () => {
	const { client, simulator } = instance();
	const id = await client.createCredential('Wrong', {
		...simulator.credential,
		campaignApiKey: 'wr0ng-key',
	});
	const asked = ask('resource-locator-results', 'searchBusinessEvents', TRIGGER, {
		path: 'parameters.businessEvent',
		credentials: { moEngageApi: { id, name: 'Wrong' } },
	});
	await expect(asked).rejects.toThrow(/Authentication required: Invalid APP_SECRET_KEY/);
});
