import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';

import { someOf } from '../fixtures/share';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const { run, simulator } = useEngine({
	// n8n's isolate hands dates over as objects of another realm than Jest's, and n8n does not know them again there.
	// `test/e2e/rest/datesFromN8n.test.ts` has the isolate in a full n8n.
	startEngine: () => Engine.start('quickjs'),
});

const ITEMS = someOf(150, 40);

const ZONES = ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Europe/Berlin', 'Pacific/Apia'];

/** Moments of this and the last century, in zones with and without summer time. */
const MOMENTS = fc
	.sample(
		fc.record({ ms: fc.integer({ min: -2e12, max: 4e12 }), zone: fc.constantFrom(...ZONES) }),
		{
			seed: 20261124,
			numRuns: ITEMS,
		},
	)
	.map(({ ms, zone }) => DateTime.fromMillis(ms, { zone }))
	// A zone whose offset had seconds cannot be written in ISO 8601.
	.filter(({ offset }) => Number.isInteger(offset));

/** The second of the moment in UTC, by another way than the node's. */
const stored = (moment: DateTime) =>
	`${moment.toUTC().startOf('second').toISO({ suppressMilliseconds: true })}`;

/** Every way to write a moment that n8n's nodes and other systems have. */
const WRITTEN: Array<[what: string, write: (moment: DateTime) => string | null]> = [
	['ISO 8601 with milliseconds and offset, as n8n writes it', (moment) => moment.toISO()],
	['ISO 8601 in UTC, as JavaScript writes it', (moment) => moment.toJSDate().toISOString()],
	['without milliseconds', (moment) => moment.toISO({ suppressMilliseconds: true })],
];

const items = (write: (moment: DateTime) => string | null): IDataObject[] =>
	MOMENTS.map((moment, index) => ({
		user: `user-${index}@example.com`,
		name: 'Order Placed',
		due: write(moment),
		city: moment.zoneName,
	}));

const WAYS: Array<[way: string, parameters: IDataObject]> = [
	[
		'fields',
		{
			specifyAttributes: 'fields',
			attributes: {
				assignments: [{ id: '1', name: 'due', type: 'string', value: '={{ $json.due }}' }],
			},
		},
	],
	['JSON', { specifyAttributes: 'json', attributesJson: '={{ { due: $json.due } }}' }],
	['the whole item', { specifyAttributes: 'item', excludeFields: 'user, name, city' }],
	[
		'a DateTime of n8n',
		{
			specifyAttributes: 'fields',
			attributes: {
				assignments: [
					{
						id: '1',
						name: 'due',
						type: 'object',
						value: '={{ DateTime.fromISO($json.due).setZone($json.city) }}',
					},
				],
			},
		},
	],
];

test.each(
	WRITTEN.flatMap(([what, write]) =>
		WAYS.map(([way, parameters]) => ({ what, write, way, parameters })),
	),
)(
	`${ITEMS} random dates by $way, $what: each is stored as the same second`,
	async ({ write, parameters }) => {
		const finished = await run('event.track', items(write), { parameters });
		expect(finished.error).toBeUndefined();
		const { events } = simulator.accepted;
		expect(events).toHaveLength(MOMENTS.length);
		const sent = new Map(events.map(({ customerId, raw }) => [customerId, raw.attributes]));
		MOMENTS.forEach((moment, index) => {
			expect(sent.get(`user-${index}@example.com`)).toEqual({ due: stored(moment) });
		});
		expect(new Set(simulator.stored.map(({ types }) => types.due))).toEqual(new Set(['date']));
	},
);
