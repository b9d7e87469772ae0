import type { DynamicStructuredTool } from '@langchain/core/tools';
import {
	NodeConnectionTypes,
	type EngineRequest,
	type EngineResponse,
	type IDataObject,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';

import type { Engine, SavedWorkflow } from './engine';

/** What an agent's model got back for one call of the tool. */
export type Reply = { text: string };

/**
 * The two ways in which n8n runs a node as a tool: agents of today hand the calls to the engine, which runs
 * the node like any other; older ones and other users of tools call a LangChain tool made from the node.
 */
export type Way = 'engine' | 'langchain';

const TOOL_TYPE = 'moEngageTool';

/** Adds the tool form of the node to the loader, changed as n8n's `convertNodeToAiTool` changes it. */
export function addToolForm({ loader }: Engine): void {
	const loaded = loader.getNode('moEngage');
	const node = loaded.type as INodeType;
	const description: INodeTypeDescription = {
		...node.description,
		name: TOOL_TYPE,
		displayName: `${node.description.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: [
			...node.description.properties,
			{
				displayName: 'Tool Description',
				name: 'descriptionType',
				type: 'options',
				noDataExpression: true,
				options: [
					{ name: 'Set Automatically', value: 'auto' },
					{ name: 'Set Manually', value: 'manual' },
				],
				default: 'auto',
			},
			{
				displayName: 'Description',
				name: 'toolDescription',
				type: 'string',
				default: '',
				required: true,
			},
		],
	};
	delete description.usableAsTool;
	const tool = Object.assign(Object.create(node) as INodeType, { description });
	loader.nodeTypes[TOOL_TYPE] = { type: tool, sourcePath: loaded.sourcePath };
}

function agent(execute: INodeType['execute']): INodeType {
	return {
		description: {
			displayName: 'Agent',
			name: 'agent',
			group: ['transform'],
			version: 1,
			description: 'Calls its tool with the arguments in each item',
			defaults: { name: 'Agent' },
			inputs: [NodeConnectionTypes.Main, { type: NodeConnectionTypes.AiTool }],
			outputs: [NodeConnectionTypes.Main],
			properties: [],
		},
		execute,
	};
}

/** What the model reads: the sentences of a refusal, or the answer. */
function words(contents: IDataObject[]): string {
	const [{ error, message } = {} as IDataObject] = contents;
	return error === undefined ? JSON.stringify(contents) : `${String(error)}. ${String(message)}`;
}

/** Agents without a model: each input item holds the arguments of one call. */
export const agents: Record<string, INodeType> = {
	'test.langchain': agent(async function () {
		const connected = await this.getInputConnectionData(NodeConnectionTypes.AiTool, 0);
		const [tool] = connected as DynamicStructuredTool[];
		const replies: Reply[] = [];
		for (const { json } of this.getInputData()) {
			try {
				replies.push({ text: words(JSON.parse(String(await tool.invoke(json))) as IDataObject[]) });
			} catch (error) {
				replies.push({ text: (error as Error).message });
			}
		}
		return [replies.map((json) => ({ json }))];
	}),
	'test.engine': callingAgent((items) =>
		items.map(({ json }) => ({ tool: 'MoEngage', args: json })),
	),
};

/** One call of a tool, as a model makes it. */
export type ToolCall = { tool: string; args: IDataObject };

/**
 * An agent that hands prepared calls to the engine.
 * @param toOutput what it puts out of the replies that its model would get, by default one item for each
 */
export function callingAgent(
	callsFor: (items: INodeExecutionData[]) => ToolCall[],
	toOutput: (replies: Reply[]) => IDataObject[] = (replies) => replies,
): INodeType {
	return agent(async function (response?: EngineResponse) {
		const calls = callsFor(this.getInputData());
		if (response === undefined || response.actionResponses.length === 0) {
			const request: EngineRequest = {
				actions: calls.map(({ tool, args }, index) => ({
					actionType: 'ExecutionNodeAction',
					nodeName: tool,
					input: args,
					type: NodeConnectionTypes.AiTool,
					id: `call-${index}`,
					metadata: { itemIndex: index },
				})),
				metadata: {},
			};
			return request;
		}
		const replies = calls.map((_, index) => {
			const answer = response.actionResponses.find(({ action }) => action.id === `call-${index}`);
			const [items] = answer?.data.data?.[NodeConnectionTypes.AiTool] ?? [];
			return { text: words((items ?? []).map(({ json }) => json)) };
		});
		return [toOutput(replies).map((json) => ({ json }))];
	});
}

/** A workflow in which an agent has the node as its tool. */
export function agentWorkflow(
	way: Way,
	parameters: IDataObject,
	onError?: INode['onError'],
): SavedWorkflow {
	const node = (name: string, type: string, rest: Partial<INode> = {}): INode => ({
		id: name,
		name,
		type,
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
		...rest,
	});
	const to = (name: string, type: 'main' | 'ai_tool') => [[{ node: name, type, index: 0 }]];
	return {
		name: 'Agent',
		nodes: [
			node('Start', 'n8n-nodes-base.manualTrigger'),
			node('Agent', `test.${way}`),
			node('MoEngage', `n8n-nodes-moengage.${TOOL_TYPE}`, {
				parameters: { toolDescription: 'Use MoEngage', ...parameters } as INode['parameters'],
				credentials: { moEngageApi: { id: '1', name: 'MoEngage account' } },
				onError,
			}),
		],
		connections: {
			Start: { main: to('Agent', 'main') },
			MoEngage: { ai_tool: to('Agent', 'ai_tool') },
		},
	};
}

/**
 * The arguments as this way lets a model send them: LangChain checks them against the schema that n8n makes
 * of `$fromAI`, in which everything here is text and nothing may be left out.
 * @param names of all arguments that the tool has
 */
export function asSent(way: Way, args: IDataObject, names: string[]): IDataObject {
	if (way === 'engine') return args;
	const texts = names.map((name) => {
		const value = args[name] ?? '';
		return [name, typeof value === 'string' ? value : JSON.stringify(value)];
	});
	return Object.fromEntries(texts) as IDataObject;
}
