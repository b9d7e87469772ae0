import type { IDataObject } from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { caseOf, goodItems, options, savedWorkflow } from './cases';
import { Engine } from './engine';
import { useEngine } from './useEngine';

const [TRACK, TRIGGER, REPORT] = ['event.track', 'businessEvent.trigger', 'experience.report'].map(
	caseOf,
);

const { engine, simulator, withCredential } = useEngine({ startEngine: () => Engine.start() });

const TENANTS = ['tenantA', 'tenantB', 'tenantC'];

/** Each tenant's workspace and key, from the item. */
const BY_ITEM = {
	workspaceId: '={{ $json.ws }}',
	dataApiKey: '={{ $json.ws + "-key" }}',
};

/** Items of the tenants, one after the other. */
const itemsOf = (name: string, count: number, tenants = TENANTS): IDataObject[] =>
	goodItems(caseOf(name), count).map((item, index) => ({
		...item,
		ws: tenants[index % tenants.length],
	}));

describe.each([TRACK, TRIGGER, REPORT].map(({ name }) => name))(
	'%s with a credential whose workspace depends on the item',
	(name) => {
		test('sends nothing where items have different workspaces, and names them', async () => {
			const items = itemsOf(name, 6);
			const stopped = await engine.run(savedWorkflow(name), withCredential(items, BY_ITEM));
			expect(stopped.error?.message).toMatch(
				/^The MoEngage credential has other values for items 1, 2, 4, 5 than for item 0/,
			);
			const continued = await engine.run(
				savedWorkflow(name, { onError: 'continueRegularOutput' }),
				withCredential(items, BY_ITEM),
			);
			const output = continued.output('MoEngage').map(({ json }) => json);
			expect(output).toHaveLength(6);
			for (const { error, details } of output) {
				expect(error).toMatch(/Run the node once per workspace/);
				expect(details).toMatchObject({ type: 'InvalidSetup', retriable: false });
			}
			expect(simulator.requests).toEqual([]);
		});

		test.each([
			['the first items are alike', (index: number) => (index < 8 ? 'tenantA' : 'tenantB')],
			['the last item is as the first', (index: number) => (index === 4 ? 'tenantB' : 'tenantA')],
			['one item alone has none', (index: number) => (index === 7 ? undefined : 'tenantA')],
		])('sends nothing either where %s', async (_what, tenantOf) => {
			const items = itemsOf(name, 9).map((item, index) => ({ ...item, ws: tenantOf(index) }));
			const finished = await engine.run(savedWorkflow(name), withCredential(items, BY_ITEM));
			expect(finished.error?.message).toMatch(/has other values for item/);
			expect(simulator.requests).toEqual([]);
		});
	},
);

test('a credential that falls back to a workspace is noticed, too', async () => {
	for (const workspaceId of [
		'={{ $json.other ?? "tenantA" }}',
		'={{ $json.other ? $json.other : "tenantA" }}',
		'={{ $input.item.json.other || "tenantA" }}',
	]) {
		const items = itemsOf(TRACK.name, 6).map((item, index) => ({
			...item,
			...(index === 3 ? { other: 'tenantB' } : {}),
		}));
		const finished = await engine.run(
			savedWorkflow(TRACK.name),
			withCredential(items, { workspaceId }),
		);
		expect(finished.error?.message).toMatch(/has other values for item 3 than for item 0/);
	}
	expect(simulator.requests).toEqual([]);
});

test.each(TENANTS)('items of one workspace alone are sent there: %s', async (tenant) => {
	const own = await startSimulator({ workspaceId: tenant });
	try {
		const items = itemsOf(TRACK.name, 5, [tenant]);
		const finished = await engine.run(savedWorkflow(TRACK.name, options({})), {
			credential: { ...own.credential, workspaceId: '={{ $json.ws }}' },
			items,
		});
		expect(finished.error).toBeUndefined();
		expect(TRACK.accepted(own).sort()).toEqual(items.map(TRACK.mark).sort());
		expect(own.requests.every(({ path }) => path.endsWith(`/${tenant}`))).toBe(true);
	} finally {
		await own.close();
	}
});

test('expressions that are the same for all items keep no run from being sent', async () => {
	const items = goodItems(TRACK, 5);
	for (const workspaceId of [
		`={{ ${JSON.stringify(simulator.credential.workspaceId)} }}`,
		`={{ $json.user ? ${JSON.stringify(simulator.credential.workspaceId)} : 'other' }}`,
	]) {
		const finished = await engine.run(
			savedWorkflow(TRACK.name),
			withCredential(items, { workspaceId }),
		);
		expect(finished.error).toBeUndefined();
	}
	expect(TRACK.accepted(simulator)).toHaveLength(10);
});
