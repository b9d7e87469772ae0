import { ai, json, write } from '../operation';

export default write({
	// Its 50 business events a workspace are no rate; a repeat is refused for its name.
	endpoint: {
		name: 'createBusinessEvent',
		address: 'POST api /v1.0/business_event',
		tile: 'campaign',
		rate: 'requests 100/minute',
		repeat: 'reachesCustomers',
	},
	workflow: {
		eventName: json('name'),
		eventAttributes: {
			attribute: [
				{ name: json('attribute'), dataType: json('type') },
				{ name: 'price', dataType: 'float' },
			],
		},
		createdBy: json('by'),
	},
	names: { fields: ['eventName', 'eventAttributes', 'createdBy'] },
	item: (index) => ({
		name: `Sale ${index}`,
		attribute: `product_${index}`,
		type: index % 2 === 0 ? 'string' : 'array',
		by: 'jane.doe@example.com',
	}),
	mark: 'name',
	arrived: ({ createdBusinessEvents }) => createdBusinessEvents.map(({ eventName }) => eventName),
	invalidChange: { by: 'jane' },
	invalidParameter: 'Created By',
	poison: 'attribute',
	answer: { message: 'The business event has been created' },
	row: ['event_name'],
	tools: [
		{
			parameters: {
				eventName: ai('event'),
				eventAttributes: {
					attribute: [
						{ name: ai('first'), dataType: ai('first_type') },
						{ name: ai('second'), dataType: ai('second_type') },
					],
				},
				createdBy: ai('by'),
			},
			calls: [
				{ event: 'Gate Changed', first: 'gate', first_type: 'String', by: 'jane@example.com' },
				{
					event: 'Sold Out',
					first: 'units',
					first_type: 'INT',
					second: 'at',
					second_type: 'Date',
					by: 'jane@example.com',
				},
				{
					event: 'New Store',
					first: 'city',
					first_type: null,
					second: 'discount',
					second_type: 'float',
					by: ' jane@example.com ',
				},
			],
			expected: [
				{ eventName: 'Gate Changed', attributes: { gate: 'string' } },
				{ eventName: 'Sold Out', attributes: { units: 'int', at: 'date' } },
				{ eventName: 'New Store', attributes: { city: 'string', discount: 'float' } },
			],
			arrived: ({ createdBusinessEvents }) =>
				createdBusinessEvents.map(({ eventName, attributes }) => ({ eventName, attributes })),
			wrong: [
				{
					args: { first_type: 'number' },
					says: [/Data Type "number"/, /array, date, float, int, string/],
				},
				{
					args: { first: '', first_type: '' },
					says: [/Event Attributes has no attribute/, /data type/],
				},
				{ args: { by: 'Jane' }, says: [/Created By "Jane" is not an email address/] },
			],
		},
	],
});
