import { useSimulator } from './useSimulator';

const { business, byAppId, trackUser, simulator } = useSimulator();

describe('what was accepted', () => {
	it('is forgotten by reset, business events and users included', async () => {
		await trackUser({ type: 'customer', customer_id: 'temp', attributes: {} });
		await business('', {
			event_name: 'Temp',
			event_attributes: [],
			created_by: 'john.doe@example.com',
		});
		const { accepted, requests } = simulator;
		simulator.inject({ kind: 'status', status: 500 });
		simulator.reset();
		expect(requests).toEqual([]);
		expect(accepted.users).toEqual([]);
		expect(accepted.createdBusinessEvents).toEqual([]);
		const { data: found } = await business('/search', { event_names: ['Temp'] });
		expect(found.data).toEqual([]);
		const { data: exported } = await byAppId('/v1/customers/export', {
			data: { identifiers: [{ identifier_type: 'customer_id', identifier: 'temp' }] },
		});
		expect(exported.data.users_not_found).toHaveLength(1);
	});
});
