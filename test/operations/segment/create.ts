import { ai, json, write } from '../operation';

/** Filters of one attribute, as the dashboard makes them. */
export const filtersOf = (city: string) => ({
	filter_operator: 'and',
	filters: [
		{
			...{ filter_type: 'user_attributes', name: 'city', data_type: 'string', operator: 'in' },
			...{ value: [city], negate: false, case_sensitive: false },
		},
	],
});

/** What a 403 about segments says. */
export const FORBIDDEN = { message: /^Forbidden$/ };

export default write({
	endpoint: {
		name: 'createSegment',
		address: 'POST api /v3/custom-segments',
		tile: 'data',
		rate: 'requests 50/minute 200/hour 1000/day',
		repeat: 'safe',
	},
	workflow: {
		name: json('name'),
		filtersJson: json('filters'),
		additionalFields: { description: json('about') },
	},
	hasBuilderHint: true,
	names: {
		fields: ['name', 'filtersJson', 'additionalFields'],
		additional: ['description', 'excludedFiltersJson'],
	},
	item: (index) => ({
		name: `Customers of city ${index}`,
		filters: filtersOf(`City ${index}`),
		about: `Customers ${index}`,
	}),
	mark: 'name',
	arrived: ({ segmentChanges }) =>
		segmentChanges.filter(({ change }) => change === 'created').map(({ segment }) => segment),
	invalidChange: { filters: { city: 'Berlin' } },
	invalidParameter: 'Filters',
	poison: 'about',
	answer: { source: 'API' },
	row: ['name'],
	forbidden: FORBIDDEN,
	documented: [
		{
			data: { id: 's-1', name: 'A', excluded_filters: filtersOf('Paris') },
			type: 'custom_segment',
		},
	],
	furtherRuns: [
		{
			items: [{ name: 'Lost', filters: filtersOf('Lost'), about: '' }],
			fault: { kind: 'resetAfter' },
		},
	],
	tools: [
		{
			parameters: {
				name: ai('name'),
				filtersJson: ai('filters'),
				additionalFields: { excludedFiltersJson: ai('without'), description: ai('about') },
			},
			calls: [
				{ name: 'Berliners', filters: JSON.stringify(filtersOf('Berlin')), without: '', about: '' },
				{
					name: '',
					filters: {
						name: 'Parisians',
						included_filters: filtersOf('Paris'),
						excluded_filters: filtersOf('Lyon'),
					},
					without: null,
					about: 'Of Paris',
				},
				{ name: 'Romans', filters: filtersOf('Rome'), without: JSON.stringify(filtersOf('Milan')) },
			],
			expected: [
				{ name: 'Berliners', included_filters: filtersOf('Berlin') },
				{
					name: 'Parisians',
					included_filters: filtersOf('Paris'),
					excluded_filters: filtersOf('Lyon'),
					description: 'Of Paris',
				},
				{
					name: 'Romans',
					included_filters: filtersOf('Rome'),
					excluded_filters: filtersOf('Milan'),
				},
			],
			arrived: ({ segmentChanges }) => segmentChanges.map(({ raw }) => raw),
			wrong: [
				{
					args: { filters: '{"city": "Berlin"}' },
					says: [
						/Filters .*has no filters as MoEngage's dashboard/,
						/Segment Payload.*included_filters/,
					],
				},
				{ args: { filters: '' }, says: [/Filters is empty/, /Segment Payload/] },
				{
					args: { filters: 'city = Berlin' },
					says: [/Filters "city = Berlin" has no filters/, /"filter_operator": "and"/],
				},
				{ args: { name: 'a <b>' }, says: [/Name "a <b>" has < or >/, /without these/] },
				{ args: { name: '' }, says: [/Name is empty, and Filters has no name/] },
				{ args: { without: '{"a": 1}' }, says: [/Excluded Filters .*has no filters/] },
				{ args: { name: 'VIP customers' }, says: [/already exists with the same name/] },
			],
		},
	],
});
