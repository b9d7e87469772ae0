import { UserError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import { accountOf, credentialGap, type MoEngageCredential } from '../transport/credential';
import { RunKeys } from './once';
import type { Operation } from './operation';
import { ItemOptions, readCredential } from './reading';
import type { RunMode } from './runMode';
import { readSettings, type DeliverySettings } from './settings';
import { nameOf, openLedger, Outcomes, unusableSetup, type Failure, type Ledger } from './settling';

/** What a run needs before it reads the first item. */
export type Setup = {
	settings: DeliverySettings;
	/** Says which items are only shown, and which are sent once; reads have no such items. */
	choices?: ItemOptions;
} & (
	| { credential: MoEngageCredential; gap?: undefined }
	/** Nothing can be sent, and items can be shown nevertheless. */
	| { credential?: undefined; gap: Failure; shownWith?: MoEngageCredential }
);

/** @returns why nothing can be sent at all, where n8n or the credential does not allow it */
export async function prepare(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
	{ isTool }: Pick<RunMode, 'isTool'>,
): Promise<Setup | Failure> {
	let shownWith: MoEngageCredential | undefined;
	let setup: Pick<Setup, 'settings' | 'choices'> | undefined;
	try {
		const settings = readSettings(context, operation, items);
		const { endpoint } = settings.route;
		setup = { settings };
		if (!endpoint.isRead) setup.choices = new ItemOptions(context, isTool);
		const credential = await readCredential(context, items.length);
		shownWith = credential;
		const gap = credentialGap(credential, endpoint);
		if (gap === undefined) return { ...setup, credential };
		throw new UserError(gap);
	} catch (error) {
		const gap = unusableSetup((error as Error).message);
		return setup?.choices?.mayHave('dryRun') === true ? { ...setup, gap, shownWith } : gap;
	}
}

/** Where a run keeps what becomes of its items. */
export type Memory = { ledger: Ledger; keys: RunKeys; outcomes: Outcomes };

export function openMemory(
	context: IExecuteFunctions,
	operation: Operation,
	items: INodeExecutionData[],
	mode: RunMode,
	{ settings: { route, onceHistory }, credential }: Setup,
): Memory {
	const account = credential && accountOf(credential, route.endpoint.host);
	const ledger = openLedger(context, operation, items, mode, account);
	const keys = new RunKeys(context, onceHistory, [account, nameOf(context, operation)]);
	const outcomes = new Outcomes(items.length, operation.fields, route, ledger, keys);
	return { ledger, keys, outcomes };
}
