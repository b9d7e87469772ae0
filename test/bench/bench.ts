import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { nodeBinary } from '../e2e/n8n/nodeBinary';
import type { Measurement, MeasureRequest } from './measure';
import { n8nNodes } from './n8nNodes';
import type { SimulatorCommand, SimulatorCount } from './simulatorProcess';
import { workloads } from './workloads';

/** Every answer of the simulator takes this long. */
const LATENCY_MS = 50;

type Result = Measurement & SimulatorCount & { contender: string; items: number; scale: number };

/** n8n 2.x needs Node 24: on an older one the benchmark starts itself again with it. */
function runUnderNode24(): boolean {
	if (Number(process.versions.node.split('.')[0]) >= 24) return false;
	const args = ['--import', 'tsx', __filename, ...process.argv.slice(2)];
	const { status } = spawnSync(nodeBinary('24'), args, { stdio: 'inherit' });
	process.exitCode = status ?? 1;
	return true;
}

async function ask<Answer>(child: ChildProcess, message: object): Promise<Answer> {
	const answer = once(child, 'message');
	child.send(message);
	const [value] = (await answer) as [Answer];
	return value;
}

function start(file: string): ChildProcess {
	return fork(join(__dirname, file), {
		execArgv: ['--import', 'tsx', '--expose-gc', '--max-old-space-size=4096'],
	});
}

async function measure(
	simulator: ChildProcess,
	request: MeasureRequest,
	rateLimits: boolean,
): Promise<Measurement & SimulatorCount> {
	const child = start('measure.ts');
	await ask(child, request);
	await ask(simulator, { reset: { latencyMs: LATENCY_MS, rateLimits } } satisfies SimulatorCommand);
	const measurement = await ask<Measurement>(child, { go: true });
	const count = await ask<SimulatorCount>(simulator, { count: true } satisfies SimulatorCommand);
	return { ...measurement, ...count };
}

const seconds = (ms: number) => `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;

function describe(result: Result, ours: Result): string {
	const { contender, milliseconds, cpuMilliseconds, extraBytes, requests, rateLimited, scale } =
		result;
	const time = milliseconds * scale;
	const cells = [
		contender.padEnd(18),
		`${seconds(time)}${scale > 1 ? '*' : ' '}`.padStart(9),
		`${requests * scale} requests`.padStart(15),
		`CPU ${seconds(cpuMilliseconds * scale)}`.padStart(12),
		scale > 1 ? ''.padStart(15) : `memory +${Math.round(extraBytes / 1e6)} MB`.padStart(15),
		result === ours ? '' : `${(time / ours.milliseconds).toFixed(1)} times as long`,
		rateLimited > 0 ? `${rateLimited} answered 429` : '',
	];
	return `  ${cells.join('  ').trimEnd()}`;
}

/** What has to hold, as ratios within one run; see docs/benchmarks.md for the figures. */
function unmet(results: Map<string, Result[]>): string[] {
	const of = (name: string, contender = 'MoEngage node') => {
		const found = results.get(name)?.find((result) => result.contender === contender);
		if (found === undefined) throw new Error(`"${name}" was not measured for ${contender}`);
		return found;
	};
	const failures: string[] = [];
	const expect = (holds: boolean, what: string) => {
		if (!holds) failures.push(what);
	};
	for (const [name, list] of results) {
		for (const { error, outputs, items, contender, scale } of list) {
			expect(error === undefined, `${name}, ${contender}: ${error ?? ''}`);
			expect(outputs * scale === items, `${name}, ${contender}: ${outputs} outputs`);
		}
	}
	const report = of('report experiences');
	const reportByHttp = of('report experiences', 'HTTP Request node');
	expect(report.requests === 100, '10,000 experiences in 100 requests');
	expect(reportByHttp.milliseconds >= 20 * report.milliseconds, 'reporting 20 times as fast');
	expect(report.extraBytes <= reportByHttp.extraBytes / 4, 'reporting in a quarter of the memory');
	const bulk = of('track events of 10,000 users by bulk import');
	expect(bulk.requests <= 30, 'bulk import in at most 30 requests');
	expect(
		bulk.milliseconds <= 1.1 * 10_000,
		'bulk import within 1.1 times the pace of 60,000 a minute',
	);
	const some = of('track events of 500 users');
	const someByHttp = of('track events of 500 users', 'HTTP Request node');
	expect(some.requests === 500, 'events of 500 users in 500 requests');
	expect(
		some.milliseconds <= 1.15 * 20_000 || someByHttp.milliseconds >= 3 * some.milliseconds,
		'events of 500 users within 1.15 times the pace of 30,000 a minute, or 3 times as fast',
	);
	const each = of('track events of 10,000 users, a request each');
	const eachByHttp = of('track events of 10,000 users, a request each', 'HTTP Request node');
	expect(each.milliseconds <= eachByHttp.milliseconds, 'a request each no slower');
	expect(each.rateLimited === 0, 'no 429 at the documented limit');
	const nine = 'read nine plain expressions per item';
	expect(
		of(nine).milliseconds <= of(nine, 'Set node').milliseconds / 15,
		'nine expressions in a fifteenth of the time of the Set node',
	);
	for (const name of [
		'report experiences, each once',
		'track events of 10,000 users, a request each, each once',
	]) {
		expect(
			of(name, 'with Send Once Per').milliseconds <= 1.5 * of(name).milliseconds,
			`${name}: in 1.5 times the time`,
		);
	}
	const soak = of('soak: report experiences');
	expect(
		soak.milliseconds <= 11 * report.milliseconds,
		'100,000 items in 11 times the time of 10,000',
	);
	expect(soak.extraBytes < 1e9, '100,000 items below 1 GB above idle');
	return failures;
}

async function main(): Promise<void> {
	n8nNodes();
	const simulator = start('simulatorProcess.ts');
	const [address] = (await once(simulator, 'message')) as [
		Pick<MeasureRequest, 'baseUrls' | 'credential'>,
	];
	console.log(
		`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0].model}, simulator at ${LATENCY_MS} ms\n`,
	);
	const results = new Map<string, Result[]>();
	const all = workloads(address.baseUrls, address.credential.workspaceId);
	for (const [workload, { name, items, jobs }] of all.entries()) {
		console.log(`${name}: ${items.toLocaleString('en-US')} items`);
		const list: Result[] = [];
		for (const [job, { contender, rateLimits = false, scale = 1 }] of jobs(items).entries()) {
			const request: MeasureRequest = { ...address, workload, job, items };
			const result = {
				...(await measure(simulator, request, rateLimits)),
				contender,
				items,
				scale,
			};
			list.push(result);
			console.log(describe(result, list[0]));
		}
		results.set(name, list);
	}
	simulator.kill();
	console.log(
		'\n* extrapolated from a twentieth of the items; memory is above that of the loaded engine',
	);
	const failures = unmet(results);
	for (const failure of failures) console.log(`NOT MET: ${failure}`);
	console.log(failures.length === 0 ? 'All targets met.' : `${failures.length} targets not met.`);
	process.exitCode = failures.length === 0 ? 0 : 1;
}

if (!runUnderNode24()) void main();
