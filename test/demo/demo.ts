import '../engine/environment';

import n8nCore from 'n8n-core/package.json';

import { DEFAULT_EXPRESSION_ENGINE } from '../engine/engine';
import { startSimulator } from '../simulator';
import { unaccounted } from './account';
import { startEngineOfExamples } from './engineOfExamples';
import { knownUsers, readExamples, runExample, type NodeRun } from './examples';
import { counted } from './print';
import { closeUp, reasons, summary, trace } from './report';

/*
 * Runs every workflow of `examples/` in n8n's own engine against the MoEngage simulator, shows what
 * travelled, and ends with exit code 1 unless every single item is accounted for.
 */

/** Lines of requests and of responses shown for each workflow, unless `--all` is given. */
const SHOWN = process.argv.includes('--all') ? Infinity : 3;

/** Complaints shown when something does not add up. */
const SHOWN_COMPLAINTS = 20;

async function run(): Promise<void> {
	const examples = readExamples();
	const [engine, simulator] = await Promise.all([
		startEngineOfExamples(),
		startSimulator({ users: knownUsers(examples), rateLimits: true }),
	]);
	try {
		console.log(
			[
				`n8n-core ${n8nCore.version} with the expression engine "${DEFAULT_EXPRESSION_ENGINE}" on Node ${process.versions.node}`,
				`runs ${counted(examples.length, 'workflow')} against the MoEngage simulator at ${simulator.origin}`,
				'',
			].join('\n'),
		);
		const runs: NodeRun[] = [];
		for (const example of examples) {
			for (const done of await runExample(engine, simulator, example)) {
				console.log(trace(done, SHOWN).join('\n'));
				runs.push(done);
			}
		}
		console.log([...closeUp(runs), ...summary(runs), ...reasons(runs)].join('\n'));

		const complaints = runs.flatMap(({ example, node, journey, finished }) => [
			...(finished.error ? [`${example.file}: ${finished.error.message}`] : []),
			...unaccounted(journey).map((complaint) => `${example.file}, ${node.name}: ${complaint}`),
		]);
		if (complaints.length > 0) {
			const more = complaints.length - SHOWN_COMPLAINTS;
			console.error('Not every item is accounted for:');
			complaints.slice(0, SHOWN_COMPLAINTS).forEach((line) => console.error(`  ${line}`));
			if (more > 0) console.error(`  … ${more} more`);
			process.exitCode = 1;
		} else {
			const items = runs.reduce((sum, { journey }) => sum + journey.itemsIn, 0);
			console.log(`All ${items} items are accounted for.`);
			if (SHOWN !== Infinity) console.log('Every request and response: npm run demo -- --all');
		}
	} finally {
		await Promise.all([engine.stop(), simulator.close()]);
	}
}

run().catch((reason: unknown) => {
	console.error(reason);
	process.exitCode = 1;
});
