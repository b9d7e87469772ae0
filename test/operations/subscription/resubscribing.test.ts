import { goodItems, caseOf, ONE_AT_A_TIME } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const RESUBSCRIBE = caseOf('subscription.resubscribe');

const { run, simulator } = useEngine();

const bodies = () =>
	simulator.requests.map(({ body }) => body as { recipients: string[]; request_id: string });

test('250 addresses are resubscribed in 3 requests, each with an ID of its own', async () => {
	const items = goodItems(RESUBSCRIBE, 250);
	const finished = await run(RESUBSCRIBE.name, items);
	expect(finished.output('Done')).toHaveLength(250);
	expect(bodies().map(({ recipients }) => recipients.length)).toEqual([100, 100, 50]);
	expect(new Set(bodies().map(({ request_id: id }) => id)).size).toBe(3);
	expect(simulator.accepted.resubscriptions.map(({ email }) => email)).toEqual(
		items.map(({ email }) => email),
	);
});

test('who stays suppressed at SendGrid shares no request with who does not', async () => {
	const items = goodItems(RESUBSCRIBE, 6).map((item, index) => ({
		...item,
		sendgrid: index % 3 === 0,
	}));
	await run(RESUBSCRIBE.name, items);
	expect(simulator.requests).toHaveLength(2);
	const off = simulator.accepted.resubscriptions.filter(({ updateEsp }) => !updateEsp);
	expect(off.map(({ email }) => email)).toEqual(
		[1, 2, 4, 5].map((index) => `reader-${index}@example.com`),
	);
});

test('an address that three rows have is in the request once, and each row gets its output', async () => {
	const [one, two, three] = goodItems(RESUBSCRIBE, 3);
	const finished = await run(RESUBSCRIBE.name, [one, two, one, three, one]);
	expect(simulator.accepted.resubscriptions).toHaveLength(3);
	expect(finished.output('Done').map(({ pairedItem }) => pairedItem)).toEqual(
		[0, 1, 2, 3, 4].map((item) => ({ item })),
	);
});

test('a request whose response was lost has the same ID when it is repeated', async () => {
	simulator.inject({ kind: 'resetAfter', path: RESUBSCRIBE.path });
	const finished = await run(RESUBSCRIBE.name, goodItems(RESUBSCRIBE, 3), {
		parameters: { options: { ...(ONE_AT_A_TIME.parameters?.options as object), maxRetries: 2 } },
	});
	expect(finished.output('Done')).toHaveLength(3);
	const [first, again] = bodies();
	expect(again).toEqual(first);
});
