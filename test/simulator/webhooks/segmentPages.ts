import { objectId } from '../ids';
import type { JsonObject } from '../types';

/** One request of a segment sync. */
export interface SegmentPage extends JsonObject {
	type: 'segment_sync';
	pagination: { total_pages: number; page_count: number };
	data: JsonObject;
}

/** A user as a sync names one: by MoEngage's ID and the one attribute that is chosen. */
export interface SyncedUser extends JsonObject {
	moengage_distinct_id: string;
}

/** What a user has set up in MoEngage's dashboard. */
export interface SyncSettings {
	/** The segment. Default: `VIP customers`. */
	name?: string;
	/** Users in a request, 100 to 10,000. Default: 1,000. */
	batchSize?: number;
	/** What the lists are called. Default: `add_users` and `remove_users`. */
	keys?: { added: string; removed: string };
	/** Of the run; another run has another. */
	executionId?: string;
}

const FEWEST = 100;
const MOST = 10_000;

/** Users of a segment, each with an attribute of a name that can be chosen. */
export function syncedUsers(
	count: number,
	first = 0,
	identifier = 'partner_user_id',
): SyncedUser[] {
	return Array.from({ length: count }, (_, index) => ({
		moengage_distinct_id: (first + index).toString(16).padStart(24, '0'),
		[identifier]: `user-${first + index}@example.com`,
	}));
}

/**
 * The requests of one run of a sync (`user-guide/data/exports/segments/outbound-segment-sync.mdx`). A page has the lists
 * that it has users for; of a run without any change, the one page has both, empty.
 * @throws if MoEngage does not allow the batch
 */
export function segmentPages(
	added: SyncedUser[],
	removed: SyncedUser[] = [],
	settings: SyncSettings = {},
): SegmentPage[] {
	const { batchSize = 1000, name = 'VIP customers', executionId = objectId() } = settings;
	const { keys = { added: 'add_users', removed: 'remove_users' } } = settings;
	if (batchSize < FEWEST || batchSize > MOST) {
		throw new Error(`A request has between ${FEWEST} and ${MOST} users, not ${batchSize}.`);
	}
	const changes = [
		...added.map((user) => ({ list: keys.added, user })),
		...removed.map((user) => ({ list: keys.removed, user })),
	];
	const total = Math.max(1, Math.ceil(changes.length / batchSize));
	const sync = {
		moengage_sync_id: 'sync-1',
		moengage_sync_name: name,
		moengage_execution_id: executionId,
		moengage_integration_id: 'integration-1',
	};
	return Array.from({ length: total }, (_, page) => {
		const here = changes.slice(page * batchSize, (page + 1) * batchSize);
		const lists = Object.values(keys)
			.map((key) => [key, here.filter(({ list }) => list === key).map(({ user }) => user)] as const)
			.filter(([, users]) => users.length > 0 || here.length === 0);
		return {
			type: 'segment_sync',
			pagination: { total_pages: total, page_count: page + 1 },
			data: { ...sync, ...Object.fromEntries(lists) },
		};
	});
}
