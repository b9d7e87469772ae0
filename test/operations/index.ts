import type { IDataObject } from 'n8n-workflow';

import type { Simulator } from '../simulator';
import { FACTS } from './facts';
import type {
	DocumentedEndpoint,
	OperationFacts,
	ReadFacts,
	Route,
	ToolUse,
	WriteFacts,
} from './operation';

export { FACTS } from './facts';

/** An operation by one of its routes, as the suites take it: what its file says, and what follows. */
export type OperationCase = Pick<OperationFacts, 'endpoint' | 'item' | 'invalidChange'> &
	Partial<Pick<WriteFacts, 'forbidden'>> & {
		/** `resource.operation`, and the route if it is not the usual one. */
		name: string;
		/** `resource.operation` */
		workflow: string;
		/** Parameters of the route. */
		parameters?: IDataObject;
		facts: OperationFacts;
		/** Its items cannot be made large. */
		isShort?: true;
		/** Part of the endpoint's path, to aim faults at. */
		path: string;
		repeat: DocumentedEndpoint['repeat'];
		/** It changes nothing: what counts is what comes out. */
		isRead: boolean;
		/** Items of different users share a request. */
		packs: boolean;
		/** Its requests have no body, so that no fault can aim at what is in it. */
		hasNoBody: boolean;
		/** Length of text that makes an item too large for its endpoint. */
		tooLong: number;
		/** How many items a request takes, where it is their number that fills it, or nine large ones are more than n8n takes as pinned data. */
		perRequest?: number;
		invalidParameter: string;
		/** What the simulator accepted, as the marks that {@link mark} gives the items. */
		accepted(simulator: Simulator): string[];
		/** How an item can be told from others in what the simulator accepted. */
		mark(item: IDataObject): string;
		/** Puts text into a field of the item that is sent, so that a fault can find it or the size grows. */
		poison(item: IDataObject, text: string): void;
		/** Of a read: texts that the request for an item carries, whatever the letter case. */
		carries(item: IDataObject): string[];
		/** Part of MoEngage's answer to an accepted request. */
		answer: IDataObject;
	};

function textsIn(value: unknown): string[] {
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
	// A list may be written as one text.
	return String(value).split(', ');
}

/** What follows from what the documents say of the endpoint. */
function ofEndpoint({
	address,
	elements = 1,
	kilobytes = 128,
	repeat,
	takesNoBody,
}: DocumentedEndpoint) {
	const [method, , path] = address.split(' ');
	const isLarge = kilobytes > 1000;
	return {
		path: path.split(/[{?]/)[0],
		repeat,
		packs: elements > 1,
		hasNoBody: method === 'GET' || takesNoBody === true,
		tooLong: isLarge ? kilobytes * 1000 : 140_000,
		perRequest: isLarge ? elements : undefined,
	};
}

function poisonOf(poison: OperationFacts['poison']): OperationCase['poison'] {
	if (typeof poison === 'function') return poison;
	return (item, text) => {
		item[poison] = `${String(item[poison])} ${text}`;
	};
}

function ofWrite({ mark, arrived, lastWins, ...facts }: WriteFacts) {
	return {
		...facts,
		mark: (item: IDataObject) => String(typeof mark === 'string' ? item[mark] : mark(item)),
		accepted({ accepted }: Simulator) {
			const marks = arrived(accepted).map(String);
			return lastWins ? [...new Set(marks)] : marks;
		},
		carries: () => [],
	};
}

function ofRead({ carries = textsIn, ...facts }: ReadFacts) {
	return {
		...facts,
		...{ invalidParameter: '', answer: {}, forbidden: undefined, carries },
		mark: (item: IDataObject) => JSON.stringify(item),
		accepted: () => [],
	};
}

function caseFrom(workflow: string, facts: OperationFacts, route?: Route): OperationCase {
	const {
		item,
		invalidChange,
		invalidParameter,
		poison,
		answer,
		accepted,
		mark,
		carries,
		forbidden,
	} = {
		...(facts.isRead ? ofRead(facts) : ofWrite(facts)),
		...route,
	};
	const endpoint = route?.endpoint ?? facts.endpoint;
	return {
		name: route === undefined ? workflow : `${workflow} by ${route.by}`,
		workflow,
		...(route !== undefined && { parameters: { options: route.options } }),
		...{ facts, endpoint, isRead: facts.isRead, ...ofEndpoint(endpoint) },
		...{ item, invalidChange, invalidParameter, answer, accepted, mark, carries, forbidden },
		poison: poisonOf(poison),
		...(facts.isShort && { isShort: true, perRequest: endpoint.elements }),
	};
}

const ALL = Object.entries(FACTS);
const USUAL = ALL.map(([name, facts]) => caseFrom(name, facts));

/** The operations that write, with items as workflows have them. */
export const WRITES = USUAL.filter(({ isRead }) => !isRead);

/** The operations that only read. */
export const READS = USUAL.filter(({ isRead }) => isRead);

/** Operations by another route than their usual one. */
export const OTHER_ROUTES = ALL.flatMap(([name, facts]) =>
	facts.isRead ? [] : (facts.routes ?? []).map((route) => caseFrom(name, facts, route)),
);

/**
 * An operation by its usual route or another one.
 * @param wanted `event.track`, `event.track by bulk import`
 */
export function caseOf(wanted: string): OperationCase {
	const found = [...USUAL, ...OTHER_ROUTES].find(({ name }) => name === wanted);
	if (found === undefined) throw new Error(`There is no case for ${wanted}`);
	return found;
}

/** Every use of an operation as a tool. */
export const TOOLS = ALL.flatMap(([name, { tools }]) =>
	tools.map((tool): ToolCase => ({ name, ...tool })),
);

/** `resource.operation` as a tool. */
export type ToolCase = ToolUse & { name: string };

/** Test Connection: no operation has it, but the test of the credential. */
const TEST_CONNECTION: DocumentedEndpoint = {
	name: 'testConnection',
	address: 'POST api /v1/integrations/authentication',
	tile: 'data',
	rate: 'none',
	repeat: 'safe',
	answersWith: ['status'],
	isRead: true,
};

/** The endpoints that a file states, or takes from another file. */
export function endpointsOf(facts: OperationFacts): DocumentedEndpoint[] {
	if (facts.isRead) return [facts.endpoint];
	const { endpoint, routes = [], furtherEndpoints = [] } = facts;
	return [endpoint, ...routes.map((route) => route.endpoint), ...furtherEndpoints];
}

/**
 * Every endpoint that the node calls, by its name there: limits from `api/rate-limits.mdx` (August 2026) and the OpenAPI
 * document of each API, classes from what each call does to customers.
 */
export const ENDPOINT_TABLE: Record<string, Omit<DocumentedEndpoint, 'name'>> = {};

for (const one of new Set([TEST_CONNECTION, ...Object.values(FACTS).flatMap(endpointsOf)])) {
	const { name, ...endpoint } = one;
	if (name in ENDPOINT_TABLE)
		throw new Error(`Two files state ${name}: export it from one of them`);
	ENDPOINT_TABLE[name] = { elements: 1, kilobytes: 128, ...endpoint };
}

/** Paths as they arrive; those without a part that stands for anything come first, since others may fit them. */
const PLACES = Object.entries(ENDPOINT_TABLE)
	.map(([name, { address }]) => {
		const [method, , path] = address.split('?')[0].split(' ');
		const pattern = path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+');
		return { name, method, isLiteral: !path.includes('{'), path: new RegExp(`${pattern}$`) };
	})
	.sort((one, other) => Number(other.isLiteral) - Number(one.isLiteral));

/** The name of the endpoint that a request reached. */
export function endpointAt(method: string, path: string): string | undefined {
	return PLACES.find((place) => place.method === method && place.path.test(path))?.name;
}
