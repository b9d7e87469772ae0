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
	['connector', 'none', ['Connectors > Custom', '"customer_id"']],
	[
		'stream',
		'secret',
		[
			'Please enable Streams',
			'Workspace ID',
			'API Endpoint',
			'X-Webhook-Secret',
			'Basic Auth',
			'Events to export',
		],
	],
	['stream', 'none', ['Please enable Streams', 'API Endpoint', 'No auth']],
])(
	'for %s with %s, a notice has all that is to be pasted in MoEngage',
	(source, authentication, parts) => {
		const shown = text(source, authentication);
		for (const part of parts) expect(shown).toContain(part);
		expect(shown).toContain('Production URL');
		expect(shown).toContain('works once this workflow is published');
		expect(shown).toContain('responds with 200 as soon as it takes a call');
		expect(shown).toContain('docs/trigger.md');
	},
);

test('whoever accepts calls of everybody is warned, and nobody else', () => {
	for (const source of ['connector', 'stream']) {
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
