import { ai, json, write, type DocumentedEndpoint } from '../operation';

// Cohort Sync has as many users a request as 128 KB hold. Each user is in a cohort once.
const ENDPOINT: DocumentedEndpoint = {
	name: 'syncCohort',
	address: 'POST api /v1/integrations/cohortsync',
	tile: 'data',
	elements: Infinity,
	rate: 'requests 300/minute',
	repeat: 'safe',
};

/** Add Users or Remove Users. */
export const changesCohort = (change: 'added' | 'removed') =>
	write({
		endpoint: ENDPOINT,
		workflow: { cohortId: 'vip-customers', cohortName: json('cohort'), customerId: json('user') },
		isOwn: ({ action }) => action === (change === 'added' ? 'add_members' : 'remove_members'),
		names: {
			fields: ['cohortId', 'cohortName', 'customerId', 'additionalFields'],
			additional: ['description', 'partner'],
		},
		item: (index) => ({ cohort: 'VIP of 2026', user: `user-${index}@example.com` }),
		mark: 'user',
		arrived: ({ cohortChanges }) =>
			cohortChanges.filter((one) => one.change === change).map(({ uid }) => uid),
		lastWins: true,
		invalidChange: { cohort: 'VIP: 2026' },
		invalidParameter: 'Cohort Name',
		poison: 'user',
		answer: { status: 'success' },
		row: ['customer_id'],
		tools: [
			{
				parameters: {
					cohortId: ai('id'),
					cohortName: ai('name'),
					customerId: ai('user'),
					additionalFields: { description: ai('about'), partner: ai('partner') },
				},
				calls: [
					{ id: 'vip', name: ' VIP ', user: 'a@example.com', about: '', partner: '' },
					{ id: 12, name: 'Lapsed', user: 4711, about: 'No order in a year', partner: null },
					{ id: 'vip', name: 'VIP', user: ' c@example.com ', about: null, partner: 'Warehouse' },
				],
				expected: [
					{ change, cohortId: 'vip', cohortName: 'VIP', partner: 'n8n', uid: 'a@example.com' },
					{
						change,
						cohortId: '12',
						cohortName: 'Lapsed',
						description: 'No order in a year',
						partner: 'n8n',
						uid: '4711',
					},
					{
						change,
						cohortId: 'vip',
						cohortName: 'VIP',
						partner: 'Warehouse',
						uid: 'c@example.com',
					},
				],
				arrived: ({ cohortChanges }) => cohortChanges,
				wrong: [
					{ args: { id: '' }, says: [/Cohort ID is empty/] },
					{ args: { name: '.VIP' }, says: [/Cohort Name "\.VIP" begins with a period/] },
					{
						args: { name: 'VIP = gold' },
						says: [/Cohort Name "VIP = gold" contains =/, /without angle brackets or any/],
					},
					{ args: { user: 'null' }, says: [/Customer ID "null" is a placeholder/] },
				],
			},
		],
	});

export default changesCohort('added');
