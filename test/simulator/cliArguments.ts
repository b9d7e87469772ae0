import { parseArgs } from 'node:util';

import { oneOf, wholeNumber } from './argumentValues';
import { LIMIT_HEADER_FORMS } from './limitHeaders';
import type { LimitRules, SimulatorOptions } from './types';

const DEFAULT_PORT = '8790';

const WINDOWS: Array<LimitRules['window']> = ['sliding', 'fixed'];

/** What the command line can say. */
export const USAGE = `Usage: npm run simulator -- [--port N] [--latency MS]
         [--rate-limits [--limit-window ${WINDOWS.join('|')}] [--limit-headers FORM] [--others SHARE]]
  FORM   ${LIMIT_HEADER_FORMS.join(', ')}
  SHARE  what others spend of each limit, from 0 to 1`;

/** Options that say nothing without `--rate-limits`. */
const OF_LIMITS = ['limit-window', 'limit-headers', 'others'] as const;

function share(name: string, text: string): number {
	const value = /^(\d+\.?|\d*\.\d+)$/.test(text) ? Number(text) : NaN;
	if (value >= 0 && value <= 1) return value;
	throw new Error(`--${name} takes a number from 0 to 1, not "${text}".`);
}

/** @throws if an option does not exist, or has no usable value */
export function readArguments(args = process.argv.slice(2)): SimulatorOptions {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: DEFAULT_PORT },
			latency: { type: 'string', default: '0' },
			'rate-limits': { type: 'boolean', default: false },
			'limit-window': { type: 'string' },
			'limit-headers': { type: 'string' },
			others: { type: 'string' },
		},
	});
	const idle = OF_LIMITS.find((name) => values[name] !== undefined && !values['rate-limits']);
	if (idle !== undefined) throw new Error(`--${idle} needs --rate-limits.`);
	return {
		port: wholeNumber('port', values.port),
		latencyMs: wholeNumber('latency', values.latency),
		rateLimits: values['rate-limits'],
		limits: {
			window: oneOf('--limit-window', WINDOWS, values['limit-window'] ?? 'sliding'),
			headers: oneOf('--limit-headers', LIMIT_HEADER_FORMS, values['limit-headers'] ?? 'none'),
			others: share('others', values.others ?? '0'),
		},
	};
}
