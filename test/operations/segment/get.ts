import { segmentId } from '../../simulator/segments';
import { ai, json, read } from '../operation';
import { filtersOf } from './create';

export default read({
	endpoint: {
		name: 'getSegment',
		address: 'GET api /v3/custom-segments/{segmentId}',
		tile: 'data',
		rate: 'requests 100/minute 1000/hour 4000/day',
		repeat: 'safe',
		answersWith: ['data'],
		isRead: true,
	},
	workflow: { segmentId: { __rl: true, mode: 'id', value: json('segment') } },
	names: { fields: ['segmentId'] },
	item: (index) => ({ segment: segmentId(index) }),
	invalidChange: { segment: 'VIP customers' },
	poison(item, text) {
		item.segment = text;
	},
	notFound: [{ data: [], response_id: 'r-1', type: 'custom_segment' }],
	documented: [
		{
			data: [
				{
					...{ id: 's-1', name: 'A', included_filters: filtersOf('Rome') },
					excluded_filters: filtersOf('Paris'),
				},
			],
		},
	],
	tools: [
		{
			parameters: { segmentId: ai('segment') },
			calls: [
				{ segment: segmentId(1) },
				{ segment: ` ${segmentId(2)} ` },
				{ segment: segmentId(3).toUpperCase() },
			],
			expected: [1, 2, 3].map((index) => `/v3/custom-segments/${segmentId(index)}`),
			arrived: (_, { requests }) => requests.map(({ path }) => path),
			wrong: [
				{ args: { segment: 'VIP' }, says: [/Segment "VIP" is not the ID of a segment/] },
				{
					args: { segment: '000000000000000000000000' },
					says: [/Custom segment not found with the given id/],
				},
			],
		},
	],
});
