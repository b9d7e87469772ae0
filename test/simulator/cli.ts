import { readArguments, USAGE } from './cliArguments';
import { startSimulator } from './index';
import { introduction, requestLine } from './print';
import { fire } from './webhooks/fire';
import { FIRE_USAGE } from './webhooks/fireArguments';

const [command, ...rest] = process.argv.slice(2);
const isFire = command === 'fire';

async function run(): Promise<void> {
	if (isFire) {
		const { lost } = await fire(rest, (line) => console.log(line));
		if (lost > 0) process.exitCode = 1;
		return;
	}
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
	console.error(isFire ? FIRE_USAGE : `${USAGE}\n${FIRE_USAGE}`);
	process.exitCode = 1;
});
