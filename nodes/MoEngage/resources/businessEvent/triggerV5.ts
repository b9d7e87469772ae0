import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ItemRefusal, type Route } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { quote } from '../../mapping/invalidInput';
import { isPlainObject } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import type { Refusal } from '../../transport/refusal';

/** Values of the option API Version. */
export const API_VERSIONS = ['v1', 'v5'] as const;

/** The quotas of the document's section Rate Limits; support can raise them. */
const QUOTAS =
	'By default, MoEngage allows campaigns 10 triggers per 5 minutes, 50 per hour and 200 per day, and flows 3 per hour and 10 per day';

/**
 * Trigger Business Event V5 (`api/business-events/business-events-v5/business-events-v5.yaml`): one event a request. It
 * says which campaigns and flows were started, and answers 200 with `FAILURE` where none was. Whether its quota is
 * that of version 1 is not documented, so that the two share their limit here.
 */
export const triggerV5Route: Route = {
	endpoint: ENDPOINTS.triggerBusinessEventV5,
	explain: withName,
	reportOn: nothingTriggered,
	toOutput: (answer) => [{ ...answer, ...noteOnSkipped(dataOf(answer)) }],
};

/** MoEngage does not repeat the name that it does not know, and begins other refusals in the same way. */
export function withName(refusal: Refusal, { element }: Piece): Refusal {
	const { message, target = 'event_name' } = refusal;
	if (target !== 'event_name' || !/^business event does not exists?$/i.test(message))
		return refusal;
	return { ...refusal, message: `${message}: ${quote(element.event_name)}` };
}

export const apiVersionOption: INodeProperties = {
	displayName: 'API Version',
	name: 'apiVersion',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'V1',
			value: 'v1',
			description: 'Output without the started and skipped campaigns and flows',
		},
		{
			name: 'V5',
			value: 'v5',
			description: 'Outputs the IDs of the campaigns and flows that MoEngage started or skipped',
		},
	],
	default: 'v1',
	description:
		"Version of MoEngage's API. With V5, Triggered By is required, an item fails if nothing was started, and each value must have the type that the attribute has in MoEngage.",
};

/** Why an item came to nothing although MoEngage answered 200; `undefined` where something was started. */
function nothingTriggered(answer: IDataObject): ItemRefusal | undefined {
	const data = dataOf(answer);
	if (statusOf(data) !== 'FAILURE') return undefined;
	const requestId = typeof answer.response_id === 'string' ? answer.response_id : undefined;
	const { total, failed } = countsOf(data);
	if (failed > 0) {
		return new ItemRefusal(
			`MoEngage started nothing: its quota skipped ${shareOf(data)} of this business event`,
			`${skippedIn(data)}. ${QUOTAS}. Resend the item later`,
			'quota',
			{ type: 'QuotaUsedUp', retriable: true, requestId },
		);
	}
	if (total === 0) {
		return new ItemRefusal(
			'MoEngage started nothing: the business event has no active campaign or flow',
			'Create or activate a campaign or flow for it in MoEngage, then resend the item',
			'event_name',
			{ type: 'NoActiveCampaign', requestId },
		);
	}
	return new ItemRefusal(
		'MoEngage started nothing, and does not say why: its quota is used up, or the business event has no active campaign or flow',
		`Check in MoEngage that a campaign or flow for it is active. ${QUOTAS}. Then resend the item`,
		undefined,
		{ type: 'NothingTriggered', retriable: true, requestId },
	);
}

function noteOnSkipped(data: IDataObject): { note?: string } {
	if (statusOf(data) !== 'PARTIAL_SUCCESS' && countsOf(data).failed === 0) return {};
	return {
		note: `MoEngage's quota skipped ${shareOf(data)}. ${skippedIn(data)}. A resend would start the others a second time`,
	};
}

/** How many of how many were skipped, as far as the answer tells. */
function shareOf(data: IDataObject): string {
	const { total, failed } = countsOf(data);
	if (failed === 0) return 'some campaigns and flows';
	return `${failed}${total === undefined ? '' : ` of ${total}`} campaigns and flows`;
}

/** Names what was skipped, as far as the answer does. */
function skippedIn(data: IDataObject): string {
	const kinds = [
		['campaigns', idsIn(data.failed_campaign_ids)],
		['flows', idsIn(data.failed_flow_ids)],
	] as const;
	const named = kinds.flatMap(([kind, ids]) =>
		ids.length === 0 ? [] : [`Skipped ${kind}: ${ids.join(', ')}`],
	);
	return named.length === 0 ? 'MoEngage does not name them' : named.join('. ');
}

/** How many campaigns and flows there are, if the answer says so, and how many of them the quota skipped. */
function countsOf(data: IDataObject): { total?: number; failed: number } {
	const summary = isPlainObject(data.summary) ? data.summary : {};
	const named = idsIn(data.failed_campaign_ids).length + idsIn(data.failed_flow_ids).length;
	return {
		total: typeof summary.total === 'number' ? summary.total : undefined,
		failed: typeof summary.failed === 'number' ? Math.max(summary.failed, named) : named,
	};
}

function statusOf(data: IDataObject): string {
	return String(data.triggered_status).toUpperCase();
}

function dataOf(answer: IDataObject): IDataObject {
	return isPlainObject(answer.data) ? (answer.data as IDataObject) : {};
}

function idsIn(value: unknown): string[] {
	return Array.isArray(value) ? value.map(String) : [];
}
