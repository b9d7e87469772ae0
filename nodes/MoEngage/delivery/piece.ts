import type { IDataObject } from 'n8n-workflow';

import type { Envelope } from '../transport/request';

/** What one workflow item contributes to a request. Plain data, made by an operation's `toPiece`. */
export type Piece = {
	/** Query and headers of the request; pieces share a request only when these are equal. */
	envelope?: Envelope;
	/** Pieces with the same key share one element of the request, e.g. all events of one user; by default none do. */
	elementKey?: string;
	/** The element without its actions, e.g. the user. */
	element: IDataObject;
	/** What the item adds to `element.actions`; left out where the element is the whole of it. */
	action?: IDataObject;
	/** Pieces of one lane reach MoEngage in input order, e.g. the events of one user; by default each is alone in its lane. */
	lane?: string;
	/** What the operation needs to make the item's output from MoEngage's answer. */
	memo?: IDataObject;
};

/** A piece with the index of the input item that it comes from. */
export type ItemPiece = Piece & { item: number; elementKey: string; lane: string };

/** One request, before it is turned into a body. */
export type PackedRequest = {
	/** In input order. */
	pieces: ItemPiece[];
	/** Size of the body, at most a few bytes too high. */
	bytes: number;
};

/** The piece of an input item; one that says nothing else shares neither element nor lane. */
export function pieceOfItem(piece: Piece, item: number): ItemPiece {
	const own = String(item);
	return { ...piece, item, elementKey: piece.elementKey ?? own, lane: piece.lane ?? own };
}

/** The piece with one more header; pieces that differ in it share no request. */
export function withHeader(piece: ItemPiece, name: string, value: string): ItemPiece {
	const headers = { ...piece.envelope?.headers, [name]: value };
	return { ...piece, envelope: { ...piece.envelope, headers } };
}

/**
 * The elements of a request's body: pieces with the same key become one element with several `actions`.
 */
export function toElements(pieces: Array<Piece & { elementKey: string }>): IDataObject[] {
	const elements = new Map<string, IDataObject>();
	for (const piece of pieces) {
		let element = elements.get(piece.elementKey);
		if (element === undefined) {
			element = piece.action === undefined ? piece.element : { ...piece.element, actions: [] };
			elements.set(piece.elementKey, element);
		}
		if (piece.action !== undefined) (element.actions as IDataObject[]).push(piece.action);
	}
	return [...elements.values()];
}

/** For each piece of a request, the index of its element in the body. */
export function elementIndexes(pieces: ItemPiece[]): number[] {
	const indexes = new Map<string, number>();
	return pieces.map(({ elementKey }) => {
		const index = indexes.get(elementKey) ?? indexes.size;
		indexes.set(elementKey, index);
		return index;
	});
}
