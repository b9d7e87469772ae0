import type { IDataObject } from 'n8n-workflow';

import { caseOf, type OperationCase } from '../operations';
import { KNOWN } from '../operations/known';
import { savedWorkflow, type NodeSettings } from '../operations/savedWorkflow';
import { startSimulator, type Simulator } from '../simulator';
import type { FinishedRun, SavedWorkflow } from './engine';

export { caseOf, OTHER_ROUTES, READS, WRITES, type OperationCase } from '../operations';
export { CATALOG_ID, KNOWN } from '../operations/known';
export { savedWorkflow, type NodeSettings } from '../operations/savedWorkflow';

/** Entries of the node's collection Options. */
export const options = (values: IDataObject): NodeSettings => ({ parameters: { options: values } });

/** One request after the other, each sent once. */
export const ONE_AT_A_TIME = options({ maxConcurrency: 1, maxRetries: 0 });

/** A simulator that knows what good items need, and enforces limits. */
export function startCaseSimulator(workspaceId?: string): Promise<Simulator> {
	return startSimulator({ ...KNOWN, workspaceId, rateLimits: true });
}

/** The tiles of the dashboard (Settings > Account > APIs), and the credential's fields for their keys. */
const TILES = {
	data: { tile: 'Data', field: 'dataApiKey', label: 'Data API Key' },
	campaign: {
		tile: 'Campaign report/Business events/Custom templates/Catalog API/Inform Report',
		field: 'campaignApiKey',
		label: 'Campaign API Key',
	},
	personalize: {
		tile: 'Personalize',
		field: 'personalizeApiKey',
		label: 'Personalize API Key',
	},
	push: { tile: 'Push', field: 'pushApiKey', label: 'Push API Key' },
	inform: { tile: 'Inform', field: 'informApiKey', label: 'Inform API Key' },
};

/** The tile whose key opens an operation, by MoEngage's documents. */
export const tileOf = ({ endpoint }: OperationCase) => TILES[endpoint.tile];

/** A saved workflow with these items pinned to its start, as a full n8n takes them. */
export function pinnedWorkflow(
	name: string,
	items: IDataObject[],
	settings?: NodeSettings,
): SavedWorkflow {
	return {
		...savedWorkflow(name, settings),
		pinData: { Start: items.map((json) => ({ json })) },
	};
}

/** Input items whose outcome is a failure, where the node continues on failures. */
export function failedItems(finished: FinishedRun): number[] {
	return finished
		.output('MoEngage')
		.filter(({ json }) => json.error !== undefined)
		.map(({ pairedItem }) => (pairedItem as { item: number }).item);
}

/**
 * Good items for several requests: `count`, so large where they share requests that a request holds three of them, or as
 * many as fill three requests where they cannot be made large.
 */
export function manyItems(operation: OperationCase, count: number): IDataObject[] {
	const { isShort, packs, perRequest = 1, poison, tooLong } = operation;
	if (isShort) return goodItems(operation, 3 * perRequest);
	const items = goodItems(operation, count);
	const text = 'x'.repeat(Math.floor(tooLong / 3.5));
	if (packs) items.forEach((item) => poison(item, text));
	return items;
}

/** Good items that take three requests or more: nine, or as many as fill three. */
export function itemsOfSeveralRequests(operation: OperationCase): IDataObject[] {
	if (operation.perRequest !== undefined) return goodItems(operation, 3 * operation.perRequest);
	return manyItems(operation, 9);
}

/** `count` different good items of an operation. */
export function goodItems({ item }: OperationCase, count: number): IDataObject[] {
	return Array.from({ length: count }, (_, index) => item(index));
}

/** Good events, each of another user, so that each has a request of its own. */
export function eventsOfManyUsers(count: number): IDataObject[] {
	return goodItems(caseOf('event.track'), count).map((item, index) => ({
		...item,
		user: `user-${index}@example.com`,
	}));
}
