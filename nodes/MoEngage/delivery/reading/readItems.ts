import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { InvalidInput } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { ToldRun } from '../../mapping/told';
import { readTimeZone, withExpression } from '../../mapping/times';
import { isPlainObject } from '../../mapping/values';
import type { FileOfItem, ItemFacts, Operation, Route } from '../operation';
import { wantedFields } from '../outputChoice';
import { piecesOfItem, withKey, type ItemPiece } from '../piece';
import { bytesAlone, wrapperBytes } from '../sizes';
import type { FixedExpressions } from './fixedExpressions';
import type { ItemOptions } from './itemOptions';
import { ParameterReader } from './parameters';
import type { WholeCollections } from './strangeFields';

/**
 * Reads and validates every item before anything is sent.
 * @param of gives the UUID of an item, and why it cannot be sent in the way of the run
 */
export async function readItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	operation: Operation,
	route: Route,
	of: {
		newUuid(item: number): string;
		disagreement(item: number): InvalidInput | undefined;
		/** What the items of a write say of their sending. */
		choices?: ItemOptions;
		collections?: WholeCollections;
		fixed?: FixedExpressions;
		/** Hears now and then how many items are read. */
		readSoFar?(items: number): void;
	},
): Promise<ReadItems> {
	const reader = new ParameterReader(context, items);
	const overhead = wrapperBytes(route);
	const now = Date.now();
	const workflowZone = readTimeZone(context.getTimezone(), 'timezone') ?? { offsetAt: () => 0 };
	const told = new ToldRun();
	const read: ReadItems = { pieces: [], invalid: new Map(), told };
	let lastYield = Date.now();
	for (let item = 0; item < items.length; item++) {
		if (item % ITEMS_BETWEEN_LOOKS === 0 && Date.now() - lastYield > LONGEST_BLOCK_MS) {
			of.readSoFar?.(item);
			await sleep(0);
			if (context.getExecutionCancelSignal()?.aborted) break;
			lastYield = Date.now();
		}
		const parameters = reader.at(item, (what, name) => told.note(what, name, item));
		const facts: ItemFacts = {
			json: items[item].json as IDataObject,
			item,
			now,
			workflowZone,
			newUuid: () => of.newUuid(item),
			hasFile: (name) => hasFile(context, item, name),
			files: () => filesOf(context, item, items[item]),
		};
		const pieces =
			of.disagreement(item) ?? readItem(operation, { ...route, overhead }, parameters, facts, of);
		if (pieces instanceof InvalidInput) {
			read.invalid.set(item, pieces);
			continue;
		}
		for (const piece of pieces) read.pieces.push(piece);
	}
	settleContradictions(operation, read);
	of.readSoFar?.(items.length);
	return read;
}

/** Takes the items that contradict others out of those that can be sent. One that is only shown contradicts none that is sent. */
function settleContradictions({ contradictions }: Operation, read: ReadItems): void {
	if (contradictions === undefined) return;
	for (const isShown of [false, true]) {
		const found = contradictions(read.pieces.filter(({ isDry = false }) => isDry === isShown));
		for (const [item, reason] of found) read.invalid.set(item, reason);
	}
	read.pieces = read.pieces.filter(({ item }) => !read.invalid.has(item));
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

function filesOf(
	context: IExecuteFunctions,
	item: number,
	{ binary = {} }: INodeExecutionData,
): FileOfItem[] {
	return Object.entries(binary)
		.filter(([name]) => hasFile(context, item, name))
		.map(([name, { fileName }]) => ({ name, fileName }));
}

/** The result of reading: pieces in input order, the items that cannot be sent, and what MoEngage changes in others. */
export type ReadItems = {
	pieces: ItemPiece[];
	invalid: Map<number, InvalidInput>;
	told: ToldRun;
};

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
	{
		choices,
		collections,
		fixed,
	}: { choices?: ItemOptions; collections?: WholeCollections; fixed?: FixedExpressions },
): ItemPiece[] | InvalidInput {
	const { keyHeader, endpoint, overhead } = route;
	try {
		collections?.check(parameters);
		const choice = choices?.read(parameters);
		const pieces = piecesOfItem(operation.toPiece(parameters, facts), facts.item);
		// A field that knows what it should hold has said more about it by now.
		fixed?.check();
		const only = endpoint.isRead ? wantedFields(parameters) : undefined;
		for (const piece of pieces) {
			if (isTooDeep(piece.element) || isTooDeep(piece.action)) return tooDeep();
			if (only !== undefined) piece.only = only;
			Object.assign(piece, choice);
			const bytes = bytesAlone(piece, overhead);
			if (bytes > endpoint.limits.bytes) return tooLarge(bytes, route);
		}
		if (keyHeader === undefined) return pieces;
		return pieces.map((piece) => withKey(piece, keyHeader, facts.newUuid()));
	} catch (error) {
		if (error instanceof InvalidInput) {
			return withExpression(error, (name) => parameters.raw(name));
		}
		// An unforeseen exception must cost one item, not the run.
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
