import type { IDataObject } from 'n8n-workflow';

import { share } from '../fixtures/share';
import { savedWorkflow } from './cases';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const { engine, simulator, withCredential } = useEngine({
	// In Jest, n8n does not know the dates of its isolate again; `test/e2e/rest/datesFromN8n.test.ts` has the isolate.
	startEngine: () => Engine.start('quickjs'),
});

const FIELDS = {
	total: '={{ $json.total }}',
	time: '={{ $json.time }}',
	zone: '={{ $json.zone }}',
};

/** Sends each item in a workflow of this zone, with these expressions in an attribute and in the times of an event. */
async function track(zone: string, items: IDataObject[], given: Partial<typeof FIELDS> = {}) {
	const { total, time, zone: timezone } = { ...FIELDS, ...given };
	const workflow = {
		...savedWorkflow('event.track', {
			onError: 'continueErrorOutput',
			parameters: {
				specifyAttributes: 'fields',
				attributes: { assignments: [{ id: '1', name: 'total', type: 'number', value: total }] },
				additionalFields: { eventTime: time, timezone },
			},
		}),
		settings: { timezone: zone },
	};
	const named = items.map((item, index) => ({
		...{ user: `ann-${index}@example.com`, name: 'Order Placed', mark: index, ...item },
	}));
	simulator.reset();
	const finished = await engine.run(workflow, withCredential(named));
	const failed = new Map(
		finished.output('MoEngage', 1).map(({ json }) => [Number(json.mark), json] as const),
	);
	const sent = new Map(
		simulator.accepted.events.map(({ raw, customerId }) => [
			Number(/\d+/.exec(String(customerId))?.[0]),
			raw,
		]),
	);
	return { failed, sent };
}

/** The expression that a message offers. */
function offered(message: unknown): string {
	const expression = /converts it: (\{\{ .* \}\})/.exec(String(message))?.[1];
	expect([message, expression]).toEqual([message, expect.any(String)]);
	return `=${expression}`;
}

const TIMES: Array<[text: string, wallClock: string]> = [
	['21.11.2025 09:30', '2025-11-21T09:30:00'],
	['28/11/2025 12:09', '2025-11-28T12:09:00'],
	['11/21/2025 9:30 AM', '2025-11-21T09:30:00'],
	['11-21-2025, 09:30:00', '2025-11-21T09:30:00'],
	['15/01/24 10:30', '2024-01-15T10:30:00'],
	['31-Jan-2024', '2024-01-31T00:00:00'],
	['Jan 15, 2024, 3:45\u202fPM', '2024-01-15T15:45:00'],
	['2024/01/15 10:30', '2024-01-15T10:30:00'],
	['20250131163059', '2025-01-31T16:30:59'],
	['45678.5', '2025-01-21T12:00:00'],
	['29.03.2026 02:30', '2026-03-29T02:30:00'],
];

const MOMENTS: Array<[text: string, instant: string]> = [
	['2024-01-15 10:30:00 UTC', '2024-01-15T10:30:00Z'],
	['Mon, 15 Jan 2024 10:30:00 GMT', '2024-01-15T10:30:00Z'],
	['2024-01-15T10:30:00+05:30[Asia/Kolkata]', '2024-01-15T05:00:00Z'],
	['2024-01-15 10:30:00 Asia/Kolkata', '2024-01-15T05:00:00Z'],
];

/** Times that the field takes as they are, none, and some that it rejects. */
const OTHERS: unknown[] = [
	...[
		'2025-11-21T09:30',
		'2025-11-21 09:30:00',
		'2025-11-21T09:30:00Z',
		'2025-11-21T09:30:00+05:30',
	],
	...['2025-11-21', '20251121', 1763717400, '1763717400123', '', ' ', null, undefined],
	...['soon', 'N/A', '31.31.2025 10:30', 'Invalid DateTime', '1430', true],
];

const WORKFLOW_ZONES = ['America/New_York', 'Europe/Berlin', 'Asia/Kolkata'];

const FORMS = [...TIMES, ...MOMENTS];

/** All forms, then all others; the zones of the first differ, the others have one. */
const ITEMS = [
	...FORMS.map(([time], index) => ({ time, zone: ['Asia/Dubai', undefined, '+05:30'][index % 3] })),
	...OTHERS.map((time) => ({ time, zone: 'America/Los_Angeles' })),
] as IDataObject[];

const WRITTEN = ITEMS.map((item, index) => ({ ...item, time: FORMS[index]?.[1] ?? item.time }));

describe.each(WORKFLOW_ZONES)('pasted in a workflow of %s', (workflowZone) => {
	let before: Awaited<ReturnType<typeof track>>;
	let written: typeof before;
	let expressions: string[];

	beforeEach(async () => {
		if (before !== undefined) return;
		before = await track(workflowZone, ITEMS);
		written = await track(workflowZone, WRITTEN);
		expressions = FORMS.map((_, index) => offered(before.failed.get(index)?.message));
	});

	// Each form in one of the zones: in each zone it would be the same run three times.
	const mine = FORMS.map(([text], index) => [text, index] as const).filter(
		([, index]) => index % WORKFLOW_ZONES.length === WORKFLOW_ZONES.indexOf(workflowZone),
	);

	test.each(share(3, mine))(
		'the expression offered for %s gives its time in the zone of the item, and changes no other item',
		async (_text, index) => {
			const after = await track(workflowZone, ITEMS, { time: expressions[index] });
			expect(after.sent.get(index)).toEqual(written.sent.get(index));
			for (const other of OTHERS.map((_, at) => FORMS.length + at)) {
				expect(after.sent.get(other)).toEqual(before.sent.get(other));
				expect(after.failed.get(other)).toEqual(before.failed.get(other));
			}
		},
	);

	test('the expressions of all forms, each pasted over the last one, do the same', async () => {
		const time = expressions.reduce((inner, outer) =>
			outer.replace('$json.time', () => inner.replace(/^=\{\{ | \}\}$/g, '')),
		);
		const after = await track(workflowZone, ITEMS, { time });
		expect(after.sent).toEqual(written.sent);
		expect([...after.failed.values()].map(({ error }) => error)).toEqual(
			[...written.failed.values()].map(({ error }) => error),
		);
	});
});

const TOTALS: Array<[text: string, number: number]> = [
	['33,50 €', 33.5],
	['1.234,56', 1234.56],
	['$1,234,567.89', 1234567.89],
	['1.234.567', 1234567],
	['-₹1,23,456.78', -123456.78],
	['CHF 1’234.50', 1234.5],
];

/** Numbers as they are, none, and some that an attribute of the type Number rejects. */
const OTHER_TOTALS: unknown[] = [
	...[33.5, 0, -1, '33.50', '1.234', '1e3', ' 7 ', '', ' ', null, undefined],
	...['10k', '(33,50)', '5 %', 'N/A', '0x10', true, [5], ['5', '6'], '12345678901234567890'],
];

test.each(TOTALS)(
	'the expression offered for %s gives its number, and changes no other item',
	async (text, number) => {
		const items = [text, ...OTHER_TOTALS].map((total) => ({ total }) as IDataObject);
		const before = await track('Europe/Berlin', items);
		expect(before.sent.get(0)).toBeUndefined();

		const total = offered(before.failed.get(0)?.message);
		const after = await track('Europe/Berlin', items, { total });
		expect(after.sent.get(0)).toEqual({ action: 'Order Placed', attributes: { total: number } });
		for (const [index] of OTHER_TOTALS.entries()) {
			expect(after.sent.get(index + 1)).toEqual(before.sent.get(index + 1));
			expect(after.failed.get(index + 1)).toEqual(before.failed.get(index + 1));
		}
	},
);

test('an expression that is pasted over another one converts the forms of both', async () => {
	const items = ['21.11.2025 09:30', 'Nov 22, 2025, 9:30 AM', '2025-11-23T09:30'].map((time) => ({
		...{ time, total: 1, zone: 'Asia/Dubai' },
	}));
	const first = await track('Europe/Berlin', items);
	const time = offered(first.failed.get(0)?.message);
	const second = await track('Europe/Berlin', items, { time });
	expect([...second.failed.keys()]).toEqual([1]);

	const third = await track('Europe/Berlin', items, {
		time: offered(second.failed.get(1)?.message),
	});
	expect([...third.failed.keys()]).toEqual([]);
	expect([...third.sent.values()].map(({ current_time: at }) => at)).toEqual(
		['21', '22', '23'].map((day) => `2025-11-${day}T05:30:00Z`),
	);
});

test('none is offered where it would set all items to the value of one', async () => {
	const items = [{ time: '21.11.2025 09:30', day: '21.11.2025', clock: '09:30' }];
	for (const time of ['={{ $json.day }} {{ $json.clock }}', '={{ $json.day }} 09:30']) {
		const { failed } = await track('Europe/Berlin', items, { time });
		expect(failed.get(0)?.error).toContain('"21.11.2025 09:30" cannot be read as a time');
		expect(failed.get(0)?.message).not.toContain('{{');
	}
});

test('a time whose expression could not read the item says so', async () => {
	const time = '={{ DateTime.fromFormat($json.time, "d.M.yyyy") }}';
	const { failed, sent } = await track('UTC', [{ time: '2025-11-21' }, { time: '21.11.2025' }], {
		time,
	});
	expect([...sent.keys()]).toEqual([1]);
	expect(failed.get(0)).toMatchObject({
		error: expect.stringContaining(
			'Event Time "Invalid DateTime" is no time: the expression in this field could not read the value of this item',
		) as string,
	});
});
