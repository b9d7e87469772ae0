import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { fieldsOf, wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters, simplifyField } from '../fields';

/** What most workflows need of a business event; the rest is for MoEngage's own use. */
const SIMPLE_FIELDS = [
	'event_id',
	'event_name',
	'event_attributes',
	'created_by',
	'created_at',
	'last_updated',
	'last_received_time',
	'total_trigger',
	'total_sent_message',
];

/** Search Business Event API: items that ask the same share one request. */
export const search: Operation = {
	value: 'search',
	name: 'Get Many',
	action: 'Get many business events',
	description: 'Find business events by ID or name, with their attributes and figures',
	route: {
		endpoint: ENDPOINTS.searchBusinessEvents,
		toOutput: records,
	},
	fields: [
		filters(
			[
				{
					displayName: 'Event IDs',
					name: 'eventIds',
					type: 'string',
					default: '',
					placeholder: 'e.g. 6447b078712cd8c650074840',
					description: 'Comma-separated IDs, or an expression that returns an array',
				},
				{
					displayName: 'Event Names',
					name: 'eventNames',
					type: 'string',
					default: '',
					placeholder: 'e.g. Price Drop, New Episode',
					description: 'Comma-separated names, or an expression that returns an array',
				},
			],
			'If empty, the node returns all business events of the workspace',
		),
		simplifyField,
	],

	toPiece(parameters) {
		const chosen = parameters.collection('filters');
		const element: IDataObject = given({
			event_ids: chosen.list('eventIds'),
			event_names: chosen.list('eventNames'),
		});
		const question = JSON.stringify(element);
		return {
			elementKey: question,
			lane: question,
			element,
			memo: { simplify: wantsSimple(parameters) },
		};
	},
};

/** One output per record that the item asked for. */
function records(answer: IDataObject, { memo }: Piece): IDataObject[] {
	const events = (Array.isArray(answer.data) ? answer.data : []).filter(
		isPlainObject,
	) as IDataObject[];
	if (memo?.simplify !== true) return events.map((event) => ({ ...event }));
	return events.map((event) => fieldsOf(event, SIMPLE_FIELDS));
}
