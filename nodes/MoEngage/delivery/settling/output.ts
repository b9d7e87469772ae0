import type { IDataObject } from 'n8n-workflow';

import { ItemRefusal, type Route } from '../operation';
import { fieldsOf } from '../outputChoice';
import type { ItemPiece } from '../piece';

/** Output of an accepted item; an answer that is not as documented must not cost the others theirs. */
export function outputOf(
	{ endpoint, paging, toOutput }: Route,
	answer: IDataObject,
	piece: ItemPiece | undefined,
): IDataObject[] | ItemRefusal {
	if (piece === undefined) return [{ ...answer }];
	const { about, only } = piece;
	if (toOutput === undefined) return [{ ...about, ...answer }];
	try {
		const given =
			paging === undefined
				? answer
				: { records: (answer.records as IDataObject[]).slice(0, paging.limitOf(piece)) };
		const output = toOutput(given, piece);
		if (output instanceof ItemRefusal) return output;
		if (only !== undefined) return output.map((record) => fieldsOf(record, only));
		return about === undefined ? output : output.map((json) => ({ ...about, ...json }));
	} catch (error) {
		if (!endpoint.isRead) return [{ ...about, ...answer }];
		return new ItemRefusal(
			`MoEngage's response is not as documented: ${(error as Error).message}`,
			'Try again later. If it happens again, report it to the authors of the node',
		);
	}
}

/** Gathers the outputs of items that have several pieces, whose requests are answered in any order. */
export class Parts {
	private readonly byItem = new Map<number, Array<IDataObject[] | undefined>>();

	/** @returns the output of the whole item, in the order of its pieces; `undefined` as long as one is missing */
	join(output: IDataObject[], item: number, part: ItemPiece['part']): IDataObject[] | undefined {
		if (part === undefined) return output;
		const parts = this.byItem.get(item) ?? new Array<undefined>(part.of).fill(undefined);
		this.byItem.set(item, parts);
		parts[part.index] = output;
		return parts.includes(undefined) ? undefined : parts.flatMap((one) => one ?? []);
	}
}
