import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { UserError } from 'n8n-workflow';

import { customerId } from '../../nodes/MoEngage/mapping/users';
import {
	baseUrl,
	workspaceId,
	type MoEngageCredential,
} from '../../nodes/MoEngage/transport/credential';
import { Asker, type Answer } from './ask';
import { Hider } from './hide';
import { makeIds, questionsFor, type Question } from './questions';
import { reportOf } from './report';
import { judgeAll } from './statements';

/** How a run is to go. */
export type ProbeOptions = {
	/** Customer ID of the user who gets one event and one attribute. */
	writeUser?: string;
	/** Milliseconds to wait for each answer. */
	timeout?: number;
	/** Told before each request, for whoever waits. */
	onQuestion?(question: Question): void;
};

const TIMEOUT_MS = 15_000;

const KEY_FIELDS = [
	'dataApiKey',
	'campaignApiKey',
	'personalizeApiKey',
	'pushApiKey',
	'informApiKey',
	'apiKey',
] as const;

/**
 * Asks a workspace what MoEngage's documents leave open.
 * @returns the report, without keys, IDs and personal data
 * @throws an error that says which field of the credential is missing, or why the user cannot be one
 */
export async function probe(
	credential: MoEngageCredential,
	{ writeUser, timeout = TIMEOUT_MS, onQuestion }: ProbeOptions = {},
): Promise<string> {
	workspaceId(credential);
	baseUrl(credential, 'api');
	if (!KEY_FIELDS.some((field) => (credential[field] ?? '').trim() !== '')) {
		throw new UserError('There is no API key. Set the key of each tile that the probe is to ask');
	}
	const ids = makeIds(writeUser === undefined ? undefined : customerId(writeUser, '--write'));
	const now = new Date();
	const asker = new Asker(credential, timeout);
	const answers = new Map<string, Answer>();
	const skipped: Array<{ question: Question; why: string }> = [];
	for (const question of questionsFor(credential, ids, now)) {
		onQuestion?.(question);
		const outcome = await askSafely(asker, question);
		if (typeof outcome === 'string') skipped.push({ question, why: outcome });
		else answers.set(question.id, outcome);
	}
	const id = workspaceId(credential);
	const keys = KEY_FIELDS.map((field) => credential[field]?.trim()).filter((key) => key);
	const findings = {
		version: ownVersion(),
		dataCenter: credential.dataCenter,
		day: now.toISOString().slice(0, 10),
		requests: asker.count,
		answers: [...answers.values()],
		skipped,
		verdicts: judgeAll(answers),
	};
	return reportOf(
		findings,
		new Hider([...keys, ...keys.map((key) => `${id}:${key}`), id, ids.nobody, ids.user]),
	);
}

/** A base URL that is missing or unusable keeps only its own host from being asked. */
async function askSafely(asker: Asker, question: Question): Promise<Answer | string> {
	try {
		return await asker.ask(question);
	} catch {
		return 'no usable base URL';
	}
}

function ownVersion(): string {
	const manifest = resolve(__dirname, '..', '..', 'package.json');
	return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
}
