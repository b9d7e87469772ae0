import { segmentId } from '../../simulator/segments';
import { ai, json, write } from '../operation';
import { filtersOf, FORBIDDEN } from './create';

export default write({
	endpoint: {
		name: 'updateSegment',
		address: 'PATCH api /v3/custom-segments/{segmentId}',
		tile: 'data',
		rate: 'requests 50/minute 200/hour 1000/day',
		repeat: 'safe',
	},
	workflow: {
		segmentId: { __rl: true, mode: 'id', value: json('segment') },
		name: json('name'),
		filtersJson: json('filters'),
		additionalFields: { description: json('about'), updatedBy: 'jane@example.com' },
	},
	names: {
		fields: ['segmentId', 'name', 'filtersJson', 'additionalFields'],
		additional: ['description', 'excludedFiltersJson', 'updatedBy'],
	},
	item: (index) => ({
		segment: segmentId(index),
		name: `Renamed ${index}`,
		filters: filtersOf(`City ${index}`),
		about: `Customers ${index}`,
	}),
	mark: 'segment',
	arrived: ({ segmentChanges }) =>
		segmentChanges.filter(({ change }) => change === 'updated').map(({ segment }) => segment),
	lastWins: true,
	invalidChange: { filters: '[]' },
	invalidParameter: 'Filters',
	poison: 'about',
	answer: { source: 'API' },
	row: ['id'],
	forbidden: FORBIDDEN,
	documented: [
		{
			data: { id: 's-1', name: 'A', excluded_filters: filtersOf('Paris') },
			type: 'custom_segment',
		},
	],
	tools: [
		{
			parameters: {
				segmentId: ai('segment'),
				name: ai('name'),
				filtersJson: ai('filters'),
			},
			calls: [
				{
					segment: segmentId(1),
					name: 'People of Hamburg',
					filters: JSON.stringify(filtersOf('Hamburg')),
				},
				{
					segment: ` ${segmentId(2)} `,
					name: '',
					filters: { name: 'Parisians', included_filters: filtersOf('Paris') },
				},
				{ segment: segmentId(3).toUpperCase(), name: 'Romans', filters: filtersOf('Rome') },
			],
			expected: [
				[segmentId(1), 'People of Hamburg'],
				[segmentId(2), 'Parisians'],
				[segmentId(3), 'Romans'],
			],
			arrived: ({ segmentChanges }) =>
				segmentChanges.map(({ segment, raw }) => [segment, raw.name]),
			wrong: [
				{
					args: { segment: 'VIP customers' },
					says: [/Segment "VIP customers" is not the ID of a segment/, /Get Many/],
				},
				{ args: { filters: '' }, says: [/Filters is empty/, /Segment Payload/] },
				{
					args: { segment: '000000000000000000000000' },
					says: [/Custom segment not found with the given id/],
				},
			],
		},
	],
});
