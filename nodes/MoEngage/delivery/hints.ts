import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { absentExclusionHint } from '../mapping/wholeItem';
import type { Operation } from './operation';
import type { PackedRequest } from './piece';
import { ParameterReader } from './reading/parameters';
import type { DeliverySettings } from './settings';

/** From this many requests on, a hint names the way to send that needs fewer. */
const MANY_REQUESTS = 300;

/** Says so when another way to send would need far fewer requests, with the numbers. */
export function hintAtFewerRequests(
	context: IExecuteFunctions,
	{ otherRoutes }: Operation,
	{ route }: DeliverySettings,
	requests: PackedRequest[],
): void {
	const bulk = otherRoutes?.bulkImport;
	if (bulk === undefined || route === bulk || requests.length <= MANY_REQUESTS) return;
	const bytes = requests.reduce((sum, request) => sum + request.bytes, 0);
	const fewer = Math.ceil(bytes / bulk.endpoint.limits.bytes);
	context.addExecutionHints({
		message: `These items took ${requests.length} requests. With the option Send Via set to Bulk Import, they would take about ${fewer}. MoEngage then does not confirm single items.`,
		location: 'outputPane',
	});
}

/** Says so when a name in Exclude Fields is in no item, since the field that it was meant for is sent. */
export function hintAtAbsentExclusions(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
): void {
	if (items.length === 0) return;
	let message: string | undefined;
	try {
		const json = items.map((item) => item.json as Record<string, unknown>);
		message = absentExclusionHint(new ParameterReader(context, items).at(0), json);
	} catch {
		// What cannot be evaluated for the first item is that item's failure.
		return;
	}
	if (message !== undefined) context.addExecutionHints({ message, location: 'outputPane' });
}
