import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { textList } from '../MoEngage/mapping/values';
import { tileKey, type MoEngageCredential } from '../MoEngage/transport/credential';
import { secretsFor, WEBHOOK_SECRET } from './authenticity';
import { unreadableAddresses } from './ipAllowlist';
import type { Authentication, Source } from './source';

/**
 * Keeps a workflow from being published that could accept no call, or every call.
 * @throws NodeOperationError naming the field to fill in or correct
 */
export async function assertUsable(context: IHookFunctions): Promise<void> {
	const source = context.getNodeParameter('source') as Source;
	const authentication = context.getNodeParameter('authentication', 'secret') as Authentication;
	const { ipAllowlist } = context.getNodeParameter('options', {}) as { ipAllowlist?: unknown };

	const [unreadable] = unreadableAddresses(textList(ipAllowlist, 'options.ipAllowlist') ?? []);
	if (unreadable !== undefined) {
		throw new NodeOperationError(
			context.getNode(),
			`IP Allowlist has "${unreadable}", which is not an IP address`,
			{ description: 'Use addresses such as 52.6.248.125 or 10.0.0.0/8, separated by commas.' },
		);
	}
	if (source !== 'alert' && authentication === 'none') return;
	const gap = gapOf(source, await context.getCredentials<MoEngageCredential>('moEngageApi'));
	if (gap !== undefined) throw new NodeOperationError(context.getNode(), gap);
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
