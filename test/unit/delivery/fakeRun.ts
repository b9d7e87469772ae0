import type {
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';

import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';

/** A parameter that n8n's engine evaluates for each item; it may throw. */
type Expression = ((item: number) => unknown) & {
	/** How it stands in the workflow, where that makes a difference. */
	written?: string;
};

type Answer = { statusCode: number; body: unknown };

/** One run of a node, as n8n would make it. */
export type FakeRun = {
	/** By path, such as `options.timeout`; a function stands for an expression. */
	parameters?: Record<string, unknown>;
	items?: IDataObject[];
	node?: Partial<INode>;
	credential?: Partial<MoEngageCredential>;
	/** What the node remembers of earlier tries of the execution. */
	nodeContext?: IDataObject;
	runIndex?: number;
	isTool?: boolean;
	mode?: string;
	/** The node's earlier runs, by n8n's `$`. */
	earlier?: { isExecuted: boolean; all: (branch: number, run: number) => unknown[] };
	/** MoEngage's answer to a request; an exception is a connection that broke. */
	respond?: (request: IHttpRequestOptions) => Answer | Promise<Answer>;
};

export type TakenDown = {
	context: IExecuteFunctions;
	requests: IHttpRequestOptions[];
	hints: string[];
};

const CREDENTIAL: MoEngageCredential = {
	dataCenter: '02',
	workspaceId: 'WS',
	dataApiKey: 'data-key',
};

/** @returns what n8n gives the node, and what the node does with it */
export function fakeRun({
	parameters = {},
	items = [],
	node = {},
	credential = {},
	nodeContext = {},
	runIndex = 0,
	isTool = false,
	mode = 'manual',
	earlier,
	respond = () => ({ statusCode: 200, body: { status: 'success' } }),
}: FakeRun): TakenDown {
	const requests: IHttpRequestOptions[] = [];
	const hints: string[] = [];
	const options = Object.entries(parameters).flatMap(([name, value]) =>
		name.startsWith('options.') ? [[name.slice('options.'.length), value]] : [],
	);
	const all: Record<string, unknown> = {
		...{ resource: 'event', options: Object.fromEntries(options) as unknown },
		...parameters,
	};
	const self = { name: 'Send', type: 'n8n-nodes-moengage.moEngage', parameters: {}, ...node };
	const continues = ['continueRegularOutput', 'continueErrorOutput'].includes(node.onError ?? '');
	const context = {
		getNode: () => self,
		getWorkflow: () => ({ id: 'workflow' }),
		getInputData: (): INodeExecutionData[] => items.map((json) => ({ json })),
		getNodeParameter: (
			name: string,
			item: number,
			fallback?: unknown,
			{ rawExpressions = false } = {},
		) => {
			const value = all[name];
			if (typeof value !== 'function') return value ?? fallback;
			const expression = value as Expression;
			return rawExpressions ? (expression.written ?? '={{ $json.x + 1 }}') : expression(item);
		},
		getCredentials: async () => ({ ...CREDENTIAL, ...credential }),
		getContext: () => nodeContext,
		getWorkflowDataProxy: () => ({ $runIndex: runIndex, $: () => earlier }),
		getMode: () => mode,
		getTimezone: () => 'UTC',
		getExecutionCancelSignal: () => undefined,
		continueOnFail: () => continues,
		isToolExecution: () => isTool,
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		logger: { info: () => undefined, warn: () => undefined },
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				requests.push(options);
				return { headers: {}, ...(await respond(options)) };
			},
			prepareBinaryData: async (content: Buffer, fileName: string, mimeType: string) => ({
				...{ data: content.toString('base64'), fileName, mimeType },
			}),
		},
	};
	return { context: context as unknown as IExecuteFunctions, requests, hints };
}
