import { parseArgs } from 'node:util';

import { nameAndValue, oneOf, positive, wholeNumber } from '../argumentValues';
import { tileKeys } from '../auth';
import type { CallAuth } from './callHeaders';
import { ALERT_TYPES } from './sampleAlerts';
import { EVENTS_PER_BATCH } from './streamEvents';
import type { ConnectorCall } from './webhookSender';

const SOURCES = ['stream', 'alert', 'connector', 'segment'] as const;
const AUTHS = ['bearer', 'basic', 'header'] as const;
const METHODS = ['POST', 'PUT', 'GET', 'DELETE'] as const;

const DEFAULT_CALL = { customer_id: 'customer-1001', campaign: 'Spring offer', step: 'Reminder' };

/** What the command line of "fire" can say. */
export const FIRE_USAGE = `Usage: npm run simulator -- fire stream    --to URL [--secret S] [--events N] [--batch N] [--codes CODE,…]
       npm run simulator -- fire alert     --to URL [--key K] [--type TYPE,…]
       npm run simulator -- fire connector --to URL [--secret S] [--method ${METHODS.join('|')}] [--body JSON|TEXT] [--query NAME=VALUE …] [--retries]
       npm run simulator -- fire segment   --to URL [--secret S] [--users N] [--removed N] [--batch N]
  URL    of a MoEngage Trigger in an n8n on this machine
  S      Webhook Secret of its credential. Without one, calls are not authenticated
  --auth ${AUTHS.join('|')}: how the secret is sent. Default: bearer; "header" is X-Webhook-Secret
  K      Campaign API Key of its credential. Default: the simulator's
  TYPE   all, ${ALERT_TYPES.join(', ')}, or any other
  --second MS: how long one of MoEngage's seconds takes between tries. Default: 1000`;

/** What is to be sent. */
export type Shot =
	| { source: 'stream'; events: number; batchSize: number; codes: string[] }
	| { source: 'alert'; key: string; types: string[] }
	| { source: 'connector'; call: ConnectorCall }
	| { source: 'segment'; added: number; removed: number; batchSize: number };

/** A shot, and where it goes. */
export interface Fire {
	url: string;
	auth: CallAuth;
	secondMs: number;
	shot: Shot;
}

/** Options that only some sources have. */
const OF_SOURCE: Record<string, ReadonlyArray<(typeof SOURCES)[number]>> = {
	secret: ['stream', 'connector', 'segment'],
	auth: ['stream', 'connector', 'segment'],
	events: ['stream'],
	batch: ['stream', 'segment'],
	users: ['segment'],
	removed: ['segment'],
	codes: ['stream'],
	key: ['alert'],
	type: ['alert'],
	method: ['connector'],
	body: ['connector'],
	query: ['connector'],
	retries: ['connector'],
};

function list(text: string): string[] {
	return text
		.split(',')
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function authOf(form: (typeof AUTHS)[number], secret: string | undefined): CallAuth {
	if (secret === undefined) return { kind: 'none' };
	switch (form) {
		case 'bearer':
			return { kind: 'bearer', secret };
		case 'basic':
			return { kind: 'basic', user: 'moengage', password: secret };
		case 'header':
			return { kind: 'header', name: 'X-Webhook-Secret', value: secret };
	}
}

/** JSON objects and lists leave as JSON, everything else as it is. */
function bodyOf(text: string): ConnectorCall['body'] {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as ConnectorCall['body']) : text;
	} catch {
		return text;
	}
}

/**
 * @param args behind the word "fire"
 * @throws if an option does not exist, has no usable value, or says nothing for this source
 */
export function readFireArguments(args: string[]): Fire {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			to: { type: 'string' },
			secret: { type: 'string' },
			auth: { type: 'string' },
			second: { type: 'string', default: '1000' },
			events: { type: 'string' },
			batch: { type: 'string' },
			users: { type: 'string' },
			removed: { type: 'string' },
			codes: { type: 'string' },
			key: { type: 'string' },
			type: { type: 'string' },
			method: { type: 'string' },
			body: { type: 'string' },
			query: { type: 'string', multiple: true },
			retries: { type: 'boolean' },
		},
	});
	const [word = '', ...more] = positionals;
	const source = oneOf('fire', SOURCES, word);
	if (more.length > 0) throw new Error(`fire ${source} takes options only, not "${more[0]}".`);
	for (const name of Object.keys(values)) {
		if (OF_SOURCE[name]?.includes(source) === false) {
			throw new Error(`fire ${source} has no --${name}.`);
		}
	}
	if (values.to === undefined) throw new Error('fire needs --to, the URL of the webhook.');
	if (values.auth !== undefined && values.secret === undefined) {
		throw new Error('--auth needs --secret.');
	}
	const auth = authOf(oneOf('--auth', AUTHS, values.auth ?? 'bearer'), values.secret);
	const shots: Record<(typeof SOURCES)[number], () => Shot> = {
		stream: () => ({
			source: 'stream',
			events: wholeNumber('events', values.events ?? String(EVENTS_PER_BATCH)),
			batchSize: positive('batch', values.batch ?? String(EVENTS_PER_BATCH)),
			codes: list(values.codes ?? ''),
		}),
		alert: () => ({
			source: 'alert',
			key: values.key ?? tileKeys.campaign,
			types: list(values.type ?? ALERT_TYPES[0]).flatMap((type) =>
				type === 'all' ? ALERT_TYPES : [type],
			),
		}),
		connector: () => ({ source: 'connector', call: connectorCall(values) }),
		segment: () => ({
			source: 'segment',
			added: wholeNumber('users', values.users ?? '100'),
			removed: wholeNumber('removed', values.removed ?? '0'),
			batchSize: positive('batch', values.batch ?? '1000'),
		}),
	};
	return {
		url: values.to,
		auth,
		secondMs: wholeNumber('second', values.second),
		shot: shots[source](),
	};
}

function connectorCall(values: {
	method?: string;
	body?: string;
	query?: string[];
	retries?: boolean;
}): ConnectorCall {
	const method = oneOf('--method', METHODS, values.method ?? 'POST');
	const hasBody = values.body !== undefined || method === 'POST' || method === 'PUT';
	const query = Object.fromEntries((values.query ?? []).map((pair) => nameAndValue('query', pair)));
	return {
		method,
		repeats: values.retries ?? false,
		...(values.query && { query }),
		...(hasBody && { body: values.body === undefined ? DEFAULT_CALL : bodyOf(values.body) }),
	};
}
