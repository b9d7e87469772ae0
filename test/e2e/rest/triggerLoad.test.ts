import type { INode } from 'n8n-workflow';

import {
	streamEvents,
	WebhookSender,
	type CallAuth,
	type StreamEvent,
} from '../../simulator/webhooks';
import { withCredential } from '../n8n/instance';
import { chainOf, n8nNode, ownWebhook, triggerNode, webhookUrl } from '../n8n/triggers';
import { useInstance } from '../n8n/useInstance';
import { moEngageNode } from '../n8n/workflows';

const HOOK_WORDS = 'hook-secret-8c20ab';

const AUTH: CallAuth = { kind: 'header', name: 'X-Webhook-Secret', value: HOOK_WORDS };

const BATCHES = 200;
const EVENTS = BATCHES * 100;

/** How many batches MoEngage has under way. */
const UNDER_WAY = 20;

const instance = useInstance({ rateLimits: false });

/** Sends each event on as an event of its user. */
const TRACK = moEngageNode({
	resource: 'event',
	operation: 'track',
	customerId: '={{ $json.uid }}',
	eventName: '={{ $json.event_name }}',
	specifyAttributes: 'json',
	attributesJson: '={{ { "event_uuid": $json.event_uuid } }}',
	options: { sendVia: 'bulkImport' },
});

/** Publishes a workflow that sends on what comes in. */
async function publish(name: string, nodes: INode[], credential: string): Promise<void> {
	const { client } = instance();
	const workflow = withCredential(chainOf(name, [...nodes, TRACK]), credential);
	await client.publish(await client.createWorkflow(workflow));
}

/** With n8n's own nodes: Webhook with header authentication, Split Out. @returns the URL */
async function publishOwnNodes(credential: string): Promise<string> {
	const { client, n8n } = instance();
	const header = { name: 'X-Webhook-Secret', value: HOOK_WORDS };
	const id = await client.createCredential('Header', header, 'httpHeaderAuth');
	const webhook = ownWebhook('streams', id);
	const split = n8nNode('Split Out', 'splitOut', 1, { fieldToSplitOut: 'body.events' });
	await publish('Own nodes', [webhook, split], credential);
	return `${n8n.origin}/webhook/streams`;
}

async function publishTrigger(credential: string): Promise<string> {
	const trigger = triggerNode({ source: 'stream' });
	await publish('Trigger', [trigger], credential);
	return webhookUrl(instance().n8n.origin, trigger);
}

/** Sends batches, and waits until all events have arrived. @returns what it took, in seconds */
async function through(url: string, events: StreamEvent[]): Promise<number> {
	const { simulator } = instance();
	simulator.reset();
	const started = Date.now();
	const moengage = new WebhookSender({ url, auth: AUTH });
	await moengage.stream(events, { underWay: UNDER_WAY });
	expect(moengage.counts).toMatchObject({ refused: 0, lost: 0, eventsTaken: events.length });
	const deadline = Date.now() + 120_000;
	while (simulator.accepted.events.length < events.length && Date.now() < deadline) {
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
	const time = (Date.now() - started) / 1000;
	const arrived = simulator.accepted.events.map(({ attributes }) => attributes.event_uuid);
	expect(arrived).toHaveLength(events.length);
	expect(new Set(arrived)).toEqual(new Set(events.map(({ event_uuid }) => event_uuid)));
	return time;
}

test('200 batches, 20 at a time, arrive once each, in at most 1.3 times the time of n8n’s own nodes', async () => {
	const { client, simulator } = instance();
	const data = { ...simulator.credential, webhookSecret: HOOK_WORDS };
	const credential = await client.createCredential('With a secret', data);
	const urls = [await publishOwnNodes(credential), await publishTrigger(credential)];
	for (const url of urls) await through(url, streamEvents(2000));
	// Turn by turn, so that both meet the same machine.
	const totals = [0, 0];
	for (const part of [1, 2, 3, 4]) {
		for (const index of part % 2 === 1 ? [0, 1] : [1, 0]) {
			totals[index] += await through(urls[index], streamEvents(EVENTS / 4));
		}
	}
	const [own, ours] = totals;
	process.stdout.write(
		`${EVENTS} events: n8n's own nodes ${own.toFixed(1)} s, trigger ${ours.toFixed(1)} s, ${(ours / own).toFixed(2)} times\n`,
	);
	expect(ours / own).toBeLessThanOrEqual(1.3);
}, 600_000);
