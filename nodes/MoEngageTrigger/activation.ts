import {
	NodeOperationError,
	type IDataObject,
	type IHookFunctions,
	type INode,
} from 'n8n-workflow';

import { InvalidInput } from '../MoEngage/mapping/invalidInput';
import { tileKey, type MoEngageCredential } from '../MoEngage/transport/credential';
import { secretsFor, WEBHOOK_SECRET } from './authentication/authenticity';
import { filterOf } from './filters';
import { ipAllowlist, NO_ADDRESS, unreadableAddresses } from './authentication/ipAllowlist';
import { FIELD_LABELS } from './properties';
import { listKeys } from './segmentSync';
import type { Authentication, Source } from './source';

/**
 * Keeps a workflow from being published that could accept no call, or every call.
 * @throws NodeOperationError naming the field to fill in or correct
 */
export async function assertUsable(context: IHookFunctions): Promise<void> {
	const source = context.getNodeParameter('source') as Source;
	const authentication = context.getNodeParameter('authentication', 'secret') as Authentication;
	const node = context.getNode();

	readable(node, () => filterOf(source, context.getNodeParameter('filters', {}) as IDataObject));
	readable(node, () => listKeys(context.getNodeParameter('options', {}) as IDataObject));
	const fault = faultOfAllowlist(readable(node, () => ipAllowlist(context)));
	if (fault !== undefined) {
		const description = 'Use addresses such as 52.6.248.125 or 10.0.0.0/8, separated by commas.';
		throw new NodeOperationError(node, fault, { description });
	}
	if (source !== 'alert' && authentication === 'none') return;
	const gap = gapOf(source, await context.getCredentials<MoEngageCredential>('moEngageApi'));
	if (gap !== undefined) throw new NodeOperationError(node, gap);
}

/** @throws NodeOperationError naming the field, if it cannot be read */
function readable<T>(node: INode, read: () => T): T {
	try {
		return read();
	} catch (error) {
		throw error instanceof InvalidInput
			? new NodeOperationError(node, faultOf(error), { description: `${error.advice}.` })
			: new NodeOperationError(node, error as Error);
	}
}

/** What keeps a parameter from being used, for the user: its label and the reason. Other faults speak for themselves. */
export function faultOf(error: unknown): string {
	return error instanceof InvalidInput
		? `${FIELD_LABELS[error.parameter]} ${error.reason}`
		: (error as Error).message;
}

/** What keeps an allowlist from letting in whom it should; without a list, nothing does. */
function faultOfAllowlist(entries: string[] | undefined): string | undefined {
	if (entries?.length === 0) return NO_ADDRESS;
	const [unreadable] = unreadableAddresses(entries ?? []);
	return unreadable === undefined
		? undefined
		: `IP Allowlist has "${unreadable}", which is not an IP address`;
}

/** What the credential lacks to tell MoEngage's calls from others, as a message; `undefined` if nothing. */
export function gapOf(source: Source, credential: MoEngageCredential): string | undefined {
	if (secretsFor(source, credential).length > 0) return undefined;
	if (source !== 'alert') {
		return `The MoEngage credential has no ${WEBHOOK_SECRET.label}. Fill in a long random text, and have MoEngage show the same text in each call`;
	}
	try {
		tileKey(credential, 'campaign');
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}
