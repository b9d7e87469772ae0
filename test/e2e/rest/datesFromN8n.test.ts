import type { IDataObject } from 'n8n-workflow';

import { caseOf, goodItems, pinnedWorkflow } from '../../engine/cases';
import { useInstance } from '../n8n/useInstance';

const TRACK = 'event.track';
const AT = '2026-01-31T10:00:00.000-05:00';
const LOCAL = '31.01.2026 10:00';
const STORED = '2026-01-31T15:00:00Z';

const instance = useInstance();

/** The events that the simulator has after a run over three items. */
async function accepted(parameters: IDataObject): Promise<IDataObject[]> {
	const { simulator } = instance();
	const items = goodItems(caseOf(TRACK), 3).map((item) => ({ ...item, moment: AT, local: LOCAL }));
	await instance().run(pinnedWorkflow(TRACK, items, { parameters }));
	return simulator.accepted.events.map(({ raw }) => raw as IDataObject);
}

const sent = async (parameters: IDataObject) =>
	(await accepted(parameters)).map(({ attributes }) => attributes);

function asField(type: string, value: string): IDataObject {
	const assignments = [{ id: '1', name: 'at', type, value }];
	return { specifyAttributes: 'fields', attributes: { assignments } };
}

describe("dates as n8n's own expression engine hands them over are stored as dates", () => {
	test.each([
		[
			'a DateTime typed Object, as the editor types it',
			'object',
			'={{ DateTime.fromISO($json.moment) }}',
		],
		['a DateTime typed String', 'string', '={{ DateTime.fromISO($json.moment) }}'],
		['a JavaScript date', 'object', '={{ new Date($json.moment) }}'],
		['text with milliseconds and an offset', 'string', '={{ $json.moment }}'],
	])('%s', async (_what, type, value) => {
		expect(await sent(asField(type, value))).toEqual(Array(3).fill({ at: STORED }));
	});

	test('inside of JSON', async () => {
		const attributesJson =
			'={{ { at: DateTime.fromISO($json.moment), trip: { days: [DateTime.fromISO($json.moment)] } } }}';
		expect(await sent({ specifyAttributes: 'json', attributesJson })).toEqual(
			Array(3).fill({ at: STORED, trip: { days: [STORED] } }),
		);
	});

	test('as Event Time, from local text by the expression that a message offers', async () => {
		const eventTime =
			'={{ DateTime.fromFormat($json.local, "d.M.yyyy H:mm").setZone("America/New_York", { keepLocalTime: true }) }}';
		const events = await accepted({ additionalFields: { eventTime } });
		expect(events.map(({ current_time: time }) => time)).toEqual(Array(3).fill(STORED));
	});
});
