import '../engine/environment';

import { once } from 'node:events';

import { Engine } from '../engine/engine';
import { provideProcessedData } from '../engine/useProcessedData';
import { naiveLoop } from './naiveLoop';
import { n8nNodes } from './n8nNodes';
import { readParameters } from './readParameters';
import { workloads } from './workloads';

/** What one run cost, measured inside the process that ran it. */
export type Measurement = {
	milliseconds: number;
	cpuMilliseconds: number;
	/** Peak memory above that of the loaded engine with its items, in bytes. */
	extraBytes: number;
	outputs: number;
	error?: string;
};

export type MeasureRequest = {
	baseUrls: { api: string; sdk: string };
	credential: Record<string, string>;
	workload: number;
	job: number;
	items: number;
};

/** Runs one job in a process of its own, so that no contender pays for the memory of another. */
async function measure(request: MeasureRequest): Promise<Measurement> {
	const { baseUrls, credential, workload, job, items } = request;
	const nodes = {
		...n8nNodes(),
		'bench.naiveLoop': naiveLoop,
		'bench.readParameters': readParameters,
	};
	await provideProcessedData();
	const engine = await Engine.start(undefined, nodes, 'oneForEachRun');
	const chosen = workloads(baseUrls, credential.workspaceId)[workload].jobs(items)[job];
	// A first run of a few items loads and compiles what every run needs; its requests do not count.
	await engine.run(chosen.workflow, { credential, items: chosen.items.slice(0, 2) });
	process.send?.({ isReady: true });
	await once(process, 'message');
	global.gc?.();
	const idle = process.memoryUsage().rss;
	let peak = idle;
	const watch = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().rss);
	}, 20);
	const cpu = process.cpuUsage();
	const started = process.hrtime.bigint();
	const finished = await engine.run(chosen.workflow, { credential, items: chosen.items });
	const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
	const { user, system } = process.cpuUsage(cpu);
	clearInterval(watch);
	return {
		milliseconds,
		cpuMilliseconds: (user + system) / 1000,
		extraBytes: Math.max(peak, process.memoryUsage().rss) - idle,
		outputs: finished.output('Measured').length,
		error: finished.error?.message,
	};
}

process.once('message', (request: MeasureRequest) => {
	void measure(request).then((measurement) => {
		process.send?.(measurement, () => process.exit(0));
	});
});
