import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';

import axios, { type AxiosRequestConfig } from 'axios';
import type { IDataObject, INodeParameters, IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { lateBound } from '../fixtures/lateBound';
import { Engine } from './engine';

/** What became of one call of the trigger's webhook. */
export type Taken = {
	status: number;
	text: string;
	/** The items that the call started the workflow with; `undefined` if it started nothing. */
	items?: IDataObject[];
	/** Why n8n started an execution that failed at once. */
	thrown?: Error;
	/** What the call left in n8n's log; `undefined` if nothing. */
	warnings?: string[];
};

export type Call = {
	method?: string;
	/** Text and bytes are sent as they are, everything else as JSON. */
	body?: unknown;
	/** `false` for none. Default: JSON if there is a body. */
	contentType?: string | false;
	headers?: Record<string, string>;
	query?: string;
	/** Addresses of the proxies before n8n, where it trusts them. */
	proxies?: string[];
};

type Published = { parameters: INodeParameters; credential: IDataObject; proxies: string[] };

/** Gives the tests of a file a trigger in n8n's engine, behind a server that does what n8n's does with a call. */
export function useTrigger() {
	let started: Engine | undefined;
	let server: Server;
	let published: Published;
	let taken: Pick<Taken, 'items' | 'thrown' | 'warnings'>;

	const engine = lateBound('The engine', () => started);

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const rawBody = await bytesOf(request);
		const { parameters, credential, proxies } = published;
		const contentType = request.headers['content-type'];
		const body = await parsed(contentType, rawBody);
		if (body === BROKEN) return void response.writeHead(422).end();
		const url = new URL(request.url ?? '', 'http://n8n');
		const httpRequest = Object.assign(request, {
			// n8n reads a body of parts as a stream.
			rawBody: rawBody.length > 0 && !isMultipart(contentType) ? rawBody : undefined,
			body,
			query: parseForm(url.search.slice(1)),
			ip: request.socket.remoteAddress,
			ips: proxies,
		});
		const httpResponse = Object.assign(response, {
			status: (code: number) => Object.assign(response, { statusCode: code }),
		});
		try {
			const result = await engine.receive(
				parameters,
				credential,
				{ httpRequest, httpResponse } as unknown as IWorkflowExecuteAdditionalData,
				(line) => (taken.warnings ??= []).push(line),
			);
			taken.items = result.workflowData?.[0].map(({ json }) => json);
			if (result.noWebhookResponse !== true) {
				response.writeHead(200).end('{"message":"Workflow was started"}');
			}
		} catch (error) {
			taken.thrown = error as Error;
			if (!response.headersSent) response.writeHead(500).end();
		}
	}

	beforeAll(async () => {
		started = await Engine.start();
		server = createServer((request, response) => void handle(request, response));
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterAll(async () => {
		server.closeAllConnections();
		server.close();
		await started?.stop();
	});

	/** Sends a call to a trigger with these parameters and this credential. */
	async function call(
		parameters: INodeParameters,
		credential: IDataObject,
		{ method = 'POST', body, contentType, headers = {}, query = '', proxies = [] }: Call = {},
	): Promise<Taken> {
		published = { parameters, credential, proxies };
		taken = { items: undefined, thrown: undefined, warnings: undefined };
		const isAsItIs = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
		const config: AxiosRequestConfig = {
			method,
			url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/id/moengage${query}`,
			data: isAsItIs ? body : JSON.stringify(body),
			headers: {
				...(body === undefined ? {} : { 'content-type': contentType ?? 'application/json' }),
				...headers,
			},
			transformRequest: (data: unknown) => data,
			transformResponse: (data: unknown) => data,
			validateStatus: () => true,
		};
		const { status, data } = await axios.request<string>(config);
		return { status, text: data, ...taken };
	}

	return { engine, call };
}

const BROKEN = Symbol('a body that n8n cannot parse');

/** As n8n's own parser of bodies does, without XML. */
async function parsed(contentType: string | undefined, rawBody: Buffer): Promise<unknown> {
	const type = contentType?.split(';')[0];
	if (rawBody.length === 0) return undefined;
	if (isMultipart(contentType)) return await partsOf(contentType, rawBody);
	const text = rawBody.toString('utf8');
	if (type === 'text/plain') return text;
	if (type === 'application/x-www-form-urlencoded') return parseForm(text);
	if (type !== 'application/json') return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return BROKEN;
	}
}

function isMultipart(contentType = ''): boolean {
	return contentType.startsWith('multipart/');
}

/** The texts of a form and its files, by their names. */
async function partsOf(contentType = '', rawBody: Buffer): Promise<unknown> {
	const headers = { 'content-type': contentType };
	const parts = [...(await new Response(new Uint8Array(rawBody), { headers }).formData())];
	return {
		data: Object.fromEntries(parts.filter(([, part]) => typeof part === 'string')),
		files: Object.fromEntries(parts.filter(([, part]) => typeof part !== 'string')),
	};
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks);
}
