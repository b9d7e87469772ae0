import './environment';

import { resolve } from 'node:path';

import { parse, stringify } from 'flatted';
import {
	ExecutionLifecycleHooks,
	HookContext,
	LoadOptionsContext,
	PackageDirectoryLoader,
	WebhookContext,
	WorkflowExecute,
} from 'n8n-core';
import {
	createRunExecutionData,
	Expression,
	ICredentialsHelper,
	Workflow,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IDataObject,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
	type INodeTypes,
	type IRun,
	type IRunExecutionData,
	type IVersionedNodeType,
	type IWebhookResponseData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';

import { ownTime } from '../fixtures/ownTime';
import { builtInNodes } from './builtInNodes';

/** A workflow as n8n saves and exports it. */
export type SavedWorkflow = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'id' | 'settings' | 'pinData'>>;

export type ExpressionEngine = 'legacy' | 'quickjs' | 'vm';

/**
 * Where expressions run. To start a runtime takes a tenth of a second of a processor, which is most of the time of a
 * small run. n8n starts one for each run, or only for a run that evaluates something by it, if users set
 * `N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE`, and throws it away with the run. In turn, the next run takes it: a run that
 * has ended has none, as in n8n.
 */
export type ExpressionRuntimes = 'oneForEachRun' | 'inTurn';

/** What n8n users have from Node 24 on; its native module has no build for older versions. */
export const DEFAULT_EXPRESSION_ENGINE: ExpressionEngine =
	Number(process.versions.node.split('.')[0]) >= 24 ? 'vm' : 'quickjs';

/** A run that is to be cancelled has come to the moment for it by then, or never will. */
const LONGEST_RUN_MS = 60_000;

const PACKAGE_FOLDER = resolve(__dirname, '..', '..');

/** One finished run of a workflow. */
export class FinishedRun {
	constructor(
		readonly run: IRun,
		private readonly names: string[],
	) {}

	/** The exception that ended the run, as n8n keeps it. */
	get error():
		| (Error & { description?: string; httpCode?: string; context?: IDataObject })
		| undefined {
		return this.run.data.resultData.error as never;
	}

	/** Items that a node put out on a branch, of its last run. */
	output(nodeName: string, branch = 0): INodeExecutionData[] {
		if (!this.names.includes(nodeName)) throw new Error(`The workflow has no node "${nodeName}"`);
		const runs = this.run.data.resultData.runData[nodeName] ?? [];
		return runs[runs.length - 1]?.data?.main[branch] ?? [];
	}

	/** Did a node run, or was its pinned data taken? */
	hasRun(nodeName: string): boolean {
		return this.run.data.resultData.runData[nodeName] !== undefined;
	}

	/** What each call of a tool put out. */
	calls(toolName: string): INodeExecutionData[][] {
		const runs = this.run.data.resultData.runData[toolName] ?? [];
		return runs.map(({ data }) => data?.ai_tool?.[0] ?? []);
	}

	/** Does the MoEngage node have an error output? */
	get hasErrorOutput(): boolean {
		return this.run.data.resultData.runData.MoEngage?.at(-1)?.data?.main.length === 2;
	}

	/** Everything that n8n would store of the execution, as text. */
	stored(): string {
		const seen = new WeakSet<object>();
		return JSON.stringify(this.run, (_key, value: unknown) => {
			if (typeof value === 'object' && value !== null) {
				if (seen.has(value)) return undefined;
				seen.add(value);
				// An exception's own fields are not enumerable, and n8n stores some of them.
				if (value instanceof Error) {
					return { ...value, message: value.message, stack: value.stack, cause: value.cause };
				}
			}
			return value;
		});
	}
}

/** Supplies the credential that the test gives; in n8n this part reads the database. */
class TestCredentials extends ICredentialsHelper {
	constructor(
		private readonly loader: PackageDirectoryLoader,
		private readonly data: ICredentialDataDecryptedObject,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.loader.getCredential(typeName).type;
		if (typeof authenticate !== 'function') throw new Error(`${typeName} does not authenticate`);
		return await authenticate(credentials, requestOptions);
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Not used by the engine');
	}

	/** As n8n's server: fields may be expressions, which the engine evaluates for the item that the node names. */
	async getDecrypted(
		...[, , , mode, executeData, , at]: Parameters<ICredentialsHelper['getDecrypted']>
	): Promise<ICredentialDataDecryptedObject> {
		if (at === undefined) return { ...this.data };
		const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = at;
		return workflow.expression.getParameterValue(
			{ ...this.data } as INodeParameters,
			runExecutionData,
			runIndex,
			itemIndex,
			node.name,
			connectionInputData,
			mode,
			{},
			executeData,
			false,
			{ ...this.data } as INodeParameters,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.loader.getCredential(type).type.properties;
	}
}

type Runtime = { isDisposed(): boolean };

/** Has the evaluator of expressions keep the runtimes of runs that have ended, for others. */
function keepRuntimes(): void {
	const { vmEvaluator } = Expression as unknown as {
		vmEvaluator?: {
			pool: { bridges: Runtime[]; replenish(): void; release(runtime: Runtime): Promise<void> };
		};
	};
	if (vmEvaluator === undefined) return;
	const { pool } = vmEvaluator;
	pool.replenish = () => undefined;
	pool.release = async (runtime) => {
		if (!runtime.isDisposed()) pool.bridges.push(runtime);
	};
}

export type RunOptions = {
	/** Data of the credential `moEngageApi`. */
	credential: IDataObject;
	/** Items of the start node; without them, its pinned data. */
	items?: IDataObject[];
	mode?: WorkflowExecuteMode;
};

/**
 * n8n's own execution engine (loader, `WorkflowExecute`, execution context and HTTP helpers of n8n-core) with
 * the built package in it.
 */
export class Engine {
	private constructor(
		readonly loader: PackageDirectoryLoader,
		private readonly nodeTypes: INodeTypes,
	) {}

	/**
	 * Loads the package from `dist`, which `npm run build` makes.
	 * @param otherNodes further node types by their full name
	 * @param packageFolder of another version of the package, built as well
	 */
	static async start(
		expressionEngine: ExpressionEngine = DEFAULT_EXPRESSION_ENGINE,
		otherNodes: Record<string, INodeType | IVersionedNodeType> = {},
		runtimes: ExpressionRuntimes = 'inTurn',
		packageFolder = PACKAGE_FOLDER,
	): Promise<Engine> {
		// The test file before may have had another, and the next call leaves that if this one is the legacy one.
		Expression.setExpressionEngine(expressionEngine);
		await Expression.initExpressionEngine({
			engine: expressionEngine,
			poolSize: 1,
			maxCodeCacheSize: 1024,
			bridgeTimeout: 5000,
			bridgeMemoryLimit: 128,
			lazyAcquire: runtimes === 'inTurn',
		});
		if (runtimes === 'inTurn') keepRuntimes();
		const loader = new PackageDirectoryLoader(packageFolder);
		await loader.loadAll();
		const find = (type: string, version?: number): INodeType => {
			const [packageName, name] = [type.slice(0, type.lastIndexOf('.')), type.split('.').pop()];
			const node =
				packageName === loader.packageName
					? loader.getNode(name ?? '').type
					: (otherNodes[type] ?? builtInNodes[type]);
			if (node === undefined) throw new Error(`The engine has no node type "${type}"`);
			return 'nodeVersions' in node ? node.getNodeType(version) : node;
		};
		return new Engine(loader, {
			getByName: find,
			getByNameAndVersion: find,
			getKnownTypes: () => ({}),
		});
	}

	async stop(): Promise<void> {
		await Expression.disposeExpressionEngine();
	}

	/** Runs a workflow from its first node without an input. */
	async run(saved: SavedWorkflow, options: RunOptions): Promise<FinishedRun> {
		const { workflow, running } = this.begin(saved, options);
		return new FinishedRun(await running, Object.keys(workflow.nodes));
	}

	private begin(saved: SavedWorkflow, options: RunOptions) {
		const { workflow, execute } = this.prepare(saved, options, options.mode ?? 'manual');
		const start = Object.values(workflow.nodes).find(
			({ name, type }) =>
				workflow.connectionsByDestinationNode[name] === undefined && !type.endsWith('stickyNote'),
		);
		if (start === undefined) throw new Error('The workflow has no node to start from');
		const pinData = { ...saved.pinData };
		if (options.items !== undefined) pinData[start.name] = options.items.map((json) => ({ json }));
		return { workflow, running: execute.run({ workflow, startNode: start, pinData }) };
	}

	/**
	 * What "Retry" in n8n's list of executions does with a failed execution: it takes the stored data, drops
	 * what the failed node left behind, and goes on from that node.
	 * @param saved the workflow as it is now, when the user retries with the currently saved one
	 */
	async retry(
		finished: FinishedRun,
		saved: SavedWorkflow,
		options: RunOptions,
	): Promise<FinishedRun> {
		// n8n keeps execution data in this very form, so nothing survives here that would not there.
		const data = parse(stringify(finished.run.data)) as IRunExecutionData;
		const { resultData, executionData } = data;
		const lastNode = resultData.lastNodeExecuted ?? '';
		delete resultData.error;
		const runs = resultData.runData[lastNode];
		if (runs?.[runs.length - 1]?.error !== undefined) runs.pop();
		const { workflow, execute } = this.prepare(saved, options, 'retry', data);
		for (const entry of executionData?.nodeExecutionStack ?? []) {
			entry.node = workflow.nodes[entry.node.name];
		}
		const run = await execute.processRunExecutionData(workflow);
		return new FinishedRun(run, Object.keys(workflow.nodes));
	}

	/**
	 * Runs a workflow and cancels it, as the button does in the editor.
	 * @param when milliseconds after the start, or a moment to wait for: what happens before it takes as long as the
	 *   machine is busy
	 * @returns how long the run went on after that, and what n8n keeps of it
	 */
	async runAndCancel(
		saved: SavedWorkflow,
		options: RunOptions,
		when: number | (() => boolean),
	): Promise<{ endedAfterMs: number; finished: FinishedRun }> {
		const { workflow, running } = this.begin(saved, options);
		const hasCome = typeof when === 'number' ? () => Date.now() - started >= when : when;
		const started = Date.now();
		while (!hasCome() && Date.now() - started < LONGEST_RUN_MS) {
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		const sinceCancel = ownTime();
		running.cancel();
		const finished = new FinishedRun(await running, Object.keys(workflow.nodes));
		return { endedAfterMs: sinceCancel(), finished };
	}

	/**
	 * What n8n hands to the methods behind drop-downs and resource mappers while a user edits the MoEngage
	 * node: like n8n's server, it puts the parameters as they are in the editor on a node without a workflow.
	 * @param path of the parameter whose list is wanted
	 */
	editing(parameters: INodeParameters, credential: IDataObject, path: string): LoadOptionsContext {
		const node: INode = {
			id: 'edited',
			name: 'Temp-Node',
			type: `${this.loader.packageName}.moEngage`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
			credentials: { moEngageApi: { id: 'moengage-1', name: 'MoEngage account' } },
		};
		const workflow = new Workflow({
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: this.nodeTypes,
		});
		const additionalData = {
			...this.additionalData(credential),
			currentNodeParameters: parameters,
		};
		return new LoadOptionsContext(workflow, node, additionalData, path);
	}

	/**
	 * One call of the MoEngage Trigger's webhook, in a published workflow.
	 * @param call request and response as n8n's server makes them: with the raw and the parsed body
	 * @param onWarning is told what the trigger writes to n8n's log
	 */
	async receive(
		parameters: INodeParameters,
		credential: IDataObject,
		call: Pick<IWorkflowExecuteAdditionalData, 'httpRequest' | 'httpResponse'>,
		onWarning: (line: string) => void = () => undefined,
	): Promise<IWebhookResponseData> {
		const { type, workflow, node, webhook } = this.trigger(parameters);
		const additionalData = { ...this.additionalData(credential), ...call };
		const context = new WebhookContext(
			workflow,
			node,
			additionalData,
			'webhook',
			{ ...webhook, workflowExecuteAdditionalData: additionalData },
			[],
			null,
		);
		const { logger } = context;
		const warn = logger.warn.bind(logger);
		logger.warn = (line, details) => {
			onWarning(line);
			warn(line, details);
		};
		try {
			return await workflow.expression.withIsolate(async () => await type.webhook!.call(context));
		} finally {
			logger.warn = warn;
		}
	}

	/**
	 * Publishes a workflow with the MoEngage Trigger, as far as that is up to the trigger.
	 * @returns the method and the path of its webhook; the path stands behind an ID
	 */
	async publish(
		parameters: INodeParameters,
		credential: IDataObject,
	): Promise<{ httpMethod: string; path: string }> {
		const { type, workflow, node, webhook } = this.trigger(parameters);
		const additionalData = this.additionalData(credential);
		const context = new HookContext(workflow, node, additionalData, 'trigger', 'activate', {
			...webhook,
			workflowExecuteAdditionalData: additionalData,
		});
		const { checkExists, create } = type.webhookMethods!.default!;
		const { httpMethod, path } = webhook.webhookDescription;
		return await workflow.expression.withIsolate(async () => {
			if (!(await checkExists.call(context))) await create.call(context);
			const method = workflow.expression.getSimpleParameterValue(node, httpMethod, 'internal', {});
			return { httpMethod: String(method), path };
		});
	}

	private trigger(parameters: INodeParameters) {
		const name = 'MoEngage Trigger';
		const nodeType = `${this.loader.packageName}.moEngageTrigger`;
		const workflow = new Workflow({
			id: 'test-workflow',
			nodes: [
				{
					id: 'trigger',
					name,
					type: nodeType,
					typeVersion: 1,
					position: [0, 0],
					parameters,
					credentials: { moEngageApi: { id: 'moengage-1', name: 'MoEngage account' } },
				},
			],
			connections: {},
			active: true,
			nodeTypes: this.nodeTypes,
		});
		const type = this.nodeTypes.getByNameAndVersion(nodeType) as INodeType;
		const webhook = {
			httpMethod: 'POST' as const,
			node: name,
			path: 'id/moengage',
			webhookDescription: type.description.webhooks![0],
			workflowId: 'test-workflow',
		};
		return { type, workflow, node: workflow.nodes[name], webhook };
	}

	private prepare(
		saved: SavedWorkflow,
		{ credential }: RunOptions,
		mode: WorkflowExecuteMode,
		data: IRunExecutionData = createRunExecutionData(),
	): { workflow: Workflow; execute: WorkflowExecute } {
		const workflow = new Workflow({
			id: saved.id ?? 'test-workflow',
			name: saved.name,
			nodes: structuredClone(saved.nodes),
			connections: saved.connections,
			active: false,
			nodeTypes: this.nodeTypes,
			settings: { executionOrder: 'v1', ...saved.settings },
		});
		const hooks = new ExecutionLifecycleHooks(mode, 'test-execution', saved as IWorkflowBase);
		const additionalData = { ...this.additionalData(credential), hooks };
		return { workflow, execute: new WorkflowExecute(additionalData, mode, data) };
	}

	/** What n8n's server supplies to the engine: credentials and its own addresses. */
	private additionalData(credential: IDataObject): IWorkflowExecuteAdditionalData {
		const base = 'http://127.0.0.1:5678';
		return {
			credentialsHelper: new TestCredentials(
				this.loader,
				credential as ICredentialDataDecryptedObject,
			),
			executionId: 'test-execution',
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: `${base}/rest`,
			instanceBaseUrl: base,
			webhookBaseUrl: `${base}/webhook`,
			webhookWaitingBaseUrl: `${base}/webhook-waiting`,
			webhookTestBaseUrl: `${base}/webhook-test`,
			formWaitingBaseUrl: `${base}/form-waiting`,
		} as Partial<IWorkflowExecuteAdditionalData> as IWorkflowExecuteAdditionalData;
	}
}
