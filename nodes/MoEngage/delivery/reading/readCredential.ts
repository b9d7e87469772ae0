import { UserError, type IExecuteFunctions } from 'n8n-workflow';

import type { MoEngageCredential } from '../../transport/credential';

/** Most items that a message names. */
const MOST_NAMED = 10;

/**
 * The credential of a run. Its fields may be expressions on the item (`{{ $json.tenant }}`), but n8n sends every
 * request of a run with the credential of the first item, so that the customers of one workspace would come into
 * another. Such a run is rejected.
 * @param total number of input items
 * @throws UserError naming items for which the credential is another one
 */
export async function readCredential(
	context: IExecuteFunctions,
	total: number,
): Promise<MoEngageCredential> {
	const credential = await read(context, 0);
	if (total < 2 || !(await dependsOnItem(context, credential, total))) return credential;
	const first = JSON.stringify(credential);
	const others: number[] = [];
	for (let item = 1; item < total && others.length <= MOST_NAMED; item++) {
		if (JSON.stringify(await read(context, item)) !== first) others.push(item);
	}
	if (others.length === 0) return credential;
	const more = others.length > MOST_NAMED ? ' and more' : '';
	throw new UserError(
		`The MoEngage credential has other values for item${others.length > 1 ? 's' : ''} ${others.slice(0, MOST_NAMED).join(', ')}${more} than for item 0, but all items of a run go to one workspace. Run the node once per workspace, for example with Loop Over Items or a sub-workflow`,
	);
}

/**
 * Does a field of the credential depend on the item? To read the credential takes n8n about a millisecond, so only an
 * item that does not exist is asked for: there, n8n throws for `$json`, and other ways to an item find no value.
 */
async function dependsOnItem(
	context: IExecuteFunctions,
	credential: MoEngageCredential,
	total: number,
): Promise<boolean> {
	try {
		return JSON.stringify(await read(context, total)) !== JSON.stringify(credential);
	} catch {
		return true;
	}
}

async function read(context: IExecuteFunctions, item: number): Promise<MoEngageCredential> {
	return await context.getCredentials<MoEngageCredential>('moEngageApi', item);
}
