import { NodeConnectionTypes, type INodeType } from 'n8n-workflow';

import { addToolForm, callingAgent } from '../engine/agents';
import { Engine, type ExpressionEngine } from '../engine/engine';
import { provideProcessedData } from '../engine/useProcessedData';
import { AGENT_CALLS } from '../fixtures/examples';

/** Connected to the agent, which has its calls without it. */
function unused(name: string, output: 'ai_languageModel' | 'ai_memory'): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: ['transform'],
			version: 1,
			description: name,
			defaults: { name },
			inputs: [],
			outputs: [NodeConnectionTypes[output === 'ai_memory' ? 'AiMemory' : 'AiLanguageModel']],
			properties: [],
		},
	};
}

/** n8n's engine, with its store of processed values, and an agent whose model always makes the same calls. */
export async function startEngineOfExamples(expressionEngine?: ExpressionEngine): Promise<Engine> {
	const engine = await Engine.start(expressionEngine, {
		'@n8n/n8n-nodes-langchain.agent': callingAgent(
			() => AGENT_CALLS,
			(replies) => [{ output: replies.map(({ text }) => text).join('\n') }],
		),
		'@n8n/n8n-nodes-langchain.lmChatOpenAi': unused('lmChatOpenAi', 'ai_languageModel'),
		'@n8n/n8n-nodes-langchain.memoryBufferWindow': unused('memoryBufferWindow', 'ai_memory'),
	});
	addToolForm(engine);
	await provideProcessedData();
	return engine;
}
