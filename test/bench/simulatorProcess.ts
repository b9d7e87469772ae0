import { startSimulator } from '../simulator';

/** What the benchmark asks of the simulator, which runs in a process of its own and takes no CPU from n8n's. */
export type SimulatorCommand =
	| { reset: { latencyMs: number; rateLimits: boolean } }
	| { count: true };

export type SimulatorCount = { requests: number; rateLimited: number };

async function serve(): Promise<void> {
	const simulator = await startSimulator();
	process.on('message', (command: SimulatorCommand) => {
		if ('reset' in command) {
			simulator.reset();
			Object.assign(simulator, command.reset);
			process.send?.({ isReset: true });
		} else {
			process.send?.({
				requests: simulator.requests.length,
				rateLimited: simulator.requests.filter(({ status }) => status === 429).length,
			} satisfies SimulatorCount);
		}
	});
	process.send?.({ baseUrls: simulator.baseUrls, credential: simulator.credential });
}

void serve();
