import { properties } from '../../../nodes/MoEngageTrigger/properties';
import { triggerPanel } from '../../../nodes/MoEngageTrigger/setUp';
import { streamEvents, kindsOf, WebhookSender } from '../../simulator/webhooks';
import { withCredential } from '../n8n/instance';
import { chainOf, n8nNode, triggerNode, webhookUrl } from '../n8n/triggers';
import { takePicture } from './pictures';
import { useEditor } from './useEditor';

const HOOK_WORDS = 'hook-secret-2f77c1';

/** Open in the panel, so that every label can be measured. */
const FILTERS = {
	stream: { channels: [], eventCodes: [], otherEventCodes: '' },
	alert: { alertTypes: [] },
	connector: {},
};

const OPTIONS = { includeRequest: false, ipAllowlist: '' };

const SOURCES = [
	{ source: 'stream', authentication: 'secret' },
	{ source: 'stream', authentication: 'none' },
	{ source: 'alert', authentication: 'secret' },
	{ source: 'connector', authentication: 'secret' },
	{ source: 'connector', authentication: 'none' },
] as const;

const { instance, editor } = useEditor();

let credentialId: string;

beforeAll(async () => {
	const data = { ...instance.simulator.credential, webhookSecret: HOOK_WORDS };
	credentialId = await instance.client.createCredential('MoEngage account', data);
});

/** A saved workflow that starts with a trigger. */
async function save(parameters: Parameters<typeof triggerNode>[0]) {
	const trigger = triggerNode(parameters, {
		// The same in every picture.
		webhookId: '7d1c7f42-6d0b-4c39-9a55-2f2f3ab0c0aa',
	});
	const workflow = chainOf('Email clicks', [trigger, n8nNode('Next', 'noOp', 1)]);
	const id = await instance.client.createWorkflow(withCredential(workflow, credentialId));
	return { id, trigger };
}

test.each(SOURCES)(
	'$source, authentication $authentication: every text in the panel has room, and says what to do in MoEngage',
	async ({ source, authentication }) => {
		const { id, trigger } = await save({
			source,
			authentication,
			filters: FILTERS[source],
			options: source === 'alert' ? { ...OPTIONS, splitEntities: true } : OPTIONS,
		});
		await editor.setHeight(2000);
		await editor.openNode(id, trigger);
		const fields = editor.panel.getByTestId('node-parameters');
		await fields.getByText('IP Allowlist', { exact: true }).waitFor();
		expect(await editor.cutOffTexts(fields)).toEqual([]);
		const shown = (await editor.readableTexts(fields)).join(' ');
		expect(shown).toContain('It works once this workflow is published');
		expect(shown).toContain('the Test URL');
		const steps = {
			stream: ['send it this ticket', 'Production URL'],
			alert: ['Alert management', 'Send Alerts On'],
			connector: ['Connectors', 'customer_id'],
		};
		for (const words of steps[source]) expect(shown).toContain(words);
		// Each step is a numbered line of its own: n8n drops most tags from such texts.
		const notice = await fields.getByText('It works once this workflow is published').innerText();
		const numbered = notice.split('\n').filter((line) => /^\d\. /.test(line.trim()));
		expect(numbered.length > 2).toBe(source !== 'stream');
		expect(notice.length).toBeLessThan(700);
		expect(notice).not.toMatch(/<|>(?! [A-Z])/);
		const isOpen = authentication === 'none';
		expect(shown.includes('Anyone who knows the URL')).toBe(isOpen);
		expect(shown.includes('Webhook Secret')).toBe(!isOpen && source !== 'alert');
		expect(shown).not.toContain(HOOK_WORDS);
	},
);

test('each choice of Trigger On and Authentication is in the panel by its name', async () => {
	const { id, trigger } = await save({ source: 'stream' });
	await editor.openNode(id, trigger);
	for (const name of ['source', 'authentication']) {
		const [{ options = [] }] = properties.filter((property) => property.name === name);
		const names = options.map((option) => option.name);
		expect(names.length).toBeGreaterThanOrEqual(2);
		for (const choice of names) {
			await editor.choose(editor.field(name), choice);
			const chosen = editor.field(name).locator('input').first();
			expect(await chosen.inputValue()).toBe(choice);
			if (name === 'source') await editor.choose(editor.field(name), names[names.length - 1]);
		}
	}
});

test('the node panel lists each part of MoEngage that calls, and opens with the chosen one', async () => {
	await editor.newWorkflow([{ row: 1 }, { row: 2 }, { row: 3 }]);
	await editor.search('moengage', 'MoEngage');
	await editor.openDetails('MoEngage');
	await editor.nodeCreator.getByText(/^Triggers \(/).click();
	const [{ options = [] }] = properties.filter(({ name }) => name === 'source');
	const actions = options.map((option) => ('action' in option ? String(option.action) : ''));
	expect(actions.length).toBeGreaterThanOrEqual(3);
	for (const action of actions) {
		await editor.nodeCreator.getByText(action, { exact: true }).waitFor();
	}
	await editor.drop(actions[0]);
	const chosen = editor.field('source').locator('input').first();
	expect(await chosen.inputValue()).toBe('Alert');
});

test('the button of the panel listens for a test event: a call of MoEngage arrives in the panel', async () => {
	const { id, trigger } = await save({
		source: 'stream',
		filters: { eventCodes: ['MOE_EMAIL_CLICK'] },
	});
	await editor.setHeight(2000);
	await editor.openNode(id, trigger);
	await editor.panel.getByText(triggerPanel.header as string).waitFor();
	await editor.panel.getByTestId('node-execute-button').first().click();
	await editor.panel.getByText('Stop Listening').first().waitFor();
	const url = webhookUrl(instance.n8n.origin, trigger, 'webhook-test');
	const moengage = new WebhookSender({ url, auth: { kind: 'bearer', secret: HOOK_WORDS } });
	const events = streamEvents(3, kindsOf(['MOE_EMAIL_CLICK', 'MOE_EMAIL_SENT', 'MOE_EMAIL_CLICK']));
	const [{ replies }] = await moengage.stream(events);
	// A busy n8n may turn the first call away; MoEngage then sends the batch again.
	const statuses = replies.map(({ status }) => status);
	expect([statuses, statuses.at(-1)]).toEqual([statuses, 200]);
	await editor.output.getByText('2 items').waitFor();
	await editor.output.getByTestId('radio-button-json').click();
	await editor.output.getByText('MOE_EMAIL_CLICK').first().waitFor();
	expect((await editor.output.innerText()).match(/MOE_EMAIL_CLICK/g)).toHaveLength(2);
	await editor.closeToasts();
});

test('the panel of the trigger, for the README', async () => {
	const { id, trigger } = await save({
		source: 'connector',
		filters: {},
		options: {},
	});
	await editor.setHeight(900);
	await editor.openNode(id, trigger);
	await editor.panel.getByText(triggerPanel.header as string).waitFor();
	await editor.panel.getByText('Webhook URLs', { exact: true }).click();
	await editor.panel.getByText('/webhook-test/').waitFor();
	await takePicture('trigger-panel', editor.window, editor.panel);
});
