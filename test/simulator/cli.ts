import { readArguments, USAGE } from './cliArguments';
import { startSimulator } from './index';
import { introduction, requestLine } from './print';

async function run(): Promise<void> {
	const simulator = await startSimulator({
		...readArguments(),
		onRequest: (request) => console.log(requestLine(request)),
	});
	console.log(introduction(simulator));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

run().catch((reason: unknown) => {
	console.error(reason instanceof Error ? reason.message : reason);
	console.error(USAGE);
	process.exitCode = 1;
});
