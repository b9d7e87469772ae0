import type { IDataObject } from 'n8n-workflow';

import { bodyOf, type Route } from './operation';
import type { Piece } from './piece';

/** Size of a request that carries this piece alone. */
export function bytesAlone(piece: Piece, overhead: number): number {
	return overhead + envelopeBytes(piece) + elementBytes(piece) + actionBytes(piece);
}

/** `,"actions":[]` */
const ACTIONS_BYTES = 13;

/** Size of a value as JSON in bytes of UTF-8, with the comma that separates it from the next. */
function jsonBytes(value: IDataObject): number {
	return Buffer.byteLength(JSON.stringify(value), 'utf8') + 1;
}

/** Bytes that a route wraps around the elements of a request. */
export function wrapperBytes(route: Pick<Route, 'toBody'>): number {
	if (route.toBody === undefined) return 0;
	return Buffer.byteLength(JSON.stringify(bodyOf(route, [])), 'utf8');
}

/** Bytes of what a piece's envelope adds to the body. */
export function envelopeBytes({ envelope }: Piece): number {
	return envelope?.body === undefined ? 0 : jsonBytes(envelope.body);
}

/** Bytes of an element without its actions. */
export function elementBytes(piece: Piece): number {
	return jsonBytes(piece.element) + (piece.action === undefined ? 0 : ACTIONS_BYTES);
}

/** Bytes of what the item adds to the actions of its element. */
export function actionBytes(piece: Piece): number {
	return piece.action === undefined ? 0 : jsonBytes(piece.action);
}
