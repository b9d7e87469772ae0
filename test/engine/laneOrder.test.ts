import type { IDataObject } from 'n8n-workflow';

import { caseOf, goodItems, options, type NodeSettings } from './cases';
import { useEngine } from './useEngine';

const TRACK = caseOf('event.track');
const UPSERT = 'user.upsert';

const { run, simulator } = useEngine();

const USERS = 40;
const UPDATES = 20;

type Update = { user: string; plan: string; points: number; existing: string };

function update(user: number, index: number): Update {
	return {
		user: `user-${user}@example.com`,
		plan: `plan-${user}-${index}`,
		points: index,
		existing: '',
	};
}

/** All updates of the first user, then all of the second … */
const SORTED = Array.from({ length: USERS * UPDATES }, (_, at) =>
	update(Math.floor(at / UPDATES), at % UPDATES),
);
/** One update of each user, then the next of each … */
const MIXED = Array.from({ length: USERS * UPDATES }, (_, at) =>
	update(at % USERS, Math.floor(at / USERS)),
);
/** Half of the updates belong to one user, who comes first. */
const ONE_BUSY_USER = [
	...Array.from({ length: 50 }, (_, at) => update(0, at)),
	...Array.from({ length: 50 }, (_, at) => update(at + 1, 0)),
];

/** Plans of one user in the order in which MoEngage came to hold them. */
function recorded(user: string): unknown[] {
	return simulator.accepted.users
		.filter(({ customerId }) => customerId === user)
		.map(({ attributes }) => attributes.plan);
}

function expectOrder(items: Update[]): void {
	expect(simulator.accepted.users).toHaveLength(items.length);
	for (const user of new Set(items.map((item) => item.user))) {
		expect(recorded(user)).toEqual(
			items.filter((item) => item.user === user).map(({ plan }) => plan),
		);
	}
}

/** How many users each 100 arrivals in a row at MoEngage are of. */
function usersSideBySide(): number[] {
	const users = simulator.requests.map(({ body }) => (body as IDataObject).customer_id);
	return Array.from({ length: users.length / 100 }, (_, at) => {
		return new Set(users.slice(100 * at, 100 * at + 100)).size;
	});
}

test('40 users with 20 updates each are sent as much side by side sorted by user as mixed', async () => {
	simulator.handlingMs = 20;
	for (const items of [MIXED, SORTED]) {
		simulator.reset();
		const finished = await run(UPSERT, items);
		expect(finished.error).toBeUndefined();
		expectOrder(items);
		const users = usersSideBySide();
		expect(users).toHaveLength(8);
		// One after the other, 100 arrivals would be of five users or six.
		expect(Math.min(...users)).toBeGreaterThanOrEqual(35);
	}
}, 180_000);

test('a busy user holds up nobody else: the others are through long before', async () => {
	simulator.handlingMs = 30;
	await run(UPSERT, ONE_BUSY_USER, options({ maxConcurrency: 5 }));
	expectOrder(ONE_BUSY_USER);
	const order = simulator.accepted.users.map(({ customerId }) => customerId);
	const lastOther = order.map((user) => user !== 'user-0@example.com').lastIndexOf(true);
	// Four at a time beside the busy one: after 13 of its 50 updates.
	expect(lastOther).toBeLessThan(85);
});

describe('order is kept although MoEngage takes longer for some requests than for others', () => {
	/** Every request is handled faster than the one before it, so that it would overtake that one. */
	const overtaking = (arrivedBefore: number) => 60 - 20 * (arrivedBefore % 4);

	test.each<[string, NodeSettings, Update[]]>([
		['sorted', {}, SORTED.slice(0, 200)],
		['mixed', {}, MIXED.slice(0, 200)],
		['of one busy user', options({ maxConcurrency: 8 }), ONE_BUSY_USER],
	])('users, %s', async (_what, settings, items) => {
		simulator.handlingMs = overtaking;
		await run(UPSERT, items, settings);
		expectOrder(items);
	});

	test('events of one user, from several devices', async () => {
		simulator.handlingMs = overtaking;
		const items: IDataObject[] = goodItems(TRACK, 90).map((item, index) => ({
			...item,
			user: `user-${Math.floor(index / 30)}@example.com`,
			device: `device-${index % 5}`,
		}));
		await run(TRACK.name, items, {
			parameters: { additionalFields: { deviceId: '={{ $json.device }}' } },
		});
		expect(simulator.requests.length).toBeGreaterThan(30);
		for (const user of ['user-0@example.com', 'user-1@example.com', 'user-2@example.com']) {
			expect(
				simulator.accepted.events
					.filter(({ customerId }) => customerId === user)
					.map(({ attributes }) => attributes.order),
			).toEqual(items.filter((item) => item.user === user).map(({ order }) => order));
		}
	});

	test('after a refusal that is repeated: the later updates of that user wait', async () => {
		simulator.handlingMs = overtaking;
		for (const after of [3, 11, 25]) {
			simulator.inject({ kind: 'status', status: 500, path: '/v1/customer/', after });
		}
		const items = SORTED.slice(0, 150);
		const finished = await run(UPSERT, items);
		expect(finished.error).toBeUndefined();
		expectOrder(items);
	});
});
