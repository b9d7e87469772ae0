import { useSimulator, WORKSPACE } from '../useSimulator';

const { business, simulator } = useSimulator();

describe('business events', () => {
	const drop = {
		event_name: 'Price Drop',
		event_attributes: { product_id: 'P-1', new_price: 19.9 },
		triggered_by: 'jane@example.com',
	};

	it('triggers three different events and records each', async () => {
		const episode = {
			event_name: 'New Episode',
			event_attributes: { season: 2, cast: ['A', 'B'], released_on: '2024-01-01' },
		};
		const delay = { event_name: 'Flight Delayed', event_attributes: {} };
		for (const body of [drop, episode, delay]) {
			const { status, data: answer } = await business('/trigger', body);
			expect([status, answer]).toEqual([200, { message: 'The business event has been triggered' }]);
		}
		expect(simulator.accepted.businessEvents).toEqual([
			{
				eventName: 'Price Drop',
				attributes: drop.event_attributes,
				triggeredBy: 'jane@example.com',
			},
			{ eventName: 'New Episode', attributes: episode.event_attributes },
			{ eventName: 'Flight Delayed', attributes: {} },
		]);
		const { data: found } = await business('/search', { event_names: ['Price Drop'] });
		expect(found.data[0].total_trigger).toBe(1);
	});

	it.each([
		[
			'an event that does not exist',
			{ ...drop, event_name: 'Nope' },
			'Business event does not exists',
			{
				code: 'InvalidValue',
				target: 'event_name',
				message: 'Business event does not exist',
			},
		],
		[
			'an attribute of another event',
			{ ...drop, event_attributes: { product_id: 'P', rating1: 5 } },
			'Wrong business event attribute passed in api request',
			{
				code: 'InvalidValue',
				target: 'rating1',
				message: 'Wrong business event attribute passed in api request',
			},
		],
		[
			'an event without an active campaign',
			{ event_name: 'Season Finale', event_attributes: { series: 'S' } },
			'No active campaign found for business event name',
			{
				code: 'InvalidValue',
				target: 'event_name',
				message: 'No active campaign found for business event name',
			},
		],
		[
			'an invalid e-mail in triggered_by',
			{ ...drop, triggered_by: 'abc' },
			'Business event does not exists',
			{
				code: 'MissingValue',
				target: 'triggered_by',
				message: "triggered_by - Invalid email address : 'abc'",
			},
		],
		[
			'a missing required field',
			{ event_name: 'Price Drop' },
			'Bad request',
			{
				code: 'MissingValue',
				target: 'event_attributes',
				message: 'event_attributes - Field is required but value is None : None',
			},
		],
		[
			'an additional field',
			{ ...drop, note: 'x' },
			'Additional fields are not allowed document schema for class BusinessEventTriggerRequest:note',
			{
				code: 'InvalidValue',
				target: 'note',
				message:
					'Additional fields are not allowed document schema for class BusinessEventTriggerRequest:note',
			},
		],
	])('refuses to trigger %s', async (_case, body, message, detail) => {
		const { status, data: answer } = await business('/trigger', body);
		expect(status).toBe(400);
		expect(answer).toEqual({
			error: {
				code: '400 Bad Request',
				message,
				details: [detail],
				request_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			},
		});
		expect(simulator.accepted.businessEvents).toEqual([]);
	});

	it('finds all events without a filter, and by id or name with one', async () => {
		const { data: all } = await business('/search', {});
		expect(all.data.map((record: { event_name: string }) => record.event_name)).toEqual([
			'Price Drop',
			'Back In Stock',
			'New Episode',
			'Flight Delayed',
			'Store Opened',
			'Season Finale',
		]);
		expect(all.data[1]).toEqual({
			db_name: WORKSPACE,
			event_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			event_name: 'Back In Stock',
			event_attributes: [
				{ attribute_name: 'product_id', attribute_data_type: 'string' },
				{ attribute_name: 'sizes', attribute_data_type: 'array' },
				{ attribute_name: 'units', attribute_data_type: 'int' },
			],
			created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}$/),
			total_trigger: 0,
			users_in_segment: 0,
			usage_count: 1,
			created_by: expect.stringContaining('@'),
			last_received_time: expect.any(String),
			_id: expect.stringMatching(/^[0-9a-f]{24}$/),
		});
		const { data: some } = await business('/search', {
			event_ids: [all.data[0].event_id],
			event_names: ['Store Opened'],
		});
		expect(some.data).toHaveLength(2);
		const { data: none } = await business('/search', { event_names: ['Nope'] });
		expect(none).toEqual({ data: [] });
	});

	it('refuses other search fields and filters that are no lists of strings', async () => {
		const message =
			'Additional fields are not allowed document schema for class BusinessEventSearchRequest:event_name';
		const { status, data: answer } = await business('/search', { event_name: 'Price Drop' });
		expect(status).toBe(400);
		expect(answer.error.message).toBe(message);
		expect(answer.error.details).toEqual([{ code: 'InvalidValue', target: 'event_name', message }]);
		expect((await business('/search', { event_ids: 'x' })).status).toBe(400);
		expect((await business('/search', { event_names: [1] })).status).toBe(400);
	});

	it('creates events up to 50, each name once, and without a campaign', async () => {
		const definition = (name: string) => ({
			event_name: name,
			event_attributes: [
				{ attribute_name: 'season', attribute_data_type: 'string' },
				{ attribute_name: 'episodes', attribute_data_type: 'int' },
				{ attribute_name: 'cast', attribute_data_type: 'array' },
			],
			created_by: 'john.doe@example.com',
		});
		const first = await business('', definition('Premiere'));
		expect([first.status, first.data]).toEqual([
			200,
			{
				message: 'The business event has been created',
				event_id: expect.stringMatching(/^[0-9a-f]{24}$/),
			},
		]);
		expect(simulator.accepted.createdBusinessEvents).toEqual([
			{
				eventId: first.data.event_id,
				eventName: 'Premiere',
				attributes: { season: 'string', episodes: 'int', cast: 'array' },
				createdBy: 'john.doe@example.com',
			},
		]);
		expect((await business('', definition('Premiere'))).status).toBe(400);
		const trigger = await business('/trigger', { event_name: 'Premiere', event_attributes: {} });
		expect(trigger.data.error.message).toBe('No active campaign found for business event name');

		for (let i = 0; i < 43; i++) {
			expect((await business('', definition(`Event ${i}`))).status).toBe(200);
		}
		expect((await business('', definition('One too many'))).status).toBe(400);
	});

	it('refuses to create with a wrong data type, a missing or an additional field', async () => {
		const wrongType = await business('', {
			event_name: 'X',
			event_attributes: [{ attribute_name: 'brand', attribute_data_type: 'String' }],
			created_by: 'john.doe@example.com',
		});
		expect(wrongType.data.error.details).toEqual([
			{
				code: 'MissingValue',
				target: ['brand'],
				message: "['brand'] - Wrong Attribute data type is passed : 'String'",
			},
		]);
		const noCreator = await business('', { event_name: 'X', event_attributes: [] });
		expect(noCreator.data.error.details[0].target).toBe('created_by');
		const extra = await business('', { event_name: 'X', event_attribute: [] });
		expect(extra.data.error.message).toContain('BusinessEventCreateRequest:event_attribute');
		expect(simulator.accepted.createdBusinessEvents).toEqual([]);
	});
});
