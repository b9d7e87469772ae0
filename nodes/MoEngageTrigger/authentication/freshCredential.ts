import type { IWebhookFunctions } from 'n8n-workflow';

import type { MoEngageCredential } from '../../MoEngage/transport/credential';

/** A read that has begun, and the one that begins when it is over. */
type Reads = { present: Promise<MoEngageCredential>; next?: Promise<MoEngageCredential> };

const readsByNode = new Map<string, Reads>();

/**
 * The credential as it is now, or a moment later: never as it was before the call came in, so that a changed secret
 * holds from the next call on. Reading costs n8n about 50 ms of processor time, because it sets up an engine for
 * expressions each time. Calls that come in during a read therefore share the next one. Nothing is kept afterwards.
 * @throws what n8n throws when the credential cannot be read
 */
export async function freshCredential(context: IWebhookFunctions): Promise<MoEngageCredential> {
	const { id, credentials } = context.getNode();
	// A read is shared only by calls that n8n would grant the same one.
	const key = JSON.stringify([context.getWorkflow().id, id, credentials?.moEngageApi]);
	const reads = readsByNode.get(key);
	if (reads === undefined) return await read(context, key);
	const readAgain = async () => await read(context, key);
	reads.next ??= reads.present.then(readAgain, readAgain);
	return await reads.next;
}

async function read(context: IWebhookFunctions, key: string): Promise<MoEngageCredential> {
	const reads: Reads = { present: context.getCredentials<MoEngageCredential>('moEngageApi') };
	readsByNode.set(key, reads);
	try {
		return await reads.present;
	} finally {
		if (reads.next === undefined) readsByNode.delete(key);
	}
}
