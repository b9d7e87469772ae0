import { createHash } from 'crypto';

import type { IDataObject, IExecuteFunctions, ILoadOptionsFunctions } from 'n8n-workflow';

import { tryParse } from '../mapping/json';
import type { Answer } from './answer';
import { tileKey, workspaceId, type MoEngageCredential } from './credential';
import type { Endpoint } from './endpoints';
import { hideKeys } from './hideKeys';

/*
 * Files that MoEngage gives to whoever signs their name (`api/stats-report/stats-report.yaml`): no key is sent.
 */

/** The header of a signed request: lowercase hex SHA-256 of the workspace, the name as it is, and the key, with bars between. */
export function signatureFor(
	credential: MoEngageCredential,
	{ tile }: Pick<Endpoint, 'tile'>,
	name: string,
): Record<string, string> {
	const signed = [workspaceId(credential), name, tileKey(credential, tile)].join('|');
	return { Signature: createHash('sha256').update(signed, 'utf8').digest('hex') };
}

/** Types of responses that are no file, but words of MoEngage's, or of something in between. */
const WORDS = /^(application\/([\w.]+\+)?json|text\/html)\b/i;

/**
 * The answer with the file handed to n8n's storage, byte for byte, or with the words that came in its place.
 * @param name of the file
 */
export async function withStoredFile(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	credential: MoEngageCredential,
	answer: Answer,
	name: string,
): Promise<Answer> {
	const { statusCode, headers, body } = answer;
	if (!Buffer.isBuffer(body)) return hideKeys(credential, answer);
	const isFile = statusCode >= 200 && statusCode < 300 && body.length > 0;
	const type = String(headers['content-type'] ?? '');
	if (!isFile || WORDS.test(type) || !('prepareBinaryData' in context.helpers)) {
		const text = body.toString('utf8');
		return hideKeys(credential, { ...answer, body: tryParse(text)?.value ?? text });
	}
	const file = await context.helpers.prepareBinaryData(body, name, mediaType(type));
	return {
		...answer,
		body: { file: file as unknown as IDataObject, file_name: name, size: body.length },
	};
}

/** Without its parameters; n8n goes by the name of the file where there is none. */
function mediaType(type: string): string | undefined {
	const plain = type.split(';')[0].trim();
	return plain === '' ? undefined : plain;
}
