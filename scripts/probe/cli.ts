/**
 * Asks a real MoEngage workspace what the documents leave open, and prints a report to paste into an issue:
 *
 *     MOENGAGE_DATA_CENTER=01 MOENGAGE_WORKSPACE_ID=… MOENGAGE_DATA_API_KEY=… npm run probe
 *     npm run probe -- --write n8n-test-1
 */
import { parseArgs } from 'node:util';

import { readEnvironment, USAGE } from './environment';
import { probe } from './probe';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: { write: { type: 'string' }, help: { type: 'boolean', default: false } },
	});
	if (values.help) {
		console.log(USAGE);
		return;
	}
	const report = await probe(readEnvironment(process.env), {
		writeUser: values.write,
		// Beside the report, so that the report alone can be sent to a file.
		onQuestion: ({ title }) => console.error(`Asking: ${title}`),
	});
	console.log(report);
}

main().catch((error: unknown) => {
	console.error(`${(error as Error).message}\n\n${USAGE}`);
	process.exitCode = 2;
});
