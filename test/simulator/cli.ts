import { parseArgs } from 'node:util';

import { startSimulator, type Simulator } from './index';
import { requestLine } from './print';

const DEFAULT_PORT = '8790';
const USAGE = 'Usage: npm run simulator -- [--port N] [--latency MS] [--rate-limits]';

interface Arguments {
	port: number;
	latencyMs: number;
	rateLimits: boolean;
}

function wholeNumber(name: string, text: string): number {
	if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
	return Number(text);
}

function readArguments(): Arguments {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			latency: { type: 'string', default: '0' },
			'rate-limits': { type: 'boolean', default: false },
		},
	});
	return {
		port: wholeNumber('port', values.port),
		latencyMs: wholeNumber('latency', values.latency),
		rateLimits: values['rate-limits'],
	};
}

/** Addresses, and the credential field by field as n8n names them. */
function introduction({ origin, credential }: Simulator, settings: Arguments): string {
	const fields: Array<[string, string]> = [
		['Data Center', 'Custom'],
		['API Base URL', credential.apiBaseUrl],
		['Personalize Base URL', credential.personalizeBaseUrl],
		['Push Base URL', credential.pushBaseUrl],
		['Workspace ID', credential.workspaceId],
		['Data API Key', credential.dataApiKey],
		['Campaign API Key', credential.campaignApiKey],
		['Personalize API Key', credential.personalizeApiKey],
		['Push API Key', credential.pushApiKey],
		['Inform API Key', credential.informApiKey],
	];
	const limits = settings.rateLimits ? 'enforced' : 'off';
	return [
		`MoEngage simulator at ${origin} (latency ${settings.latencyMs} ms, rate limits ${limits})`,
		'',
		'Credential for n8n (MoEngage API):',
		...fields.map(([name, value]) => `  ${name.padEnd(22)}${value}`),
		'',
		'Requests (Ctrl-C ends):',
	].join('\n');
}

async function run(): Promise<void> {
	const settings = readArguments();
	const simulator = await startSimulator({
		...settings,
		onRequest: (request) => console.log(requestLine(request)),
	});
	console.log(introduction(simulator, settings));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

run().catch((reason: unknown) => {
	console.error(reason instanceof Error ? reason.message : reason);
	console.error(USAGE);
	process.exitCode = 1;
});
