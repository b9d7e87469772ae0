import { startSimulator } from '../../simulator';
import { basic, client, shown, useSimulator, WORKSPACE } from './useSimulator';

const { personalize, simulator } = useSimulator();

describe('users', () => {
	it('knows the users of the seed', async () => {
		const seeded = await startSimulator({
			users: [{ customerId: 'vip', moengageId: 'm1', attributes: { tier: 'gold' } }],
		});
		const { apiBaseUrl, dataApiKey } = seeded.credential;
		const { data: answer } = await client.post(
			`${apiBaseUrl}/v1/customers/export`,
			{ data: { identifiers: [{ identifier_type: 'moengage_id', identifier: 'm1' }] } },
			{
				params: { app_id: WORKSPACE },
				headers: { Authorization: basic(WORKSPACE, dataApiKey) },
			},
		);
		expect(answer.data.users).toEqual([
			{ user_attributes: { tier: 'gold', customer_id: 'vip', id: 'm1' } },
		]);
		await seeded.close();
	});
});

describe('experiences', () => {
	it('hands out a context that can be reported as it is', async () => {
		const { data: answer } = await personalize('/fetch', {
			identifiers: { customer_id: 'user_8821' },
		});
		const contexts = Object.values(
			answer.experiences as Record<string, { experience_context: unknown }>,
		).map((experience) => experience.experience_context);
		const { status } = await personalize('/events', {
			elements: contexts.map((attributes, i) => shown(`u${i}`, { attributes })),
		});
		expect(status).toBe(200);
		expect(simulator.accepted.experienceEvents).toHaveLength(3);
	});
});
