import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';

import { InvalidInput } from '../mapping/invalidInput';
import { readTimeZone } from '../mapping/time';
import { isPlainObject, type Parameters } from '../mapping/values';
import type { ItemFacts, Operation } from '../resources/operation';
import { bytesAlone, wrapperBytes } from './pack';
import type { ItemPiece, Piece } from './piece';

/** A synchronous loop over items would freeze the whole n8n, and in queue mode fail the execution. */
const ITEMS_BETWEEN_YIELDS = 50;

/** Does a parameter's raw value hold an expression anywhere? n8n marks them with a leading `=`. */
function holdsExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	if (Array.isArray(raw)) return raw.some(holdsExpression);
	return isPlainObject(raw) && Object.values(raw).some(holdsExpression);
}

/** n8n wraps a resource locator's value in an object that also holds its mode. */
function unwrapLocator(value: unknown): unknown {
	return isPlainObject(value) && value.__rl === true ? value.value : value;
}

/** Reads parameters for one item after another; those without an expression are read once. */
export class ParameterReader {
	private readonly constants = new Map<string, unknown>();

	private readonly withExpression = new Set<string>();

	constructor(private readonly context: IExecuteFunctions) {}

	/** The parameters of one item. */
	at(item: number): Parameters {
		return { get: (name) => this.read(name, item) };
	}

	private read(name: string, item: number): unknown {
		if (this.constants.has(name)) return this.constants.get(name);
		if (!this.withExpression.has(name)) {
			const raw: unknown = this.context.getNodeParameter(name, item, '', { rawExpressions: true });
			if (!holdsExpression(raw)) {
				const value = unwrapLocator(this.context.getNodeParameter(name, item, ''));
				this.constants.set(name, value);
				return value;
			}
			this.withExpression.add(name);
		}
		const value = this.evaluate(name, item);
		if (value instanceof InvalidInput) throw value;
		return value;
	}

	private evaluate(name: string, item: number): unknown {
		try {
			return unwrapLocator(this.context.getNodeParameter(name, item, ''));
		} catch (error) {
			return new InvalidInput(
				name,
				`has an expression that n8n could not evaluate: ${(error as Error).message}`,
				'Correct the expression, or check that every item has the data it uses',
			);
		}
	}
}

/** What became of reading: pieces in input order, and the items that cannot be sent. */
export type ReadItems = { pieces: ItemPiece[]; invalid: Map<number, InvalidInput> };

/**
 * Reads and validates every item before anything is sent.
 * @param newUuid gives the UUID of an item
 */
export async function readItems(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	operation: Operation,
	newUuid: (item: number) => string,
): Promise<ReadItems> {
	const reader = new ParameterReader(context);
	const overhead = wrapperBytes(operation);
	const now = Date.now();
	const workflowZone = readTimeZone(context.getTimezone(), 'timezone') ?? { offsetAt: () => 0 };
	const read: ReadItems = { pieces: [], invalid: new Map() };
	for (let item = 0; item < items.length; item++) {
		if (item > 0 && item % ITEMS_BETWEEN_YIELDS === 0) await sleep(0);
		const piece = readItem(operation, reader.at(item), {
			json: items[item].json as IDataObject,
			item,
			now,
			workflowZone,
			newUuid: () => newUuid(item),
		});
		if (piece instanceof InvalidInput) {
			read.invalid.set(item, piece);
			continue;
		}
		const bytes = bytesAlone(piece, overhead);
		if (bytes > operation.endpoint.limits.bytes) {
			read.invalid.set(item, tooLarge(bytes, operation));
		} else {
			read.pieces.push({ ...piece, item });
		}
	}
	return read;
}

function readItem(
	operation: Operation,
	parameters: Parameters,
	facts: ItemFacts,
): Piece | InvalidInput {
	try {
		return operation.toPiece(parameters, facts);
	} catch (error) {
		if (error instanceof InvalidInput) return error;
		// A case that nobody foresaw must cost one item, not the run.
		return new InvalidInput(
			'',
			`The item could not be read: ${(error as Error).message}`,
			'Check its data, and report it to the authors of this node',
		);
	}
}

function tooLarge(bytes: number, operation: Operation): InvalidInput {
	const kilobytes = (size: number) => `${Math.ceil(size / 1000)} KB`;
	return new InvalidInput(
		'',
		`The item makes a request of ${kilobytes(bytes)}, and MoEngage takes at most ${kilobytes(operation.endpoint.limits.bytes)}`,
		'Leave out large values, or attributes that nobody uses',
	);
}
