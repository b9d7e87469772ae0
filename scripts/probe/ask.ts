import { readRateHeaders, type ToldLimit } from '../../nodes/MoEngage/delivery/limits';
import { readReply, type Reply } from '../../nodes/MoEngage/transport/answer';
import { authenticate } from '../../nodes/MoEngage/transport/authenticate';
import {
	baseUrl,
	TILES,
	tileKey,
	workspaceId,
	type MoEngageCredential,
} from '../../nodes/MoEngage/transport/credential';
import { fillPath } from '../../nodes/MoEngage/transport/request';
import type { Question } from './questions';

/** No run sends more requests, whatever its questions are. */
export const MOST_REQUESTS = 40;

/** After so many requests without any answer, a host is not asked again. */
const MOST_UNANSWERED = 2;

/** What became of a question. */
export type Answer = {
	question: Question;
	/** `undefined`: there was no answer. */
	status?: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Parsed if it is JSON, else text. */
	body: unknown;
	/** What the node would make of it. */
	reply: Reply;
	/** What the node reads in the headers. */
	told: ToldLimit;
};

/** Asks one question after the other, each once. */
export class Asker {
	/** Requests sent so far. */
	count = 0;

	private readonly unanswered = new Map<string, number>();

	/** @param timeout milliseconds to wait for an answer */
	constructor(
		private readonly credential: MoEngageCredential,
		private readonly timeout: number,
	) {}

	/** @returns why it was not asked, where it was not */
	async ask(question: Question): Promise<Answer | string> {
		const gap = this.gapOf(question);
		if (gap !== undefined) return gap;
		const base = baseUrl(this.credential, question.host);
		if ((this.unanswered.get(base) ?? 0) >= MOST_UNANSWERED)
			return 'the host did not respond before';
		if (this.count >= MOST_REQUESTS) return `the probe sends at most ${MOST_REQUESTS} requests`;
		this.count++;
		const answer = await this.send(question, base);
		const misses = this.unanswered.get(base) ?? 0;
		this.unanswered.set(base, answer.status === undefined ? misses + 1 : 0);
		return answer;
	}

	private gapOf({ tile, keyOf = tile }: Question): string | undefined {
		try {
			tileKey(this.credential, keyOf);
			return undefined;
		} catch {
			return `no ${TILES[keyOf].label}`;
		}
	}

	private async send(question: Question, base: string): Promise<Answer> {
		const { method, body, query = {}, tile, keyOf = tile } = question;
		const path = fillPath(question.path, {
			...question.pathValues,
			workspaceId: workspaceId(this.credential),
		});
		const url = new URL(base + path);
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		const { field } = TILES[tile];
		const credential = { ...this.credential, [field]: tileKey(this.credential, keyOf) };
		const sent = authenticate(credential, {
			url: url.href,
			headers: { ...question.headers, ...(body === undefined ? {} : JSON_BODY) },
		});
		try {
			const response = await fetch(sent.url, {
				method,
				headers: sent.headers as Record<string, string>,
				body: body === undefined ? undefined : JSON.stringify(body),
				redirect: 'manual',
				signal: AbortSignal.timeout(this.timeout),
			});
			return answered(question, response, await response.text());
		} catch (error) {
			return unanswered(question, error);
		}
	}
}

const JSON_BODY = { 'Content-Type': 'application/json' };

function answered(question: Question, response: Response, text: string): Answer {
	const headers = Object.fromEntries(response.headers.entries());
	const { status } = response;
	const body = parsed(text);
	return {
		question,
		status,
		headers,
		body,
		reply: readReply({ statusCode: status, headers, body }),
		told: readRateHeaders(headers, Date.now()),
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function unanswered(question: Question, error: unknown): Answer {
	const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
	const code = name === 'TimeoutError' ? 'TIMEOUT' : String(cause?.code ?? name ?? 'UNKNOWN');
	return {
		question,
		headers: {},
		body: undefined,
		reply: { kind: 'unanswered', mayHaveArrived: true, isPassing: true, reason: 'no answer', code },
		told: {},
	};
}
