import type { IDataObject } from 'n8n-workflow';

import { savedWorkflow } from '../../engine/cases';
import type { FinishedRun } from '../../engine/engine';
import { useEngine } from '../../engine/useEngine';
import { someOf } from '../../fixtures/share';

const { engine, run, simulator, withCredential } = useEngine();

const pairs = (finished: FinishedRun) =>
	finished.output('MoEngage').map(({ pairedItem }) => (pairedItem as { item: number }).item);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index);

test('Fetch gives one item per experience, simplified, with the context and the user', async () => {
	const finished = await run('experience.fetch', [
		{ user: 'user-1@example.com', keys: 'homepage-banner, cart-upsell' },
		{ user: 'nomatch@example.com', keys: ['homepage-banner'] },
		{ user: '', keys: 'promo-strip' },
	]);
	expect(pairs(finished)).toEqual([0, 0, 2]);
	expect(finished.output('MoEngage')[1].json).toEqual({
		experience_key: 'cart-upsell',
		customer_id: 'user-1@example.com',
		payload: { discount: 12.5, layout: { columns: 3, products: ['A1', 'B2'] } },
		experience_context: expect.objectContaining({ audience_id: '42D' }) as object,
	});
	expect(finished.output('MoEngage')[2].json).not.toHaveProperty('customer_id');
	const raw = await run('experience.fetch', [{ user: 'user-1@example.com', keys: 'promo-strip' }], {
		parameters: { simplify: false },
	});
	expect(raw.output('MoEngage')[0].json.payload).toEqual({
		visible: { value: true, data_type: 'boolean' },
	});
});

test('Fetch sends what depends on session, day, hour and place, and refuses 26 keys', async () => {
	await run(
		'experience.fetch',
		[{ user: 'user-1@example.com', session: '{"utm_medium": "email"}' }],
		{
			parameters: {
				experienceKeys: ['promo-strip'],
				additionalFields: {
					sessionAttributes: '={{ $json.session }}',
					dayOfWeek: 'sunday',
					timeOfDay: 7,
					userIp: '203.0.113.195',
					userAgent: 'Mozilla/5.0',
					userIdentifiers: '{"u_em": "jane@example.com"}',
				},
			},
		},
	);
	expect(simulator.requests[0].body).toEqual({
		utm_medium: 'email',
		identifiers: {
			customer_id: 'user-1@example.com',
			user_identifiers: { u_em: 'jane@example.com' },
		},
		experience_key: ['promo-strip'],
		DAY_OF_THE_WEEK: 'Sunday',
		TIME_OF_THE_DAY: '07',
		USER_IP_ADDRESS: '203.0.113.195',
		USER_AGENT: 'Mozilla/5.0',
	});
	const keys = upTo(26).map((index) => `key-${index}`);
	const many = await run('experience.fetch', [{ user: 'user-1@example.com', keys }]);
	expect(many.error?.message).toMatch(/has 26 keys.*at most 25/);
});

const USERS = someOf(1000, 400);

test(`Fetch → Report on ${USERS} users needs nothing but the customer ID`, async () => {
	const workflow = savedWorkflow('experience.fetch', {
		parameters: { experienceKeys: ['homepage-banner'], additionalFields: {} },
	});
	workflow.nodes.push({
		...workflow.nodes[1],
		id: 'report',
		name: 'Report',
		parameters: {
			resource: 'experience',
			operation: 'report',
			customerId: '={{ $json.customer_id }}',
		},
	});
	workflow.connections.MoEngage = { main: [[{ node: 'Report', type: 'main', index: 0 }]] };
	const items = upTo(USERS).map((index) => ({
		user: index % 10 === 0 ? `nomatch-${index}@example.com` : `user-${index}@example.com`,
	}));
	const finished = await engine.run(workflow, withCredential(items));
	expect(finished.error).toBeUndefined();
	expect(simulator.accepted.experienceEvents).toHaveLength(0.9 * USERS);
	expect(simulator.requests.filter(({ path }) => path.endsWith('/events'))).toHaveLength(
		Math.ceil((0.9 * USERS) / 100),
	);
	expect(finished.output('Report')).toHaveLength(0.9 * USERS);
});

test('Get Many filters by status and keeps to the limit', async () => {
	const list = async (status: string | string[], parameters: IDataObject = {}) =>
		(await run('experience.getMany', [{ status }], { parameters }))
			.output('MoEngage')
			.map(({ json }) => json.status);
	expect(await list(['Active'])).toEqual(['Active', 'Active', 'Active']);
	expect(await list('paused, Scheduled')).toEqual(['Paused', 'Scheduled']);
	expect(await list('')).toHaveLength(5);
	expect(await list('', { returnAll: false, limit: 2 })).toHaveLength(2);
	const wrong = await run('experience.getMany', [{ status: 'Archived' }]);
	expect(wrong.error?.message).toMatch(/Status "Archived" is not a value that MoEngage accepts/);
});
