import type { IBinaryData, IDataObject, INodeProperties } from 'n8n-workflow';

import type { InvalidInput } from '../mapping/invalidInput';
import type { Reader } from '../mapping/reader';
import type { TimeZone } from '../mapping/times';
import type { Endpoint } from '../transport/endpoints';
import type { Refusal } from '../transport/refusal';
import type { Envelope } from '../transport/request';
import type { ItemPiece, Piece } from './piece';

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
	/** For n8n's AI builder: when to choose this operation, or what it needs beside it. */
	hint?: string;
	/** Parameters, without the display conditions for resource and operation, and without Options. */
	fields: INodeProperties[];
	/** Options of this operation alone; the registry adds those of sending. */
	options?: INodeProperties[];
	/** How the operation's requests are sent, unless the option `routeOption` has the name of one of `otherRoutes`. */
	route: Route;
	otherRoutes?: Record<string, Route>;
	/** Name of the option that picks the route for the whole run; `sendVia` if left out. */
	routeOption?: string;
	/**
	 * Maps one item's parameters to its piece of a request. Pure: the same input gives the same piece.
	 * @throws InvalidInput when MoEngage would refuse the item
	 */
	toPiece(parameters: Reader, facts: ItemFacts): Piece;
	/**
	 * The items of a run of which MoEngage would lose data because of other items of the run, each with the reason.
	 * @param pieces of all items that can be sent alone
	 */
	contradictions?(pieces: ItemPiece[]): Map<number, InvalidInput>;
};

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
	/** A UUID v4 that belongs to this item for good, in every try: for `moe_event_uuid` and the like. */
	newUuid(): string;
	/** Has the input item a file with this name, as n8n's binary data? */
	hasFile(name: string): boolean;
	/** The files that n8n shows of the item, with the names that they have as files. */
	files(): FileOfItem[];
};

export type FileOfItem = { name: string; fileName?: string };

/** Where requests go, what they look like, and what comes of the answer. */
export type Route = {
	endpoint: Endpoint;
	/**
	 * Wraps elements into the body of a request; left out where the body is the one element.
	 * @param shared what the envelope says of the body
	 */
	toBody?(elements: IDataObject[], shared?: IDataObject): IDataObject;
	/**
	 * Header that carries a key made once per item and what it sends, e.g. `Idempotency-Key`: a repeat carries the
	 * same one, so that MoEngage recognizes it. Each item then has its own request.
	 */
	keyHeader?: string;
	/**
	 * Headers that carry a new UUID in every request, where MoEngage asks even a read for an `Idempotency-Key`: the
	 * same key would return the same page again.
	 */
	freshKeyHeaders?: string[];
	/** How MoEngage refuses a request that it has already, by a key that the element carries. */
	knownAgain?: KnownAgain;
	/**
	 * What else a refused item may be asked for by, in one more request, e.g. another spelling of a name in the path.
	 * @returns `undefined` if there is nothing
	 */
	otherwise?(refusal: Refusal, piece: Piece): Pick<Envelope, 'path'> | undefined;
	/** A refusal in clearer words, for requests of one item each. */
	explain?(refusal: Refusal, piece: Piece): Refusal;
	/** The element with the files of its item, each as Base64 by its name; called just before a request is sent. */
	attach?(element: IDataObject, files: Record<string, string>): IDataObject;
	/** How a read goes on where MoEngage gives its records page by page. */
	paging?: Paging;
	/**
	 * What the answer to an accepted request says about one element of it, where MoEngage reports on each: why
	 * it failed, or that its outcome is unknown; `undefined` if it was accepted.
	 * @param element index of the item's element in the request
	 */
	reportOn?(
		answer: IDataObject,
		piece: Piece,
		element: number,
		request: ReportedRequest,
	): ItemRefusal | ItemDoubt | undefined;
	/**
	 * Output of one item, made from MoEngage's answer to the request that carried it, or why the item came
	 * to nothing although the request was accepted; without it, the answer itself. Of a paged read, `answer` is
	 * `{ records }` with the records of all pages that the item needs.
	 */
	toOutput?(answer: IDataObject, piece: Piece): IDataObject[] | ItemRefusal;
};

/** What the refusal of a request that MoEngage has already means, for requests of one item each. */
export type KnownAgain = {
	isSaidBy(refusal: Refusal, piece: Piece): boolean;
	/** What comes out of an item of which an earlier request, whose outcome was unknown, was accepted. */
	answerOf(refusal: Refusal, piece: Piece): IDataObject;
	/** The refusal of an item that was not sent before: another request had its key. */
	refusalOf(refusal: Refusal, piece: Piece): Refusal;
};

/** What is needed to read a report on single elements. */
export type ReportedRequest = {
	/** Number of elements in the request. */
	elements: number;
	/** An earlier sending of the item may have been accepted: MoEngage may then refuse it as one that it has. */
	wasInDoubt: boolean;
};

/** How a read goes on after its first page. */
export type Paging = {
	/** The records of one page, in order. */
	recordsOf(answer: IDataObject): IDataObject[];
	/** What distinguishes a record from all others; `undefined` if it has no ID. */
	idOf(record: IDataObject): unknown;
	/**
	 * What the request for the next page says besides or in place of the first one's query and body.
	 * @param answer the page that came last
	 * @param pages how many pages came so far
	 * @returns `undefined` when that page was the last
	 */
	next(answer: IDataObject, pages: number): Pick<Envelope, 'query' | 'body'> | undefined;
	/** How many records an item needs; `undefined`: all. */
	limitOf(piece: Piece): number | undefined;
};

/** An accepted request says that one of its items failed. */
export class ItemRefusal {
	/**
	 * @param message what MoEngage's answer means for the item
	 * @param advice what the user can do about it, one sentence
	 */
	constructor(
		readonly message: string,
		readonly advice: string,
		readonly target?: string,
		readonly facts: RefusalFacts = {},
	) {}
}

/** What else is known of an item that failed in an accepted request. */
export type RefusalFacts = {
	/** What kind of refusal it is; `NotFound` if left out. */
	type?: string;
	/** Give this to MoEngage's support. */
	requestId?: string;
	/** Sending the same again later may help. */
	retriable?: true;
};

/** An accepted request leaves open whether MoEngage accepted one of its items. */
export class ItemDoubt {
	/** @param what MoEngage's answer says, as the beginning of a sentence */
	constructor(readonly what: string) {}
}

/** Where an output has a file beside its JSON. Neither copies nor what n8n stores of the JSON have it. */
const FILE = Symbol('file');

/** An output with a file that n8n has stored, under a name of binary data. */
export function withFile(json: IDataObject, name: string, file: unknown): IDataObject {
	return Object.defineProperty({ ...json }, FILE, { value: { [name]: file } });
}

/** The binary data of an output. */
export function fileOf(output: IDataObject): Record<string, IBinaryData> | undefined {
	return (output as { [FILE]?: Record<string, IBinaryData> })[FILE];
}

/** The body of a request, as the route makes it. */
export function bodyOf(
	{ toBody }: Pick<Route, 'toBody'>,
	elements: IDataObject[],
	shared?: IDataObject,
): IDataObject {
	return toBody === undefined ? { ...elements[0], ...shared } : toBody(elements, shared);
}
