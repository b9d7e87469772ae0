import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

type Message = { role: string; content?: unknown };
type ChatRequest = {
	messages: Message[];
	tools?: Array<{ function: { name: string } }>;
	stream?: boolean;
};

/** A stand-in for a chat model: it calls the tools that it is given, once per prepared set of arguments. */
export interface ChatModel {
	/** Base URL in the form of OpenAI's API, for n8n's credential of that name. */
	url: string;
	/** What the tool answered, in the order of the calls. */
	replies: string[];
	/** Paths that were asked for. */
	requests: string[];
	close(): Promise<void>;
}

/** Arguments of one call, for the tool of this name in n8n; without a name, for the first tool. */
export type ToolCall = { tool?: string; args: object };

/** @param calls arguments of one call each; all are made in the first answer */
export async function startChatModel(calls: object[]): Promise<ChatModel> {
	return await startToolCaller(calls.map((args) => ({ args })));
}

/** As {@link startChatModel}, for an agent with several tools. */
export async function startToolCaller(calls: ToolCall[]): Promise<ChatModel> {
	const replies: string[] = [];
	const requests: string[] = [];
	const server = createServer((request, response) => {
		requests.push(request.url ?? '');
		void read(request).then((body) => {
			const { messages, tools = [], stream } = JSON.parse(body) as ChatRequest;
			const results = messages.filter(({ role }) => role === 'tool');
			replies.splice(0, Infinity, ...results.map(({ content }) => String(content)));
			const message =
				results.length > 0
					? { role: 'assistant', content: 'Done.' }
					: { role: 'assistant', content: null, tool_calls: toolCalls(tools, calls) };
			const reason = results.length > 0 ? 'stop' : 'tool_calls';
			const answer = { id: 'chat-1', created: 1, model: 'stand-in' };
			if (stream === true) {
				// The agents of older versions of n8n ask so.
				const parts = [
					{ index: 0, delta: message, finish_reason: null },
					{ index: 0, delta: {}, finish_reason: reason },
				].map((choice) =>
					JSON.stringify({ ...answer, object: 'chat.completion.chunk', choices: [choice] }),
				);
				response.setHeader('content-type', 'text/event-stream');
				response.end([...parts, '[DONE]'].map((part) => `data: ${part}\n\n`).join(''));
				return;
			}
			response.setHeader('content-type', 'application/json');
			response.end(
				JSON.stringify({
					...answer,
					object: 'chat.completion',
					choices: [{ index: 0, message, finish_reason: reason }],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/v1`,
		replies,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

function toolCalls(tools: ChatRequest['tools'] = [], calls: ToolCall[]) {
	return calls.map(({ tool, args }, index) => ({
		index,
		id: `call-${index}`,
		type: 'function',
		function: {
			// Models know the tool by a name without spaces.
			name: tool?.replaceAll(' ', '_') ?? tools[0]?.function.name,
			arguments: JSON.stringify(args),
		},
	}));
}

async function read(request: IncomingMessage): Promise<string> {
	let body = '';
	for await (const chunk of request) body += String(chunk);
	return body;
}
