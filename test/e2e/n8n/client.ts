import { randomUUID } from 'node:crypto';

import axios, { type AxiosInstance, type AxiosResponse } from 'axios';
import { parse } from 'flatted';
import {
	createRunExecutionData,
	type ExecutionStatus,
	type IDataObject,
	type INodeExecutionData,
	type IRunExecutionData,
} from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';

/** Who owns the n8n of the suites and of `npm run editor`: it listens to this machine only. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'MoEngage-demo-1',
};

const POLL_MS = 100;
const RUN_TIMEOUT_MS = 60_000;
const START_TIMEOUT_MS = 60_000;
const PUBLISH_TIMEOUT_MS = 30_000;

/** The end states of an execution. */
const ENDED: ExecutionStatus[] = ['success', 'error', 'canceled', 'crashed'];

/** What n8n says to a test of a credential. */
export interface CredentialTest {
	status: 'OK' | 'Error';
	message: string;
}

/** How far n8n 2 is with publishing a workflow. */
interface Publication {
	status: 'not_published' | 'in_progress' | 'published' | 'partial' | 'failed';
	triggers: Array<{ errorMessage: string | null }>;
}

/** One execution as n8n keeps it. */
export class Execution {
	constructor(
		readonly id: string,
		readonly status: ExecutionStatus,
		readonly data: IRunExecutionData,
	) {}

	/** The exception that ended it, as n8n shows it. */
	get error():
		| { message: string; description?: string | null; context?: IDataObject; httpCode?: string }
		| undefined {
		return this.data.resultData.error as never;
	}

	/** What the editor shows beside the output of a node's last run. */
	hints(nodeName: string): string[] {
		const runs = this.data.resultData.runData[nodeName] ?? [];
		return (runs.at(-1)?.hints ?? []).map(({ message }) => message);
	}

	/** Items that a node put out on a branch, of its last run. */
	output(nodeName: string, branch = 0): INodeExecutionData[] {
		const runs = this.data.resultData.runData[nodeName] ?? [];
		return runs.at(-1)?.data?.main?.[branch] ?? [];
	}
}

/** n8n over the REST API that its editor uses. */
export class N8nClient {
	private constructor(
		private readonly http: AxiosInstance,
		private readonly origin: string,
	) {}

	/**
	 * Logs in as the owner, whom it sets up in an n8n that has none yet.
	 * @param origin e.g. `http://127.0.0.1:5678`
	 */
	static async logIn(origin: string): Promise<N8nClient> {
		const http = axios.create({
			baseURL: `${origin}/rest`,
			// n8n ties its cookie to this name of the browser.
			headers: { 'browser-id': randomUUID() },
			validateStatus: () => true,
		});
		const { email, password } = OWNER;
		let answer = await http.post('/login', { email, emailOrLdapLoginId: email, password });
		if (answer.status !== 200) answer = await http.post('/owner/setup', OWNER);
		dataOf(answer);
		const cookies = answer.headers['set-cookie'] ?? [];
		http.defaults.headers.Cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
		return new N8nClient(http, origin);
	}

	/** Saves a credential, of this package by default. @returns its ID */
	async createCredential(name: string, data: object, type = 'moEngageApi'): Promise<string> {
		const body = { name, type, data };
		return (await this.post<{ id: string }>('/credentials', body)).id;
	}

	/** Credentials of this package. */
	async credentials(): Promise<Array<{ id: string; name: string }>> {
		const all = await this.get<Array<{ id: string; name: string; type: string }>>('/credentials');
		return all.filter(({ type }) => type === 'moEngageApi');
	}

	/** Replaces the data of a saved credential. */
	async updateCredential(id: string, name: string, data: object): Promise<void> {
		dataOf(await this.http.patch(`/credentials/${id}`, { name, type: 'moEngageApi', data }));
	}

	/** What n8n does when a saved credential gets new data, or its Retry button is pressed. */
	async testCredential(id: string, data: object): Promise<CredentialTest> {
		const credentials = { id, name: 'MoEngage account', type: 'moEngageApi', data };
		return await this.post('/credentials/test', { credentials });
	}

	/** Saves a new workflow. @returns its ID */
	async createWorkflow(workflow: SavedWorkflow): Promise<string> {
		const body = { active: false, settings: {}, pinData: {}, ...workflow };
		return (await this.post<{ id: string }>('/workflows', body)).id;
	}

	/** Names of the saved workflows. */
	async workflows(): Promise<Array<{ id: string; name: string }>> {
		return await this.get('/workflows');
	}

	/** Replaces a saved workflow. */
	async updateWorkflow(id: string, workflow: Partial<SavedWorkflow>): Promise<void> {
		const { versionId } = await this.get<{ versionId: string }>(`/workflows/${id}`);
		dataOf(await this.http.patch(`/workflows/${id}`, { ...workflow, versionId }));
	}

	/**
	 * Publishes a saved workflow, and waits until its triggers take calls.
	 * @throws with n8n's words if a trigger cannot be activated
	 */
	async publish(id: string): Promise<void> {
		const { versionId } = await this.get<{ versionId: string }>(`/workflows/${id}`);
		const activation = await this.http.post(`/workflows/${id}/activate`, { versionId });
		// The oldest versions activate a workflow as they save it.
		if (activation.status === 404) {
			dataOf(await this.http.patch(`/workflows/${id}`, { versionId, active: true }));
			return;
		}
		dataOf(activation);
		const deadline = Date.now() + PUBLISH_TIMEOUT_MS;
		for (;;) {
			const answer = await this.http.get(`/workflows/${id}/publication-status`);
			// n8n 1 has activated the triggers when it answers, and knows no such path.
			if (answer.status === 404) return;
			const { status, triggers } = dataOf<Publication>(answer);
			if (status === 'published') return;
			const refusals = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
			if (status === 'failed' || status === 'partial') throw new Error(refusals.join(' · '));
			if (Date.now() > deadline) throw new Error(`The workflow is still ${status}`);
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	}

	/** Executions of a workflow so far, the newest hundred, by ID, with their status. */
	async executionsOf(workflowId: string): Promise<Map<string, ExecutionStatus>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.get<{
			results: Array<{ id: string; status: ExecutionStatus }>;
		}>(`/executions?limit=100&filter=${filter}`);
		return new Map(results.map(({ id, status }) => [id, status]));
	}

	/** Waits until a workflow has so many executions: n8n answers calls before it starts them. @returns their IDs, in order */
	async started(workflowId: string, count: number): Promise<string[]> {
		const deadline = Date.now() + START_TIMEOUT_MS;
		for (;;) {
			const ids = [...(await this.executionsOf(workflowId)).keys()];
			if (ids.length >= count) return ids.sort((a, b) => Number(a) - Number(b));
			if (Date.now() > deadline)
				throw new Error(`Only ${ids.length} of ${count} executions started`);
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	}

	/** Runs a saved workflow as its Execute button does. @returns the ID of the execution */
	async start(workflowId: string): Promise<string> {
		const workflowData = await this.get<SavedWorkflow>(`/workflows/${workflowId}`);
		const trigger = workflowData.nodes.find(({ type }) => /Trigger$|\.webhook$/.test(type));
		const { executionId } = await this.post<{ executionId: string }>(
			`/workflows/${workflowId}/run`,
			// The oldest versions take pinned data of a trigger only if nodes to start from are named, be it none.
			{ workflowData, triggerToStartFrom: { name: trigger?.name }, startNodes: [] },
		);
		return executionId;
	}

	/** Runs a saved workflow, and waits for its end. */
	async run(workflowId: string, timeoutMs = RUN_TIMEOUT_MS): Promise<Execution> {
		return await this.ended(await this.start(workflowId), timeoutMs);
	}

	/**
	 * "Retry" in the list of executions.
	 * @param withSavedWorkflow take the workflow as it is now, not as it was then
	 */
	async retry(executionId: string, withSavedWorkflow: boolean): Promise<Execution> {
		const body = { loadWorkflow: withSavedWorkflow };
		const { id } = await this.post<{ id?: string }>(`/executions/${executionId}/retry`, body);
		if (id !== undefined) return await this.ended(id);
		// The oldest versions wait for the end, and do not say which execution it was.
		const { workflowId } = await this.execution(executionId);
		const newest = Math.max(...[...(await this.executionsOf(workflowId)).keys()].map(Number));
		return await this.ended(String(newest));
	}

	/** Waits for the end of an execution; one that was cut off may have no data. */
	async ended(id: string, timeoutMs = RUN_TIMEOUT_MS): Promise<Execution> {
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const { status, data } = await this.execution(id);
			if (ENDED.includes(status)) {
				const kept = parse(data) as IRunExecutionData | undefined;
				return new Execution(id, status, kept ?? createRunExecutionData({}));
			}
			if (Date.now() > deadline) throw new Error(`Execution ${id} is still ${status}`);
			await new Promise((resolve) => setTimeout(resolve, POLL_MS));
		}
	}

	/** An execution as it is now; its data in the form of the library "flatted". */
	async execution(
		id: string,
	): Promise<{ status: ExecutionStatus; data: string; workflowId: string }> {
		return await this.get(`/executions/${id}`);
	}

	/** The descriptions of all nodes or credentials, as the editor loads them. */
	async types<Description>(kind: 'nodes' | 'credentials'): Promise<Description[]> {
		return (await this.http.get<Description[]>(`/types/${kind}.json`, { baseURL: this.origin }))
			.data;
	}

	/** @throws with n8n's own words if it refuses */
	async get<Data>(path: string): Promise<Data> {
		return dataOf<Data>(await this.http.get(path));
	}

	/** @throws with n8n's own words if it refuses */
	async post<Data>(path: string, body: object): Promise<Data> {
		return dataOf<Data>(await this.http.post(path, body));
	}
}

function dataOf<Data>({ status, data, config }: AxiosResponse): Data {
	if (status < 200 || status > 299) {
		throw new Error(`${config.method} ${config.url}: ${status} ${JSON.stringify(data)}`);
	}
	return (data as { data: Data }).data;
}
