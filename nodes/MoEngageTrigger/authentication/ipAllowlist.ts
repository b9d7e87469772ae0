import type { IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { addressGroups } from '../../MoEngage/mapping/ipAddresses';
import { isGiven, textList } from '../../MoEngage/mapping/values';

/**
 * The entries of the option; `undefined` if it is not filled in. An expression that finds nothing, or commas alone, are
 * a list without an entry: whoever filled in the option wants to keep calls out.
 * @throws InvalidInput if it is no list
 */
export function ipAllowlist(context: IHookFunctions | IWebhookFunctions): string[] | undefined {
	const path = 'options.ipAllowlist';
	const stored: unknown = context.getNodeParameter(path, '', { rawExpressions: true });
	if (!isGiven(stored)) return undefined;
	return textList(context.getNodeParameter(path, ''), path) ?? [];
}

/** What is wrong with a list that keeps out everybody. */
export const NO_ADDRESS = 'IP Allowlist has no address';

/** A block of IP addresses: its first address as eight groups of 16 bits, and how many leading bits count. */
type Block = { groups: number[]; bits: number };

/**
 * Whether a call may come in, by the rules of n8n's Webhook node: its own address or one of the proxies' counts, an
 * entry is an address or a block such as `10.0.0.0/8`, and an entry that is neither of them matches nothing.
 * @param allowed entries as {@link ipAllowlist} reads them; without a list, every address is allowed
 */
export function isIpAllowed(
	allowed: string[] | undefined,
	addresses: Array<string | undefined>,
): boolean {
	if (allowed === undefined) return true;
	const blocks = allowed.map(blockOf).filter((block) => block !== undefined);
	return addresses.some((address) => {
		const groups = addressGroups(address ?? '');
		return groups !== undefined && blocks.some((block) => isInside(groups, block));
	});
}

/** Entries that are neither an IP address nor a block of them. */
export function unreadableAddresses(entries: string[]): string[] {
	return entries.filter((entry) => blockOf(entry) === undefined);
}

function blockOf(entry: string): Block | undefined {
	const [, address = '', , prefix] = /^([^/]*)(\/(\d{1,3}))?$/.exec(entry) ?? [];
	const groups = addressGroups(address);
	if (groups === undefined) return undefined;
	const width = address.includes(':') ? 128 : 32;
	const length = prefix === undefined ? width : Number(prefix);
	return length > width ? undefined : { groups, bits: 128 - width + length };
}

function isInside(groups: number[], block: Block): boolean {
	return groups.every((group, index) => {
		const counting = Math.min(16, Math.max(0, block.bits - index * 16));
		return (group ^ block.groups[index]) >>> (16 - counting) === 0;
	});
}
