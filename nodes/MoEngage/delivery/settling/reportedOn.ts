import type { IDataObject } from 'n8n-workflow';

import { ItemDoubt, type Route } from '../operation';
import { elementIndexes, type ItemPiece } from '../piece';
import { refusedItem, unknownOutcome, type Failure } from './failure';

/** What MoEngage's report does not take of an accepted request, by item. */
export function reportedOn(
	{ reportOn, endpoint }: Route,
	pieces: ItemPiece[],
	answer: IDataObject,
	isInDoubt: (item: number) => boolean,
): Map<number, Failure> {
	const failures = new Map<number, Failure>();
	if (reportOn === undefined) return failures;
	const indexes = elementIndexes(pieces);
	const elements = new Set(indexes).size;
	pieces.forEach((piece, index) => {
		const wasInDoubt = isInDoubt(piece.item);
		const report = reportOn(answer, piece, indexes[index], { elements, wasInDoubt });
		if (report === undefined) return;
		const failure =
			report instanceof ItemDoubt ? unknownOutcome(report.what, endpoint) : refusedItem(report);
		failures.set(piece.item, failure);
	});
	return failures;
}
