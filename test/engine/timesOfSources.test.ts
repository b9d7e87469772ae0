import type { IDataObject } from 'n8n-workflow';

import { savedWorkflow, type NodeSettings } from './cases';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const { engine, simulator, withCredential } = useEngine({
	// In Jest, n8n does not know the dates of its isolate again; `test/e2e/rest/datesFromN8n.test.ts` has the isolate.
	startEngine: () => Engine.start('quickjs'),
});

async function runIn(
	timezone: string,
	name: string,
	items: IDataObject[],
	settings: NodeSettings = {},
) {
	const workflow = {
		...savedWorkflow(name, { onError: 'continueErrorOutput', ...settings }),
		settings: { timezone },
	};
	const finished = await engine.run(workflow, withCredential(items));
	return finished.output('MoEngage', 1).map(({ json }) => String(json.error));
}

const users = (values: unknown[], field: string): IDataObject[] =>
	values.map((value, index) => ({
		...{ user: `user-${index}@example.com`, name: 'Order Placed', [field]: value },
	})) as IDataObject[];

describe('a birthday', () => {
	const birthdays = { parameters: { standardAttributes: { birthday: '={{ $json.dob }}' } } };
	const sent = () =>
		simulator.accepted.users.map(({ raw }) => (raw.attributes as IDataObject).u_bd);

	test.each([
		['Asia/Kolkata', '1990-01-30T18:30:00.000Z'],
		['America/New_York', '1990-01-31T05:00:00.000Z'],
		['Europe/Berlin', '1990-01-30T23:00:00.000Z'],
	])("from a database's date column in %s is its day, as %s in any form", async (zone, instant) => {
		const date = new Date(instant);
		const forms = [date, instant, date.getTime(), '1990-01-31', '1990-01-31T00:00:00Z'];
		expect(await runIn(zone, 'user.upsert', users(forms, 'dob'), birthdays)).toEqual([]);
		expect(sent()).toEqual(forms.map(() => '1990-01-31T00:00:00Z'));
	});

	test('before 2000 is sent from an epoch, as number or as text', async () => {
		const epochs = [631152000000, '631152000000', -315619200000, 631152000, 63072000000];
		expect(await runIn('America/New_York', 'user.upsert', users(epochs, 'dob'), birthdays)).toEqual(
			[],
		);
		expect(sent()).toEqual([
			...['1990-01-01T00:00:00Z', '1990-01-01T00:00:00Z', '1960-01-01T00:00:00Z'],
			...['1990-01-01T00:00:00Z', '1972-01-01T00:00:00Z'],
		]);
	});

	test('that is none says so of a date, not of a time', async () => {
		const values = ['31/12/1985 x', '0000-00-00', '1985', 31011990];
		expect(await runIn('UTC', 'user.upsert', users(values, 'dob'), birthdays)).toEqual([
			'[Item 0] Birthday "31/12/1985 x" cannot be read as a date',
			'[Item 1] Birthday "0000-00-00" cannot be read as a date',
			'[Item 2] Birthday "1985" looks like a year',
			'[Item 3] Birthday 31011990 is too small for epoch seconds or milliseconds',
		]);
	});
});

test('an attribute of the type Date & Time has no earliest year', async () => {
	const attributes = {
		assignments: [{ id: '1', name: 'since', type: 'dateTime', value: '={{ $json.since }}' }],
	};
	const values = [631152000000, '-315619200', '1.705314600123E9', '1899-12-31T10:00:00Z'];
	const parameters = { attributes };
	expect(await runIn('UTC', 'user.upsert', users(values, 'since'), { parameters })).toEqual([]);
	expect(simulator.accepted.users.map(({ raw }) => raw.attributes)).toEqual([
		{ since: '1990-01-01T00:00:00Z' },
		{ since: '1960-01-01T00:00:00Z' },
		{ since: '2024-01-15T10:30:00Z' },
		{ since: '1899-12-31T10:00:00Z' },
	]);
	expect(simulator.stored.map(({ types }) => types)).toEqual(values.map(() => ({ since: 'date' })));
});

describe.each([
	['event.track', () => simulator.accepted.events.length],
	['experience.report', () => simulator.accepted.experienceEvents.length],
])('the time of an event, %s:', (name, accepted) => {
	const context = {
		...{ cid: 'c1', experience: 'Banner', moe_locale_id: '0', moe_variation_id: '1' },
		...{ audience_name: 'All Users', audience_id: '5A' },
	};
	const items = (values: unknown[]) =>
		users(values, 'at').map((item) => ({
			...item,
			...{ interaction: 'shown', experience_context: context },
		}));
	const parameters = { additionalFields: { eventTime: '={{ $json.at }}' } };

	test.each([
		[
			'a time that was never set',
			['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '1900-01-01', 631152000],
		],
		['digits that are no date', ['1430', '101112', '1234123', '2025']],
	])('%s is rejected', async (_what, values) => {
		const errors = await runIn('Europe/Berlin', name, items([...values, '2026-01-15T10:00:00Z']), {
			parameters,
		});
		expect(errors).toHaveLength(values.length);
		for (const [index, error] of errors.entries()) {
			expect(error).toContain(`Event Time ${JSON.stringify(values[index])}`);
		}
		expect(accepted()).toBe(1);
	});

	test('Time Zone in minutes is rejected', async () => {
		const zones = ['-330', 480, -300, 60, '-210', '330', 'Asia/Kolkata', 19800, '+05:30', '-3:30'];
		const zoned = items(zones.map(() => '2026-01-15T10:00:00')).map((item, index) => ({
			...item,
			zone: zones[index],
		}));
		const additionalFields = { eventTime: '={{ $json.at }}', timezone: '={{ $json.zone }}' };
		const errors = await runIn('UTC', name, zoned, { parameters: { additionalFields } });
		expect(errors.map((error) => error.split(' ')[4])).toEqual(
			zones.slice(0, 6).map((zone) => JSON.stringify(zone)),
		);
		expect(accepted()).toBe(4);
	});
});

describe('a day of campaigns', () => {
	const bodies = () => simulator.requests.map(({ body }) => body as IDataObject);

	test.each([
		['Europe/Berlin', '2024-10-27', '2024-10-26T22:00:00', '2024-10-27T22:59:59'],
		['Europe/Berlin', '2024-03-31', '2024-03-30T23:00:00', '2024-03-31T21:59:59'],
		['Europe/Berlin', '20240331', '2024-03-30T23:00:00', '2024-03-31T21:59:59'],
		['America/New_York', '2024-11-03', '2024-11-03T04:00:00', '2024-11-04T04:59:59'],
		['America/New_York', '2024-03-10', '2024-03-10T05:00:00', '2024-03-11T03:59:59'],
		['Asia/Kolkata', '2024-10-27', '2024-10-26T18:30:00', '2024-10-27T18:29:59'],
		['Australia/Lord_Howe', '2024-04-07', '2024-04-06T13:00:00', '2024-04-07T13:29:59'],
	])('in %s, %s ends with it, also when clocks change', async (zone, day, first, last) => {
		const parameters = { filters: { createdFrom: day, createdTo: day } };
		expect(await runIn(zone, 'campaign.getMany', [{}], { parameters })).toEqual([]);
		expect(bodies()[0].campaign_fields).toEqual({
			created_date: { from_date: first, to_date: last },
		});
	});

	test('is for statistics the one of the workflow where a date object has no day of its own', async () => {
		const from = new Date('2025-12-31T18:30:00Z') as unknown as IDataObject;
		const items = [
			{ campaigns: '66e933029ff25f3322d8279d', from, to: '2026-01-04T18:30:00.000Z' },
			{ campaigns: '66e933029ff25f3322d8279d', from: '2026-01-01', to: '2026-01-05T23:00:00' },
			{ campaigns: '66e933029ff25f3322d8279d', from: '2026-01-01T00:00:00Z', to: 1767551400 },
		];
		expect(await runIn('Asia/Kolkata', 'campaign.getStatistics', items as IDataObject[])).toEqual(
			[],
		);
		for (const body of bodies()) {
			expect(body).toMatchObject({ start_date: '2026-01-01', end_date: '2026-01-05' });
		}
	});
});
