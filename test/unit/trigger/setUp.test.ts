import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties } from 'n8n-workflow';

import { properties } from '../../../nodes/MoEngageTrigger/properties';
import { triggerPanel } from '../../../nodes/MoEngageTrigger/setUp';

/** Notices that a user reads who has chosen this. */
function notices(source: string, authentication?: string): INodeProperties[] {
	return properties.filter(({ type, displayOptions: { show = {} } = {} }) => {
		const isShown =
			show.source?.includes(source) !== false &&
			(show.authentication === undefined || show.authentication.includes(authentication ?? ''));
		return type === 'notice' && isShown;
	});
}

const text = (source: string, authentication?: string) =>
	notices(source, authentication)
		.map(({ displayName }) => displayName)
		.join('\n');

test.each([
	[
		'alert',
		undefined,
		['App marketplace > Alert management > Webhooks', 'Send Alerts On', 'Campaign API Key'],
	],
	['connector', 'secret', ['Connectors > Custom', 'X-Webhook-Secret', '"customer_id"']],
	[
		'segmentSync',
		'secret',
		[
			'Outbound Segment Sync',
			'+ Add integration',
			'Basic auth',
			'the Webhook Secret of the credential',
			'Sync Segment',
		],
	],
	['segmentSync', 'none', ['Outbound Segment Sync', 'No auth', 'Sync Segment']],
	['connector', 'none', ['Connectors > Custom', '"customer_id"']],
	[
		'stream',
		'secret',
		['docs/trigger.md#streams', 'this ticket', 'the Webhook Secret of the credential'],
	],
	['stream', 'none', ['docs/trigger.md#streams', 'this ticket', 'without the line of the secret']],
])(
	'for %s with %s, a notice has all that is to be pasted in MoEngage',
	(source, authentication, parts) => {
		const shown = text(source, authentication);
		for (const part of parts) expect(shown).toContain(part);
		expect(shown).toContain('Production URL');
		expect(shown).toContain('the Test URL');
		expect(shown).not.toMatch(/\.[A-Z]/);
		expect(shown).toContain('works once this workflow is published');
		expect(shown).toContain('docs/trigger.md');
	},
);

test('the ticket for Streams is on the page, as one text to copy', () => {
	const page = readFileSync(join(__dirname, '../../../docs/trigger.md'), 'utf8');
	const [, ticket] = /\n## Streams\n[^]*?```text\n([^]*?)```/.exec(page) ?? [];
	const lines = [
		'Please enable Streams',
		'Workspace ID:',
		'API Endpoint: <Production URL>',
		'X-Webhook-Secret: <Webhook Secret of the credential>',
		'Events to export:',
	];
	for (const line of lines) expect(ticket).toContain(line);
});

test('whoever accepts calls of everybody is warned, and nobody else', () => {
	for (const source of ['connector', 'segmentSync', 'stream']) {
		expect(text(source, 'none')).toContain('Anyone who knows the URL can start this workflow');
		expect(text(source, 'none')).not.toContain('X-Webhook-Secret');
		expect(text(source, 'secret')).not.toContain('Anyone');
	}
	expect(text('alert')).not.toContain('Anyone');
});

test('notices differ in name, and have only marks that the editor shows', () => {
	const all = properties.filter(({ type }) => type === 'notice');
	expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
	for (const { displayName } of all) {
		const marks = [...displayName.matchAll(/<\/?([a-z]+)/g)].map(([, mark]) => mark);
		expect(marks.filter((mark) => !['a', 'ul', 'li'].includes(mark))).toEqual([]);
	}
});

test('the panel says when the workflow runs, before and after it is published', () => {
	const { executionsHelp, activationHint, header } = triggerPanel;
	expect(header).toContain('MoEngage');
	expect(executionsHelp).toMatchObject({
		inactive: expect.stringMatching(
			/test URL.*Publish the workflow.*production URL.*200/,
		) as string,
		active: expect.stringMatching(/test URL.*published.*production URL.*200/) as string,
	});
	expect(activationHint).toContain('publish');
});
