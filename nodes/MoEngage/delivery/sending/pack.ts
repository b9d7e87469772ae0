import { countsItems } from '../../transport/endpoints';
import type { ItemPiece, PackedRequest } from '../piece';
import type { DeliverySettings } from '../settings';
import { actionBytes, elementBytes, envelopeBytes, wrapperBytes } from '../sizes';
import { windowsOf } from '../limits';

type OpenRequest = PackedRequest & { elementKeys: Set<string>; sequence: number };

/**
 * Packs pieces into the fewest requests that the limits allow while keeping every lane in input order: a
 * piece joins the request that already contains its element, else the newest one with room, else a new one,
 * and never a request before the one with the previous piece of its lane.
 *
 * Every piece must fit alone ({@link bytesAlone}); the caller has refused the others.
 * @param pieces in input order
 * @returns requests in the order in which they have to be sent
 */
export function pack(pieces: ItemPiece[], limits: PackLimits): PackedRequest[] {
	const requests: OpenRequest[] = [];
	const newestByEnvelope = new Map<string, OpenRequest>();
	const newestByElement = new Map<string, OpenRequest>();
	const newestByLane = new Map<string, OpenRequest>();
	const newestByKey = new Map<string, OpenRequest>();
	const mostPieces = limits.pieces ?? Infinity;

	for (const piece of pieces) {
		const envelopeKey = piece.envelope === undefined ? '' : JSON.stringify(piece.envelope);
		const elementKey = JSON.stringify([envelopeKey, piece.elementKey]);
		const withElement = newestByElement.get(elementKey);
		const newest = newestByEnvelope.get(envelopeKey);
		const { onceKey } = piece;
		const withKey = onceKey === undefined ? undefined : newestByKey.get(onceKey);
		const earliest = earliestFor(piece, newestByLane.get(piece.lane), withKey);
		const ofElement = elementBytes(piece);
		const ofAction = actionBytes(piece);

		let request: OpenRequest | undefined;
		if (
			withElement !== undefined &&
			withElement.sequence >= earliest &&
			withElement.pieces.length < mostPieces &&
			withElement.bytes + ofAction <= limits.bytes
		) {
			request = withElement;
			request.bytes += ofAction;
		} else if (
			newest !== undefined &&
			newest.sequence >= earliest &&
			!newest.elementKeys.has(elementKey) &&
			newest.elementKeys.size < limits.elements &&
			newest.pieces.length < mostPieces &&
			newest.bytes + ofElement + ofAction <= limits.bytes
		) {
			request = newest;
			request.bytes += ofElement + ofAction;
		} else {
			request = {
				pieces: [],
				bytes: limits.overhead + envelopeBytes(piece) + ofElement + ofAction,
				elementKeys: new Set(),
				sequence: requests.length,
			};
			requests.push(request);
			newestByEnvelope.set(envelopeKey, request);
		}
		request.pieces.push(piece);
		request.elementKeys.add(elementKey);
		newestByElement.set(elementKey, request);
		newestByLane.set(piece.lane, request);
		if (onceKey !== undefined) newestByKey.set(onceKey, request);
	}
	return requests.map(({ pieces: packed, bytes }) => ({ pieces: packed, bytes }));
}

/** Sequence of the first request that the piece may join: whether it is sent is up to an earlier one with its key. */
function earliestFor(
	{ isApart }: ItemPiece,
	newestOfLane: OpenRequest | undefined,
	withKey: OpenRequest | undefined,
): number {
	const afterLane =
		newestOfLane === undefined ? 0 : newestOfLane.sequence + (isApart === true ? 1 : 0);
	return withKey === undefined ? afterLane : Math.max(afterLane, withKey.sequence + 1);
}

export type PackLimits = {
	/** Elements per request. */
	elements: number;
	/** Bytes of the body per request, in UTF-8. */
	bytes: number;
	/** Items per request, where a rate limit counts them. */
	pieces?: number;
	/** Bytes of what the operation wraps around the elements. */
	overhead: number;
};

/** What a request may contain: as the endpoint says, and no more items than a window of its rate limit. */
export function packLimits({ route, rate, ownPerMinute }: DeliverySettings): PackLimits {
	const { elements, bytes } = route.endpoint.limits;
	const mosts = countsItems(route.endpoint) ? windowsOf(rate).map(({ most }) => most) : [];
	return {
		elements,
		bytes,
		pieces: Math.min(...mosts, ownPerMinute ?? Infinity),
		overhead: wrapperBytes(route),
	};
}
