import { segmentPages, syncedUsers } from '../../../simulator/webhooks';

const sizes = (pages: ReturnType<typeof segmentPages>) =>
	pages.map(({ data }) =>
		['add_users', 'remove_users'].map((key) => (data[key] as unknown[] | undefined)?.length),
	);

it.each([
	[
		250,
		0,
		100,
		[
			[100, undefined],
			[100, undefined],
			[50, undefined],
		],
	],
	[
		120,
		60,
		100,
		[
			[100, undefined],
			[20, 60],
		],
	],
	[0, 3, 10_000, [[undefined, 3]]],
	[
		20_000,
		0,
		10_000,
		[
			[10_000, undefined],
			[10_000, undefined],
		],
	],
	[0, 0, 100, [[0, 0]]],
])('puts %i added and %i removed users into pages of %i', (added, removed, batchSize, expected) => {
	const pages = segmentPages(syncedUsers(added), syncedUsers(removed, added), { batchSize });
	expect(sizes(pages)).toEqual(expected);
	expect(pages.map(({ pagination }) => pagination)).toEqual(
		expected.map((_, page) => ({ total_pages: expected.length, page_count: page + 1 })),
	);
	expect(new Set(pages.map(({ data }) => data.moengage_execution_id)).size).toBe(1);
});

it.each([99, 10_001])('knows no batch of %i', (batchSize) => {
	expect(() => segmentPages(syncedUsers(1), [], { batchSize })).toThrow(/between 100 and 10000/);
});

it('renames lists and identifier as the user does in the dashboard', () => {
	const keys = { added: 'members', removed: 'lost' };
	const [{ data }] = segmentPages(syncedUsers(1, 0, 'crm_id'), syncedUsers(1, 1), { keys });
	expect(data).toMatchObject({
		members: [{ crm_id: 'user-0@example.com' }],
		lost: [{ partner_user_id: 'user-1@example.com' }],
	});
	expect(Object.keys(data)).not.toContain('add_users');
});
