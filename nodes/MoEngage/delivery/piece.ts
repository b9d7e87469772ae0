import type { IDataObject } from 'n8n-workflow';

import type { Envelope } from '../transport/request';
import { uuidOf } from './uuid';

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
	/** Whose data it is, the same in all operations, for MoEngage's Fair Usage Policy; by default the lane. */
	user?: string;
	/** Names of files of the item that the request carries; their content is read when it is sent. */
	files?: string[];
	/** No other piece of its lane shares a request with it, e.g. because MoEngage takes each ID once a request. */
	isApart?: true;
	/** What the operation needs to make the item's output from MoEngage's answer. */
	memo?: IDataObject;
	/** What tells the item from others, in its output beside MoEngage's answer, whose keys it never replaces. */
	about?: IDataObject;
	/** Names of the only fields of each record to output, of a read. */
	only?: string[];
	/** Further pieces of the item, of a read that needs several elements; they may be in several requests. */
	more?: Piece[];
};

/** A piece with the index of the input item that it comes from. */
export type ItemPiece = Omit<Piece, 'more'> & {
	item: number;
	elementKey: string;
	lane: string;
	/** Which of the item's pieces it is, where the item has several. */
	part?: { index: number; of: number };
	/** It is shown and not sent (the option Dry Run). */
	isDry?: true;
	/** What was sent with this text is not sent again (the option Send Once Per). */
	onceKey?: string;
};

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

/** All pieces of an input item, in the order in which their outputs belong. */
export function piecesOfItem({ more = [], ...first }: Piece, item: number): ItemPiece[] {
	if (more.length === 0) return [pieceOfItem(first, item)];
	return [first, ...more].map((piece, index, { length }) => {
		const own = `${item}.${index}`;
		const part = { index, of: length };
		return { elementKey: own, lane: own, ...piece, item, part };
	});
}

/**
 * The piece with a header for its key; pieces that differ in it share no request. The key is the item's as long as
 * what is sent stays the same: MoEngage refuses a key that comes again with another body, and after a refusal the
 * user corrects the workflow and retries.
 * @param uuid of the item, the same in every try
 */
export function withKey(piece: ItemPiece, name: string, uuid: string): ItemPiece {
	const { envelope, element, action } = piece;
	const key = uuidOf(JSON.stringify([uuid, envelope ?? {}, element, action ?? {}]));
	return { ...piece, envelope: { ...envelope, headers: { ...envelope?.headers, [name]: key } } };
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
