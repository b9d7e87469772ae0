import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { wantsSimple } from '../../delivery/outputChoice';
import type { Piece } from '../../delivery/piece';
import { uuidOf } from '../../delivery/uuid';
import { countDays, requiredDay, splitDays, type Days, type TimeZone } from '../../mapping/times';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { ENDPOINTS } from '../../transport/endpoints';
import { simplifyField } from '../fields';
import { campaignIdsOf, campaignsField } from './whichCampaigns';
import { campaignRows, flatRows } from './statisticsRows';

const ATTRIBUTION_TYPES = [
	'VIEW_THROUGH',
	'CLICK_THROUGH',
	'IN_SESSION',
	'TOTAL_CONVERSIONS',
	'CLICK_CONVERSIONS',
] as const;

const METRIC_TYPES = ['TOTAL', 'UNIQUE'] as const;

/** "The days between the start and end dates should not exceed 30": 30 with both counted holds either way. */
const MOST_DAYS = 30;

/** Ten years. Systems write 9999-12-31 for "no end": that would be 97,000 requests for one campaign. */
const LONGEST_RANGE = 3653;

/** Get Campaign Stats: 10 campaigns a request, 30 days each. */
export const getStatistics: Operation = {
	value: 'getStatistics',
	name: 'Get Statistics',
	action: 'Get statistics of campaigns',
	description: 'Get the figures of campaigns, such as sent, clicks and conversions',
	hint: 'Needs IDs of campaigns: put campaign with getMany before it.',
	route: { endpoint: ENDPOINTS.getCampaignStatistics, toBody, toOutput },
	fields: [
		campaignsField(
			"Comma-separated IDs, or an expression that returns an array. MoEngage's documents disagree whether API-triggered campaigns have statistics.",
		),
		{
			displayName: 'Start Date',
			name: 'startDate',
			type: 'dateTime',
			typeOptions: { dateOnly: true },
			default: '',
			required: true,
			description: 'First day. A time is ignored.',
		},
		{
			displayName: 'End Date',
			name: 'endDate',
			type: 'dateTime',
			typeOptions: { dateOnly: true },
			default: '',
			required: true,
			description:
				'Last day. MoEngage returns at most 30 days at once: the node splits more days into several rows for each figure, and each has a note. Do not add up unique figures of such rows.',
		},
		{
			displayName: 'Attribution Type',
			name: 'attributionType',
			type: 'options',
			options: [
				{ name: 'Click Conversions', value: 'CLICK_CONVERSIONS' },
				{ name: 'Click Through', value: 'CLICK_THROUGH' },
				{ name: 'In Session', value: 'IN_SESSION' },
				{ name: 'Total Conversions', value: 'TOTAL_CONVERSIONS' },
				{ name: 'View Through', value: 'VIEW_THROUGH' },
			],
			default: 'VIEW_THROUGH',
			description: 'Which conversions MoEngage counts for a campaign',
		},
		{
			displayName: 'Metric Type',
			name: 'metricType',
			type: 'options',
			options: [
				{ name: 'Total', value: 'TOTAL' },
				{ name: 'Unique', value: 'UNIQUE' },
			],
			default: 'TOTAL',
			description: 'Total counts every action, Unique counts each user once',
		},
		{
			...simplifyField,
			description:
				'Whether to return one item for each campaign, platform, locale and variation instead of the raw data',
		},
	],

	toPiece(parameters, { now, workflowZone }) {
		const ids = campaignIdsOf(parameters);
		const ranges = dateRanges(parameters, workflowZone);
		const asked = {
			attribution_type: parameters.oneOf('attributionType', ATTRIBUTION_TYPES) ?? 'VIEW_THROUGH',
			metric_type: parameters.oneOf('metricType', METRIC_TYPES) ?? 'TOTAL',
			// Of the run; `toBody` makes one of each request from it.
			request_id: String(now),
		};
		const simplify = wantsSimple(parameters);
		const [first, ...more] = ids.flatMap((id) =>
			ranges.map((range, index) =>
				pieceOf(id, range, asked, { index, of: ranges.length, simplify }),
			),
		);
		return { ...first, more };
	},
};

/** One campaign in one range of days; campaigns of the same range share requests, whichever items they are from. */
function pieceOf(id: string, { first, last }: Days, asked: IDataObject, memo: IDataObject): Piece {
	return {
		envelope: { body: { start_date: first, end_date: last, ...asked } },
		elementKey: id,
		element: { id },
		memo: { ...memo, id, first, last },
	};
}

function dateRanges(parameters: Reader, zone: TimeZone): Days[] {
	const first = requiredDay(...parameters.at('startDate'), zone);
	const last = requiredDay(...parameters.at('endDate'), zone);
	const days = countDays({ first, last });
	if (days > LONGEST_RANGE) {
		throw new InvalidInput(
			'endDate',
			`${last} is ${days} days from Start Date ${first}, which is more than 10 years`,
			'Use dates that are at most 10 years apart',
		);
	}
	const ranges = splitDays({ first, last }, MOST_DAYS);
	if (ranges.length > 0) return ranges;
	throw new InvalidInput(
		'endDate',
		`${last} is before Start Date ${first}`,
		'Exchange the two dates, or use a later End Date',
	);
}

function toBody(elements: IDataObject[], shared: IDataObject = {}): IDataObject {
	const ids = elements.map(({ id }) => id);
	return {
		...shared,
		request_id: uuidOf(JSON.stringify([shared, ids])),
		campaign_ids: ids,
	};
}

function toOutput(answer: IDataObject, { memo = {} }: Piece): IDataObject[] {
	const rows = campaignRows(answer, String(memo.id));
	const days = { start_date: memo.first, end_date: memo.last };
	const note =
		memo.of === 1
			? {}
			: {
					note: `MoEngage returns at most ${MOST_DAYS} days at once. This is part ${Number(memo.index) + 1} of ${String(memo.of)}. Do not add up unique figures.`,
				};
	return rows.flatMap((row) =>
		(memo.simplify === true ? flatRows(row) : [row]).map((fields) => ({
			campaign_id: memo.id,
			...days,
			...fields,
			...note,
		})),
	);
}
