import type { IDataObject } from 'n8n-workflow';

import { readExamples } from '../../demo/examples';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';
import { chosenRelease } from '../n8n/versions';

const EXAMPLES = readExamples();

const instance = useInstance();

function exampleOf(file: string) {
	const found = EXAMPLES.find((example) => example.file === file);
	if (found === undefined) throw new Error(`There is no example ${file}`);
	return found;
}

/** Publishes an example as a user would who has only chosen the credential. @returns its ID */
async function publish(file: string): Promise<string> {
	const { client, credentialId } = instance();
	const { workflow } = exampleOf(file);
	const id = await client.createWorkflow(withCredential(workflow, credentialId));
	await client.publish(id);
	return id;
}

async function post(path: string, body: object): Promise<{ status: number; json: IDataObject }> {
	const response = await fetch(`${instance().n8n.origin}/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
	return { status: response.status, json: (await response.json()) as IDataObject };
}

test('a shop learns of each order whether MoEngage took it', async () => {
	await publish('take-orders-of-a-shop.json');
	const order = (number: number, id: string) => ({
		order_id: `SO-${number}`,
		placed_at: '2026-02-01T10:04:31Z',
		customer: { id },
		total: 20 + number,
		currency: 'EUR',
		lines: [
			{ sku: 'A', quantity: 1 },
			{ sku: 'B', quantity: number },
		],
	});
	const { simulator } = instance();
	expect(await post('webhook/shop-orders', order(1, 'customer-1'))).toEqual({
		status: 202,
		json: { accepted: true, order_id: 'SO-1' },
	});
	expect(await post('webhook/shop-orders', order(2, 'guest'))).toEqual({
		status: 422,
		json: {
			accepted: false,
			reason: expect.stringContaining('Customer ID "guest"') as string,
			fix: 'Use what belongs to one user, or filter out such items before this node.',
		},
	});
	simulator.inject({ kind: 'status', status: 503, times: 20 });
	expect(await post('webhook/shop-orders', order(3, 'customer-3'))).toMatchObject({
		status: 503,
		json: { accepted: false },
	});
	expect(
		simulator.accepted.events.map(({ customerId, attributes }) => [customerId, attributes]),
	).toEqual([
		[
			'customer-1',
			{ order_id: 'SO-1', total: 21, currency: 'EUR', skus: ['A', 'B'], item_count: 2 },
		],
	]);
});

describe('a form of n8n', () => {
	let url: string;

	beforeAll(async () => {
		await publish('sign-up-newsletter-readers.json');
		const { workflow } = exampleOf('sign-up-newsletter-readers.json');
		url = `${instance().n8n.origin}/form/${workflow.nodes[0].webhookId}`;
	});

	/**
	 * The page shows its text for HTTP 200, and otherwise that the form could not be sent.
	 * @param values of the fields, in their order, as a browser sends them
	 */
	async function submit(values: string[]): Promise<number> {
		const form = new FormData();
		values.forEach((value, index) => form.append(`field-${index}`, value));
		return (await fetch(url, { method: 'POST', body: form })).status;
	}

	test('saves each reader in MoEngage before it says so', async () => {
		expect(await (await fetch(url)).text()).toContain('You are on the list.');
		const statuses = [
			await submit(['Lena.Meyer@example.com', 'Lena', '["Shoes","Outdoor"]']),
			await submit([' noah.silva@example.com', '', '["Bags"]']),
			await submit(['mei.tan@example.com', 'Mei', '[]']),
		];
		expect(statuses).toEqual([200, 200, 200]);
		const saved = instance().simulator.accepted.users.map(({ customerId, attributes }) => {
			const { newsletter_since: since, ...others } = attributes;
			expect(since).toMatch(/^\d{4}-\d\d-\d\dT/);
			return [customerId, others];
		});
		expect(saved).toEqual([
			[
				'lena.meyer@example.com',
				{
					u_em: 'lena.meyer@example.com',
					first_name: 'Lena',
					interests: ['Shoes', 'Outdoor'],
					newsletter: true,
				},
			],
			[
				'noah.silva@example.com',
				{ u_em: 'noah.silva@example.com', interests: ['Bags'], newsletter: true },
			],
			[
				'mei.tan@example.com',
				{ u_em: 'mei.tan@example.com', first_name: 'Mei', interests: [], newsletter: true },
			],
		]);
	});

	test('tells the reader if MoEngage does not take it', async () => {
		instance().simulator.inject({ kind: 'status', status: 401 });
		expect(await submit(['olga.silva@example.com', 'Olga', '["Bags"]'])).toBe(500);
		expect(instance().simulator.accepted.users).toEqual([]);
	});
});

const FIX = 'fix-failed-orders-and-send-them-again.json';
const testOfFix = chosenRelease().tooOldFor?.includes(FIX) ? test.skip : test;

testOfFix(
	'what failed in an execution is fixed and sent again by the same workflow, once',
	async () => {
		const id = await publish(FIX);
		const order = (number: number, changes: IDataObject) => ({
			order_id: `T-${number}`,
			customer_id: `customer-${number}`,
			placed_at: '2026-02-02T10:00:00Z',
			total: number,
			currency: 'EUR',
			platform: 'web',
			...changes,
		});
		await post('webhook/till-orders', {
			orders: [
				order(1, {}),
				order(2, { placed_at: '02/02/2026 10:40' }),
				order(3, { platform: 'kiosk' }),
				order(4, { customer_id: 'guest' }),
				order(5, {}),
			],
		});
		const { client, simulator } = instance();
		const [first, second] = await client.started(id, 2);
		const [failed, fixed] = [await client.ended(first), await client.ended(second)];
		expect([failed.status, fixed.status]).toEqual(['error', 'success']);
		expect((await client.executionsOf(id)).size).toBe(2);
		expect(failed.error?.message).toBe('3 orders were not sent to MoEngage');
		const asked = fixed.output('Slack: ask a colleague').map(({ json }) => json.order_id);
		expect(asked).toEqual(['T-4']);
		const arrived = simulator.accepted.events.map(({ attributes }) => attributes.order_id);
		expect(arrived.sort()).toEqual(['T-1', 'T-2', 'T-3', 'T-5']);
	},
);

test('an order of an earlier execution is not sent again, though the hours overlap', async () => {
	const { client, simulator, credentialId } = instance();
	const { workflow } = exampleOf('track-orders-once.json');
	const [rows] = Object.values(workflow.pinData ?? {});
	const pinned = (from: number, to: number) => ({
		'Get orders of the last hour': rows.slice(from, to),
	});
	const saved = withCredential({ ...workflow, pinData: pinned(0, 10) }, credentialId);
	const id = await client.createWorkflow(saved);
	const sentBy = async () => (await client.run(id)).output('Tracked').length;
	expect(await sentBy()).toBe(10);
	await client.updateWorkflow(id, { pinData: pinned(5, 18) });
	// Of the 13 orders, 5 were there before, and one has no customer.
	expect(await sentBy()).toBe(7);
	expect(await sentBy()).toBe(0);
	const arrived = simulator.accepted.events.map(({ attributes }) => attributes.order_id);
	expect(new Set(arrived).size).toBe(17);
	expect(arrived).toHaveLength(17);
});
