import { sleep, type IDataObject, type IExecuteFunctions } from 'n8n-workflow';

import { filledIn, type MoEngageCredential } from '../../transport/credential';
import { hideKeys } from '../../transport/hideKeys';
import { headersOf, pathOf } from '../../transport/request';
import type { Route } from '../operation';
import type { ItemPiece, PackedRequest } from '../piece';
import { compose, notSendable } from '../sending';
import type { Failure } from './failure';
import type { Outcomes } from './outcomes';

/** Stands in the path for the ID that a credential lacks. */
const NO_WORKSPACE = 'WORKSPACE_ID';

/**
 * Dry Run: the items of packed requests come out as what would be sent of them, made by the same functions, and nothing
 * is sent.
 * @param requests of dry items alone
 * @param setup `gap`: why they could not be sent
 */
export async function showRequests(
	context: IExecuteFunctions,
	requests: PackedRequest[],
	setup: {
		settings: { route: Route };
		credential?: MoEngageCredential;
		shownWith?: MoEngageCredential;
		gap?: Failure;
	},
	outcomes: Pick<Outcomes, 'failed' | 'settleUnsent'>,
): Promise<void> {
	const credential = setup.credential ?? setup.shownWith;
	const note =
		setup.gap === undefined ? {} : { note: `It could not be sent now. ${setup.gap.message}` };
	for (const [index, { pieces }] of requests.entries()) {
		const place = { request: index + 1, items_in_request: pieces.length };
		for (const piece of pieces) {
			try {
				const shown = {
					...(await show(context, setup.settings.route, piece, credential)),
					...place,
				};
				const safe = credential === undefined ? shown : hideKeys(credential, shown);
				outcomes.settleUnsent(piece.item, { ...safe, ...note });
			} catch (error) {
				outcomes.failed([piece.item], notSendable(error));
			}
		}
		// Others have their turn: large bodies take their time.
		if (index % REQUESTS_BETWEEN_YIELDS === 0) await sleep(0);
	}
}

const REQUESTS_BETWEEN_YIELDS = 20;

async function show(
	context: IExecuteFunctions,
	route: Route,
	piece: ItemPiece,
	credential: MoEngageCredential | undefined,
): Promise<IDataObject> {
	const { endpoint } = route;
	const { envelope, body } = await compose(context, route, [piece]);
	const workspace = filledIn(credential?.workspaceId) || NO_WORKSPACE;
	// Some endpoints have the workspace in a query of their own.
	const [path, query] = pathOf(endpoint, envelope, workspace).split('?');
	return {
		dry_run: true,
		method: endpoint.method,
		path,
		query: { ...Object.fromEntries(new URLSearchParams(query)), ...envelope.query },
		headers: headersOf(envelope, body),
		body: body === undefined ? {} : (JSON.parse(body) as IDataObject),
	};
}

/** Says how many requests were shown in place of being sent. */
export function hintAtDryRun(
	context: IExecuteFunctions,
	requests: PackedRequest[],
	total: number,
): void {
	if (requests.length === 0) return;
	const shown = requests.reduce((sum, { pieces }) => sum + pieces.length, 0);
	const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
	const [items, sent] =
		shown === total
			? [counted(shown, 'item'), 'sent']
			: [`${shown} of ${total} items`, 'sent of them'];
	context.addExecutionHints?.({
		message: `Dry run: ${counted(requests.length, 'request')} for ${items}, nothing was ${sent}`,
		location: 'outputPane',
	});
}
