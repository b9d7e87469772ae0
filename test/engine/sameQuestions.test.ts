import type { IDataObject } from 'n8n-workflow';

import { campaignId } from '../simulator/campaigns';
import type { NodeSettings } from './cases';
import type { FinishedRun } from './engine';
import { useEngine } from './useEngine';

const { run } = useEngine();

/** Whether the output advises to run the node for the first item alone. */
function advisesExecuteOnce(finished: FinishedRun): boolean {
	const { hints = [] } = finished.run.data.resultData.runData.MoEngage[0];
	return hints.some(({ message }) => message.includes('Execute Once'));
}

const day = (date: string) => ({ campaigns: campaignId(0), from: date, to: date });
const ann = (more: IDataObject = {}) => ({
	type: 'customer_id',
	user: 'user-1@example.com',
	...more,
});

const FIELDS: NodeSettings = {
	parameters: { additionalFields: { fields: '={{ $json.fields }}' } },
};
const LIMIT: NodeSettings = { parameters: { returnAll: false, limit: '={{ $json.limit }}' } };
const SIMPLIFY: NodeSettings = { parameters: { simplify: '={{ $json.simplify }}' } };

/** A read, what its items may differ in, and items of which the first two differ in nothing else. */
const READS: Array<[string, string, NodeSettings, IDataObject[]]> = [
	['campaign.getStatistics', 'the day', {}, [day('2026-01-01'), day('2026-01-02')]],
	['user.get', 'the fields', FIELDS, [ann({ fields: 'first_name' }), ann({ fields: 'last_name' })]],
	['user.get', 'the type of the ID', {}, [ann(), ann({ type: 'moengage_id' })]],
	['campaign.getMany', 'the limit', LIMIT, [{ limit: 3 }, { limit: 16 }]],
	['campaign.getMany', 'the name', {}, [{ name: 'Campaign 1' }, { name: 'Campaign 2' }]],
	['flow.getMany', 'the limit', LIMIT, [{ limit: 1 }, { limit: 2 }]],
	['flow.getMany', 'Simplify', SIMPLIFY, [{ simplify: true }, { simplify: false }]],
	['segment.getMany', 'Simplify', SIMPLIFY, [{ simplify: false }, { simplify: true }]],
	['experience.getMany', 'the limit', LIMIT, [{ limit: 1 }, { limit: 2 }]],
];

test.each(READS)(
	'items of %s that differ in %s are not advised to run once, equal ones are',
	async (name, _what, settings, [first, other]) => {
		const each = { onError: 'continueRegularOutput' as const, ...settings };
		expect(advisesExecuteOnce(await run(name, [first, other], each))).toBe(false);
		expect(advisesExecuteOnce(await run(name, [first, first, other], each))).toBe(false);
		expect(advisesExecuteOnce(await run(name, [first, first, first], each))).toBe(true);
	},
);

test('with an item that cannot be sent, no run is advised to run once', async () => {
	const settings: NodeSettings = { onError: 'continueRegularOutput' };
	const wrong = { ...day('2026-01-01'), from: 'tomorrow' };
	for (const items of [
		[wrong, day('2026-01-01'), day('2026-01-01')],
		[day('2026-01-01'), wrong, day('2026-01-01')],
	]) {
		expect(advisesExecuteOnce(await run('campaign.getStatistics', items, settings))).toBe(false);
	}
});
