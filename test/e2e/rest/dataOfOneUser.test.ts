import type { IDataObject } from 'n8n-workflow';

import { caseOf, options, pinnedWorkflow } from '../../engine/cases';
import { startSimulator } from '../../simulator';
import type { RecordedRequest } from '../../simulator/types';
import { withCredential } from '../n8n/instance';
import { useInstance } from '../n8n/useInstance';

/* MoEngage drops the data of a user of whom more arrives within a minute (Fair Usage Policy), and says nothing. */

const instance = useInstance();

const MINUTE_MS = 60_000;
const MOST_A_MINUTE = 5000;

/** Pieces of data in a request of Event > Track or of Bulk Import. */
function piecesIn({ body }: RecordedRequest): number {
	const { actions, elements } = body as { actions?: unknown[]; elements?: IDataObject[] };
	return elements?.length ?? actions?.length ?? 0;
}

test('8,000 pieces of data of one user over two operations at once: at most 5,000 arrive within any minute, and all do', async () => {
	const { client } = instance();
	const simulator = await startSimulator({ rateLimits: true });
	try {
		const id = await client.createCredential('One user', simulator.credential);
		const runs = [
			{ operation: caseOf('event.track'), count: 5000, settings: {} },
			{
				operation: caseOf('user.upsert'),
				count: 3000,
				settings: options({ sendVia: 'bulkImport' }),
			},
		].map(async ({ operation, count, settings }) => {
			const items = Array.from({ length: count }, (_, index) => ({
				...operation.item(index),
				user: 'heavy-user@example.com',
			}));
			const workflow = withCredential(pinnedWorkflow(operation.name, items, settings), id);
			return await client.run(await client.createWorkflow(workflow), 200_000);
		});
		for (const execution of await Promise.all(runs)) expect(execution.status).toBe('success');

		const arrivals = simulator.requests.map((request) => ({
			at: request.at,
			pieces: piecesIn(request),
		}));
		const within = (from: number) =>
			arrivals
				.filter(({ at }) => at >= from && at < from + MINUTE_MS)
				.reduce((sum, { pieces }) => sum + pieces, 0);
		const busiest = Math.max(...arrivals.map(({ at }) => within(at)));
		process.stdout.write(`8,000 pieces of one user: ${busiest} in the busiest minute\n`);
		expect(arrivals.reduce((sum, { pieces }) => sum + pieces, 0)).toBe(8000);
		expect(busiest).toBeLessThanOrEqual(MOST_A_MINUTE);
	} finally {
		await simulator.close();
	}
}, 240_000);
