import { request } from 'node:http';

/** One HTTP request, as it is on the wire. */
export interface Call {
	method: string;
	headers: Record<string, string>;
	body?: Buffer;
	/** Added to the URL. */
	query?: Record<string, string>;
}

/** What came back; status 0 if nothing did. */
export interface Reply {
	status: number;
	body: string;
	/** Without its parameters; empty if there is none. */
	contentType: string;
	/** Milliseconds of this machine's clock. */
	tookMs: number;
}

/**
 * One HTTP request, on a connection of its own.
 * @param patienceMs after which there is no answer
 */
export function callOnce(
	base: URL,
	{ method, headers, body, query = {} }: Call,
	patienceMs = 30_000,
): Promise<Reply> {
	const started = Date.now();
	const url = new URL(base);
	for (const [name, value] of Object.entries(query)) url.searchParams.append(name, value);
	return new Promise((resolve) => {
		const settle = (status: number, text = '', type = '') =>
			resolve({
				status,
				body: text,
				contentType: type.split(';')[0].trim(),
				tookMs: Date.now() - started,
			});
		const length = body === undefined ? {} : { 'Content-Length': body.length };
		const sent = request(url, { method, headers: { ...length, ...headers }, agent: false });
		const timer = setTimeout(() => sent.destroy(), patienceMs);
		sent.once('close', () => {
			clearTimeout(timer);
			settle(0);
		});
		sent.on('error', () => settle(0));
		sent.once('response', (response) => {
			const chunks: Buffer[] = [];
			response.on('data', (chunk: Buffer) => chunks.push(chunk));
			response.on('error', () => settle(0));
			response.once('end', () =>
				settle(
					response.statusCode ?? 0,
					Buffer.concat(chunks).toString('utf8'),
					response.headers['content-type'],
				),
			);
		});
		sent.end(body);
	});
}
