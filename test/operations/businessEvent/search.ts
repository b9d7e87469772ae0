import { ai, bodies, json, read } from '../operation';

export default read({
	endpoint: {
		name: 'searchBusinessEvents',
		address: 'POST api /v1.0/business_event/search',
		tile: 'campaign',
		rate: 'requests 100/minute',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { filters: { eventNames: json('names') } },
	names: { fields: ['filters', 'simplify'], filters: ['eventIds', 'eventNames'] },
	item: (index) => ({
		names: ['Price Drop', 'New Episode', 'Back In Stock', 'Flight Delayed'][index % 4],
	}),
	invalidChange: { names: { a: 1 } },
	poison(item, text) {
		item.names = `${String(item.names)}, ${text}`;
	},
	empty: [{ data: [] }],
	documented: [
		// `api/business-events/business-events-legacy/business-events.yaml`.
		{
			data: [
				{
					db_name: 'Sample_App',
					event_id: '647597767459c85d7d6d6dfd',
					event_name: 'NewMovies',
					event_attributes: [{ attribute_name: 'rating', attribute_data_type: 'string' }],
					created_at: '2023-05-29T18:36:52.390000',
					last_updated: '2023-05-29T18:36:52.390000',
					total_trigger: 0,
					total_sent_message: 3,
					users_in_segment: 0,
					usage_count: 0,
					created_by: 'john.doe@moengage.com',
					last_received_time: '2023-05-30T06:28:06.498000',
					_id: '64a54500633fda13b6681163',
				},
			],
		},
	],
	tools: [
		{
			parameters: {
				filters: { eventIds: ai('ids'), eventNames: ai('names') },
				simplify: ai('simple'),
			},
			calls: [
				{ ids: '', names: 'Price Drop, New Episode', simple: 'true' },
				{ ids: null, names: ['Store Opened', ''], simple: true },
				{ ids: '6447b078712cd8c650074840', names: '["Back In Stock"]', simple: '' },
			],
			expected: [
				{ event_names: ['Price Drop', 'New Episode'] },
				{ event_names: ['Store Opened'] },
				{ event_ids: ['6447b078712cd8c650074840'], event_names: ['Back In Stock'] },
			],
			arrived: bodies('/search'),
			wrong: [
				{ args: { names: '["Price Drop"' }, says: [/Event Names is not valid JSON/] },
				{ args: { names: [{ name: 'Price Drop' }] }, says: [/Event Names/, /not text/] },
			],
		},
	],
});
