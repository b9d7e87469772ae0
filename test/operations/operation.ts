import type { IDataObject } from 'n8n-workflow';

import type { AcceptedRecords, Fault, Simulator, SimulatorOptions } from '../simulator';

/** One endpoint, written down from MoEngage's documents and not from the node's own table, so that a slip there is noticed. */
export type DocumentedEndpoint = {
	/** In the node's table of endpoints. */
	name: string;
	/** Method, host and path. */
	address: string;
	/** The tile of the dashboard whose key opens it. */
	tile: 'data' | 'campaign' | 'personalize' | 'push' | 'inform';
	/** Elements that one request may hold; by default one. */
	elements?: number;
	/** KB of 1,000 bytes that one request may hold; by default 128, also where no document has a size. */
	kilobytes?: number;
	/** What the limits count, and how many MoEngage takes in each window; `none` where no document has a limit. */
	rate: string;
	/** The limit that it shares with others, where it does not have its own. */
	pool?: string;
	/** What a repeat would do: to customers, not to the API. */
	repeat: 'safe' | 'safeForMinutes' | 'countsTwice' | 'reachesCustomers';
	/** What else the node has to know of it. */
	isRead?: true;
	rejectsRepeats?: true;
	tracksUsers?: true;
	enabledBySupport?: true;
	takesNoBody?: true;
	answersEmpty?: true;
	/** The part of the path that is signed in place of a key. */
	signedFile?: string;
	/** Fields of which a success has at least one. */
	answersWith?: string[];
};

/** The operation as a tool: parameters that a model fills in, and what it sends. */
export type ToolUse = {
	parameters: IDataObject;
	/** At least three different calls. */
	calls: IDataObject[];
	/** What MoEngage's side must hold or have been asked afterwards, one entry for each call. */
	expected: unknown[];
	/** What the calls left there. */
	arrived(accepted: AcceptedRecords, simulator: Simulator): unknown[];
	/** Arguments that differ from the first call, and what the model must be told. */
	wrong: Array<{ args: IDataObject; says: RegExp[] }>;
};

/** Runs whose outputs have fields that those of good items lack. */
export type FurtherRun = {
	items: IDataObject[];
	parameters?: IDataObject;
	simulator?: SimulatorOptions;
	fault?: Fault;
};

type Facts = {
	/** The usual endpoint. If several operations share it, one of them states it. */
	endpoint: DocumentedEndpoint;
	/** Whether a request is one of it, if operations share the endpoint. */
	isOwn?(body: IDataObject): boolean;
	/** Parameters of a saved workflow that takes them from its items. */
	workflow: IDataObject;
	/** n8n saves no parameter that has its default, such as resource and operation here. */
	isDefault?: true;
	/** Names of parameters, which stand in users' workflows: in their order, without those that all reads or writes have. */
	names: { fields: string[]; additional?: string[]; filters?: string[]; options?: string[] };
	/** A good item, each index another one. */
	item(index: number): IDataObject;
	/** What makes a good item one that the node refuses before sending. */
	invalidChange: IDataObject;
	/** The field to which a fault's text is added, so that it can be found or the size grows; or how else it gets in. */
	poison: string | ((item: IDataObject, text: string) => void);
	/** No field takes long text, so that only the number of its elements makes a request full. */
	isShort?: true;
	/** Calls of a model. */
	tools: ToolUse[];
	/** Whole responses with fields of MoEngage's document that the simulator leaves out. */
	documented?: IDataObject[];
	furtherRuns?: FurtherRun[];
	/** A model is told to have a human approve it, or how to give attributes. */
	toolNotice?: 'approval' | 'attributes' | 'approval and attributes';
	/** Its description has a hint for n8n's AI builder, since it is mistaken for others or needs them. */
	hasBuilderHint?: true;
};

/** The operation by another endpoint, which an option chooses. */
export type Route = Partial<
	Pick<WriteFacts, 'item' | 'invalidChange' | 'invalidParameter' | 'poison' | 'answer'>
> & {
	/** `bulk import` */
	by: string;
	endpoint: DocumentedEndpoint;
	options: IDataObject;
};

export type WriteFacts = Facts & {
	/** The parameter that the refusal of an invalid item names. */
	invalidParameter: string;
	/** What the simulator holds of it, as the marks of the items; of a write that wins over earlier ones, two of the same are as good as one. */
	arrived(accepted: AcceptedRecords): unknown[];
	lastWins?: true;
	/** The field of an item that tells it from others, or what else does. */
	mark: string | ((item: IDataObject) => unknown);
	/** Part of MoEngage's answer to an accepted request. */
	answer: IDataObject;
	/** Fields of the output that tell the rows apart. */
	row: string[];
	/** What a 403 says, where it is not what it says of the API's other operations. */
	forbidden?: { message?: RegExp; description?: RegExp; hasRequestId?: boolean };
	routes?: Route[];
	/** Endpoints that no good item reaches, such as a sandbox. */
	furtherEndpoints?: DocumentedEndpoint[];
};

export type ReadFacts = Facts & {
	/** Texts that the request for an item carries, whatever the letter case; by default all of the item. */
	carries?(item: IDataObject): string[];
	/** Responses without any record, which put out no item; or of an item that is not there. */
	empty?: IDataObject[];
	notFound?: IDataObject[];
};

/** What a file of this folder exports. */
export type OperationFacts = ({ isRead: false } & WriteFacts) | ({ isRead: true } & ReadFacts);

export const write = (facts: WriteFacts): OperationFacts => ({ isRead: false, ...facts });

export const read = (facts: ReadFacts): OperationFacts => ({ isRead: true, ...facts });

/** `={{ $json.name }}`: the item fills it in. */
export const json = (name: string) => `={{ $json.${name} }}`;

/** `={{ $fromAI('name') }}`: the model fills it in. */
export const ai = (name: string) => `={{ $fromAI('${name}') }}`;

/** The bodies of all requests to paths with this part. */
export const bodies =
	(path: string) =>
	(_: AcceptedRecords, { requests }: Simulator): unknown[] =>
		requests.filter((request) => request.path.includes(path)).map(({ body }) => body);
