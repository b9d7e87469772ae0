import { parseArgs } from 'node:util';

import { adaptiveTableOf, COUNTED, LIMITS, SEED, tableOf } from './table';

const USAGE = 'Usage: npm run simulate -- [--windows N] [--seed N]';

function wholeNumber(name: string, text: string): number {
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} takes a number from 1, not "${text}".`);
	return Number(text);
}

function readArguments(): { counted: number; seed: number } {
	const { values } = parseArgs({
		options: {
			windows: { type: 'string', default: String(COUNTED) },
			seed: { type: 'string', default: String(SEED) },
		},
	});
	return {
		counted: wholeNumber('windows', values.windows),
		seed: wholeNumber('seed', values.seed),
	};
}

try {
	const { counted, seed } = readArguments();
	for (const limit of LIMITS) {
		console.log(`Limit ${limit.toLocaleString('en-US')} a minute (fixed / sliding windows):\n`);
		for (const line of tableOf(limit, counted, seed)) console.log(line);
		console.log("\nThe same with the adaptive retry mode of AWS's SDKs:\n");
		for (const line of adaptiveTableOf(limit, counted, seed)) console.log(line);
		console.log();
	}
} catch (error) {
	console.error(`${(error as Error).message}\n${USAGE}`);
	process.exitCode = 1;
}
