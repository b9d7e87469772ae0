import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';
import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { N8nClient, type Execution } from './client';
import { installN8n } from './install';
import { installPackage } from './package';
import { N8nProcess } from './process';
import { release, type N8nRelease } from './versions';

const MOENGAGE_TYPES = ['moEngage', 'moEngageTool', 'moEngageTrigger'].map(
	(name) => `n8n-nodes-moengage.${name}`,
);

/** A new n8n with the package from its tarball, a simulator beside it that enforces limits, and a credential for it. */
export class Instance {
	private constructor(
		private readonly release: N8nRelease,
		public n8n: N8nProcess,
		readonly client: N8nClient,
		readonly simulator: Simulator,
		readonly credentialId: string,
		private readonly userFolder: string,
	) {}

	/** @param version of n8n, one of those in `versions.ts` */
	static async start(version: string, options: SimulatorOptions = {}): Promise<Instance> {
		const chosen = release(version);
		await installN8n(chosen, (line) => console.log(line));
		const userFolder = mkdtempSync(join(tmpdir(), 'n8n-moengage-'));
		installPackage(userFolder);
		const [n8n, simulator] = await Promise.all([
			N8nProcess.start({ release: chosen, userFolder }),
			startSimulator({ rateLimits: true, ...options }),
		]);
		const client = await N8nClient.logIn(n8n.origin);
		const credentialId = await client.createCredential('MoEngage account', simulator.credential);
		return new Instance(chosen, n8n, client, simulator, credentialId, userFolder);
	}

	/** Kills n8n, as a machine that goes away would, and starts it again with its database, at the same address. */
	async killAndRestart(): Promise<void> {
		await this.n8n.kill();
		const { release, userFolder } = this;
		const port = Number(new URL(this.n8n.origin).port);
		this.n8n = await N8nProcess.start({ release, userFolder, port });
	}

	async stop(): Promise<void> {
		await Promise.all([this.n8n.stop(), this.simulator.close()]);
		rmSync(this.userFolder, { recursive: true, force: true });
	}

	/** Saves a workflow, with the credential chosen in its MoEngage nodes. @returns its ID */
	async save(workflow: SavedWorkflow): Promise<string> {
		return await this.client.createWorkflow(withCredential(workflow, this.credentialId));
	}

	/** Saves a workflow, runs it, and waits for its end. */
	async run(workflow: SavedWorkflow, timeoutMs?: number): Promise<Execution> {
		return await this.client.run(await this.save(workflow), timeoutMs);
	}
}

/**
 * The workflow with a credential chosen, as a user does after an import.
 * @param type of the credential: that of this package for all MoEngage nodes, another where a node names one
 */
export function withCredential(
	workflow: SavedWorkflow,
	id: string,
	type = 'moEngageApi',
): SavedWorkflow {
	const takes = (node: INode) =>
		type === 'moEngageApi'
			? MOENGAGE_TYPES.includes(node.type)
			: node.credentials?.[type] !== undefined;
	const name = type === 'moEngageApi' ? 'MoEngage account' : type;
	const nodes = workflow.nodes.map((node) =>
		takes(node) ? { ...node, credentials: { [type]: { id, name } } } : node,
	);
	return { ...workflow, nodes };
}
