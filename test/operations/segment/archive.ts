import { segmentId } from '../../simulator/segments';
import { ai, json, write } from '../operation';
import { FORBIDDEN } from './create';

/** What to archive a segment and to unarchive it have in common. */
export const archiveAs = (change: 'archive' | 'unarchive') =>
	write({
		endpoint: {
			name: `${change}Segment`,
			address: `PATCH api /v2/custom-segments/${change}`,
			tile: 'data',
			rate: 'requests 50/minute 200/hour 1000/day',
			repeat: 'safe',
		},
		workflow: {
			segmentId: { __rl: true, mode: 'id', value: json('segment') },
			databaseName: json('database'),
		},
		names: { fields: ['segmentId', 'databaseName'] },
		item: (index) => ({ segment: segmentId(index), database: 'my_shop' }),
		mark: 'segment',
		arrived: ({ segmentChanges }) =>
			segmentChanges.filter((one) => one.change === `${change}d`).map(({ segment }) => segment),
		lastWins: true,
		invalidChange: { database: 'my shop' },
		invalidParameter: 'Database Name',
		// It has no room for anything but an ID and the name of a database.
		poison(item, text) {
			item.segment = text;
		},
		answer: { success: true },
		row: ['cs_id'],
		forbidden: { ...FORBIDDEN, hasRequestId: false },
		tools: [
			{
				parameters: { segmentId: ai('segment'), databaseName: ai('database') },
				calls: [
					{ segment: segmentId(1), database: 'my_shop' },
					{ segment: ` ${segmentId(2)} `, database: ' my_shop ' },
					{ segment: segmentId(3).toUpperCase(), database: 'my-shop.eu' },
				],
				expected: [
					[segmentId(1), 'my_shop'],
					[segmentId(2), 'my_shop'],
					[segmentId(3), 'my-shop.eu'],
				],
				arrived: ({ segmentChanges }, { requests }) =>
					segmentChanges.map(({ segment }, index) => [
						segment,
						requests[index].headers['moe-dbname'],
					]),
				wrong: [
					{ args: { database: '' }, says: [/Database Name is empty/] },
					{ args: { database: 'my shop' }, says: [/Database Name "my shop" is not the name/] },
					{ args: { segment: 'VIP' }, says: [/Segment "VIP" is not the ID of a segment/] },
					{
						args: { segment: '000000000000000000000000' },
						says: [/The custom segment does not exist/],
					},
				],
			},
		],
	});

export default archiveAs('archive');
