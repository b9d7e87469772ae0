import { gunzipSync, gzipSync } from 'node:zlib';

import type { IDataObject } from 'n8n-workflow';

import { isFailed, pairedWith } from '../demo/examples';
import { startSimulator, type SimulatedUser } from '../simulator';
import { defaultCampaigns } from '../simulator/campaigns';
import type { Engine, SavedWorkflow } from './engine';

/** A saved workflow with the items of its start; without items, its pinned data. */
export type SavedRun = { name: string; workflow: SavedWorkflow; items?: IDataObject[] };

/** One output item of a MoEngage node: branch, paired input items, data. */
type Output = [branch: number, paired: number[], json: IDataObject];

/** What a run did, without what differs from run to run. */
export type Recording = {
	/** Method, path and body, those of one user in their order. */
	requests: Array<[method: string, path: string, body: unknown]>;
	/** By MoEngage node. */
	outputs: Record<string, Output[]>;
	/** The item at which the run stopped, and MoEngage's status; `null` if it went through. */
	stopped: { item: unknown; httpCode: unknown } | null;
};

/** Everything that a version of the package did: see `fixtures/olderVersions/README.md`. */
export type RecordedVersion = {
	users: SimulatedUser[];
	runs: Array<SavedRun & { recording: Recording }>;
};

/** UUIDs of the node, and IDs of the simulator. */
const MADE_ID =
	/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|\b[0-9a-f]{24}\b/g;

/** Texts of messages may change from version to version. */
const TEXT = '<text>';

/** When older versions were recorded, no campaign of the simulator was scheduled. */
const CAMPAIGNS = defaultCampaigns.map((campaign) => ({
	...campaign,
	status: campaign.status === 'SCHEDULED' ? 'ACTIVE' : campaign.status,
}));

/** Runs a workflow against a simulator of its own. */
export async function replay(
	engine: Engine,
	{ workflow, items }: SavedRun,
	users: SimulatedUser[],
): Promise<Recording> {
	const simulator = await startSimulator({ users, campaigns: CAMPAIGNS });
	try {
		const started = Date.now();
		const finished = await engine.run(workflow, { credential: { ...simulator.credential }, items });
		const nodes = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-moengage.moEngage');
		const outputs = nodes.map(({ name }) => [
			name,
			[0, 1].flatMap((branch) =>
				finished
					.output(name, branch)
					.map((output): Output => [branch, pairedWith(output), withoutTexts(output)]),
			),
		]);
		const { error } = finished;
		const recording: Recording = {
			requests: simulator.requests
				.map(({ method, path, body }): Recording['requests'][number] => [method, path, body])
				.map((request) => ({ request, lane: laneOf(request) }))
				.sort((a, b) => (a.lane < b.lane ? -1 : Number(a.lane > b.lane)))
				.map(({ request }) => request),
			outputs: Object.fromEntries(outputs) as Recording['outputs'],
			stopped: error ? { item: error.context?.itemIndex, httpCode: error.httpCode ?? null } : null,
		};
		return steady(recording, JSON.stringify([workflow, items]), started);
	} finally {
		await simulator.close();
	}
}

/** Requests of different users are under way side by side: their order says nothing. */
function laneOf([method, path, body]: Recording['requests'][number]): string {
	const { customer_id: customer } = body as IDataObject;
	return `${method} ${path} ${String(customer ?? JSON.stringify(body).replace(MADE_ID, ''))}`;
}

function withoutTexts(output: { json: IDataObject }): IDataObject {
	if (!isFailed(output)) return output.json;
	const { requestId, ...details } = output.json.details as IDataObject;
	const kept = requestId === undefined ? details : { ...details, requestId: TEXT };
	return { ...output.json, error: TEXT, message: TEXT, details: kept };
}

/** Replaces what is made anew in each run: IDs and the present time. */
function steady(recording: Recording, given: string, started: number): Recording {
	const isNow = (epoch: number) => epoch >= started - 1000 && epoch <= Date.now() + 1000;
	const text = JSON.stringify(recording, (key, value: unknown) => {
		if (/^(response|req)_id$/.test(key) || /^usr_[0-9a-f]+$/.test(String(value))) return '<id>';
		if (typeof value === 'number' && (isNow(value) || isNow(value * 1000))) return '<now>';
		if (typeof value === 'string' && isNow(Date.parse(value))) return '<now>';
		return value;
	});
	return JSON.parse(text.replace(MADE_ID, (id) => (given.includes(id) ? id : '<id>'))) as Recording;
}

/** Items and what became of them repeat themselves: compressed they take a tenth. */
export function compress(version: RecordedVersion): Buffer {
	return gzipSync(JSON.stringify(version), { level: 9 });
}

export function decompress(file: Buffer): RecordedVersion {
	return JSON.parse(gunzipSync(file).toString()) as RecordedVersion;
}
