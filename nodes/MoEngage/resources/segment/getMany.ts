import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { given, isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import { filters, simplifyField } from '../fields';

/** What a segment has in MoEngage's documents; anything else comes out without Simplify only. */
const DOCUMENTED = ['id', 'name', 'type', 'source', 'created_time'];

/** List Segments (`api/custom-segments/custom-segments.yaml`): all that match come in one answer. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many segments',
	description:
		"Get custom segments with their IDs. MoEngage's documents do not agree on whether file segments are among them.",
	hint: 'To change the members of a segment, use cohort with addUsers or removeUsers.',
	route: { endpoint: ENDPOINTS.listSegments, toOutput },
	fields: [
		filters([
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				placeholder: 'e.g. VIP customers',
				description: 'Exact name of a segment. If empty, all segments are returned.',
			},
		]),
		simplifyField,
	],

	toPiece(parameters) {
		const name = parameters.collection('filters').text('name');
		const question = name ?? '';
		return {
			envelope: { query: given({ name }) as Record<string, string> },
			elementKey: question,
			lane: question,
			element: {},
			memo: { simplify: wantsSimple(parameters) },
		};
	},
};

function toOutput(answer: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const segments = (Array.isArray(answer.data) ? answer.data : []).filter(
		isPlainObject,
	) as IDataObject[];
	if (memo.simplify !== true) return segments.map((segment) => ({ ...segment }));
	return segments.map(
		(segment) =>
			given(Object.fromEntries(DOCUMENTED.map((name) => [name, segment[name]]))) as IDataObject,
	);
}
