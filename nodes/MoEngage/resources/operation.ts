import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Piece } from '../delivery/piece';
import type { TimeZone } from '../mapping/time';
import type { Parameters } from '../mapping/values';
import type { Endpoint } from '../transport/endpoints';

/** What a mapping may know besides the item's parameters. */
export type ItemFacts = {
	/** The input item's JSON. */
	json: Record<string, unknown>;
	/** Index of the input item. */
	item: number;
	/** When the run began, epoch milliseconds. */
	now: number;
	/** The workflow's time zone, for times that state none. */
	workflowZone: TimeZone;
	/** A UUID v4 that belongs to this item for good. */
	newUuid(): string;
};

/**
 * One operation of the node, declared: what the user fills in, how an item becomes part of a request, and
 * where the request goes. The delivery pipeline does the rest.
 */
export type Operation = {
	/** Value in saved workflows. */
	value: string;
	name: string;
	/** Sentence in n8n's node panel. */
	action: string;
	description: string;
	/** Parameters, without the display conditions for resource and operation. */
	fields: INodeProperties[];
	/** How the operation's requests travel, unless the option Send Via names one of `otherRoutes`. */
	route: Route;
	otherRoutes?: Record<string, Route>;
	/**
	 * Maps one item's parameters to its piece of a request. Pure: the same input gives the same piece.
	 * @throws InvalidInput when MoEngage would refuse the item
	 */
	toPiece(parameters: Parameters, facts: ItemFacts): Piece;
};

/** Where requests go, what they look like, and what comes of the answer. */
export type Route = {
	endpoint: Endpoint;
	/**
	 * Wraps elements into the body of a request.
	 * @param shared what the envelope says of the body
	 */
	toBody(elements: IDataObject[], shared?: IDataObject): IDataObject;
	/**
	 * Output of one item, made from MoEngage's answer to the request that carried it, or why the item came
	 * to nothing although the request was accepted; without it, the answer itself.
	 */
	toOutput?(answer: IDataObject, piece: Piece): IDataObject[] | ItemRefusal;
};

/** An accepted request says of one of its items that it came to nothing. */
export class ItemRefusal {
	/**
	 * @param message what MoEngage's answer means for the item
	 * @param advice what the user can do about it, one sentence
	 */
	constructor(
		readonly message: string,
		readonly advice: string,
		readonly target?: string,
	) {}
}

/** A resource of the node with its operations. */
export type Resource = {
	value: string;
	name: string;
	operations: Operation[];
	/** The operation that a workflow means when it names none; fixed once released. */
	defaultOperation: string;
};
