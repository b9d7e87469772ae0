import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { withExpression } from '../../mapping/conversion';
import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { readTimeZone } from '../../mapping/time';
import { isPlainObject } from '../../mapping/values';
import type { ItemFacts, Operation, Route } from '../operation';
import { wantedFields } from '../outputChoice';
import { piecesOfItem, withKey, type ItemPiece } from '../piece';
import { bytesAlone, wrapperBytes } from '../sending/pack';
import { ParameterReader } from './parameters';

/**
 * Reads and validates every item before anything is sent.
 * @param newUuid gives the UUID of an item
 */
export async function readItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	operation: Operation,
	route: Route,
	newUuid: (item: number) => string,
): Promise<ReadItems> {
	const reader = new ParameterReader(context, items);
	const overhead = wrapperBytes(route);
	const now = Date.now();
	const workflowZone = readTimeZone(context.getTimezone(), 'timezone') ?? { offsetAt: () => 0 };
	const read: ReadItems = { pieces: [], invalid: new Map() };
	let lastYield = Date.now();
	for (let item = 0; item < items.length; item++) {
		if (item % ITEMS_BETWEEN_LOOKS === 0 && Date.now() - lastYield > LONGEST_BLOCK_MS) {
			await sleep(0);
			if (context.getExecutionCancelSignal()?.aborted) break;
			lastYield = Date.now();
		}
		const pieces = readItem(operation, { ...route, overhead }, reader.at(item), {
			json: items[item].json as IDataObject,
			item,
			now,
			workflowZone,
			newUuid: () => newUuid(item),
			hasFile: (name) => hasFile(context, item, name),
		});
		if (pieces instanceof InvalidInput) {
			read.invalid.set(item, pieces);
			continue;
		}
		for (const piece of pieces) read.pieces.push(piece);
	}
	return read;
}

/** n8n keeps files beside an item or, by a setting of the workflow, in it; its helper knows both. */
function hasFile({ helpers }: IExecuteFunctions, item: number, name: string): boolean {
	try {
		const file: unknown = helpers.assertBinaryData(item, name);
		// For a name such as "constructor", n8n hands out what every object has.
		return isPlainObject(file) && Object.prototype.hasOwnProperty.call(file, 'data');
	} catch {
		return false;
	}
}

/** What became of reading: pieces in input order, and the items that cannot be sent. */
export type ReadItems = { pieces: ItemPiece[]; invalid: Map<number, InvalidInput> };

/**
 * A synchronous loop over items would freeze the whole n8n, and in queue mode fail the execution. Each yield
 * costs a millisecond, though, so the loop yields by the clock: at once where n8n's engine makes items slow,
 * seldom where they take microseconds.
 */
const ITEMS_BETWEEN_LOOKS = 25;
const LONGEST_BLOCK_MS = 20;

function readItem(
	operation: Operation,
	route: Route & { overhead: number },
	parameters: Reader,
	facts: ItemFacts,
): ItemPiece[] | InvalidInput {
	const { keyHeader, endpoint, overhead } = route;
	try {
		const pieces = piecesOfItem(operation.toPiece(parameters, facts), facts.item);
		const only = endpoint.isRead ? wantedFields(parameters) : undefined;
		for (const piece of pieces) {
			if (isTooDeep(piece.element) || isTooDeep(piece.action)) return tooDeep();
			if (only !== undefined) piece.only = only;
			const bytes = bytesAlone(piece, overhead);
			if (bytes > endpoint.limits.bytes) return tooLarge(bytes, route);
		}
		if (keyHeader === undefined) return pieces;
		return pieces.map((piece) => withKey(piece, keyHeader, facts.newUuid()));
	} catch (error) {
		if (error instanceof InvalidInput) {
			return withExpression(error, (name) => parameters.raw(name));
		}
		// A case that nobody foresaw must cost one item, not the run.
		return new InvalidInput(
			'',
			`The node could not read the item: ${(error as Error).message}`,
			'Check the data of the item, and report this to the authors of the node',
		);
	}
}

/**
 * MoEngage keeps two levels of an object (`support-for-object-data-type.mdx`); far below this many, JavaScript
 * itself gives up in some places and not in others.
 */
const MOST_LEVELS = 100;

function isTooDeep(value: unknown, levels = MOST_LEVELS): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return levels === 0 || Object.values(value).some((inner) => isTooDeep(inner, levels - 1));
}

function tooDeep(): InvalidInput {
	return new InvalidInput(
		'',
		`The item is nested more than ${MOST_LEVELS} levels deep`,
		'Send the values that campaigns use as attributes of their own',
	);
}

function tooLarge(bytes: number, { endpoint }: Route): InvalidInput {
	const kilobytes = (size: number) => `${Math.ceil(size / 1000)} KB`;
	return new InvalidInput(
		'',
		`The item needs a request of ${kilobytes(bytes)}, but MoEngage accepts at most ${kilobytes(endpoint.limits.bytes)}`,
		'Remove large values, or attributes that nobody uses',
	);
}
