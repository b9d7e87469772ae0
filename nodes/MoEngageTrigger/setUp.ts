import type { INodeProperties, TriggerPanelDefinition } from 'n8n-workflow';

import { documentation } from '../MoEngage/transport/documentation';
import type { Authentication, Source } from './source';

/*
 * MoEngage has no API for webhooks: users set the call up in its dashboard, or by a ticket to its support. These texts
 * tell them what to do there, and what to paste. n8n shows the URL above the parameters; a text cannot hold it.
 */

/** What stands beside the button that waits for a test call. */
export const triggerPanel: TriggerPanelDefinition = {
	header: 'Receive a call from MoEngage',
	executionsHelp: {
		inactive:
			'Webhooks have two modes: test and production. <br /> <br /> <b>Use test mode while you build your workflow</b>. Click the button to listen, then have MoEngage call the test URL, for example with the test of a Connector campaign. <br /> <br /> <b>Use production mode to run your workflow automatically</b>. Publish the workflow, and paste the production URL in MoEngage. It responds with 200 as soon as it takes a call. These executions show up in the executions list, but not in the editor.',
		active:
			'Webhooks have two modes: test and production. <br /> <br /> <b>Use test mode while you build your workflow</b>. Click the button to listen, then have MoEngage call the test URL, for example with the test of a Connector campaign. <br /> <br /> <b>Your workflow also runs automatically</b>, since it is published. MoEngage calls the production URL, which responds with 200 as soon as it takes a call. These executions show up in the <a data-key="executions">executions list</a>, but not in the editor.',
	},
	activationHint:
		'Once you have built your workflow, publish it, and paste the production URL in MoEngage. Each call then runs the workflow, without this button. If the credential lacks what a call needs, such as the Webhook Secret, n8n says so some seconds after "Workflow published".',
};

const PUBLISH =
	'To try it, choose Execute step, and have MoEngage call the Test URL under Webhook URLs above. For real calls, use the Production URL. It works once this workflow is published.';

/** Link to a heading of the trigger's page. */
function link(heading: string, text: string): string {
	return `<a href="${documentation(`trigger.md${heading}`)}" target="_blank">${text}</a>`;
}

/** Numbered lines of a notice, where n8n keeps lists and links, and drops all other tags. */
function steps(...texts: string[]): string {
	return `<ul>${texts.map((text, index) => `<li>${index + 1}. ${text}</li>`).join('')}</ul>${link('', 'All steps')}`;
}

const CONNECTOR_STEPS = [
	'Create a campaign under Connectors > Custom, or add such a step to a flow.',
	'Webhook URL: the Production URL. Choose the HTTP Method that is set here.',
];

/** `user-guide/data/exports/segments/outbound-segment-sync.mdx` of MoEngage's documentation. */
const SYNC_STEPS = [
	'In MoEngage, open App marketplace > + Create app, and choose the type Outbound Segment Sync.',
	'Open Integrate > + Add integration. URL Endpoint: the Production URL. User Identifier: the attribute that your other system knows.',
];

const SYNC_LAST_STEPS = [
	'Throttle: 1,000 users in each request. Test the connection, and save.',
	'Open Segment > All segments, choose Sync Segment for a segment, and select this destination and a schedule.',
];

/** After the template in `api/data/moengage-streams.mdx` of MoEngage's documentation. */
const TICKET = link('#streams', 'this ticket');

const SAMPLE_BODY =
	'Body, as JSON: { "customer_id": "…", "email": "…", "order_id": "…" }. Type @ in a value to insert an attribute of the user.';

/** Set-ups by source; alerts are signed by MoEngage itself. */
const SET_UPS: Array<{ source: Source; authentication?: Authentication; text: string }> = [
	{
		source: 'alert',
		text: steps(
			'In MoEngage, open App marketplace > Alert management > Webhooks, and choose Connect.',
			'Enter a name and the Production URL.',
			'Select this webhook under Send Alerts On of each alert. MoEngage signs each call with the Campaign API Key of the credential.',
		),
	},
	{
		source: 'connector',
		authentication: 'secret',
		text: steps(
			...CONNECTOR_STEPS,
			'Headers: add the key X-Webhook-Secret with the Webhook Secret of the credential as its value.',
			SAMPLE_BODY,
		),
	},
	{
		source: 'connector',
		authentication: 'none',
		text: steps(...CONNECTOR_STEPS, SAMPLE_BODY),
	},
	{
		source: 'segmentSync',
		authentication: 'secret',
		text: steps(
			...SYNC_STEPS,
			'Authentication: Basic auth, with any username and the Webhook Secret of the credential as the password.',
			...SYNC_LAST_STEPS,
		),
	},
	{
		source: 'segmentSync',
		authentication: 'none',
		text: steps(...SYNC_STEPS, 'Authentication: No auth.', ...SYNC_LAST_STEPS),
	},
	{
		source: 'stream',
		authentication: 'secret',
		text: `MoEngage's support sets up Streams: send it ${TICKET}, with the Production URL, the Webhook Secret of the credential, and your values.`,
	},
	{
		source: 'stream',
		authentication: 'none',
		text: `MoEngage's support sets up Streams: send it ${TICKET}, without the line of the secret, and with the Production URL and your values.`,
	},
];

/** One notice for each set-up, shown for its source and authentication only. */
export const setUpNotices: INodeProperties[] = SET_UPS.map(({ source, authentication, text }) => ({
	displayName: `${PUBLISH} ${text}`,
	name: `${source}${authentication === 'none' ? 'Open' : ''}SetUpNotice`,
	type: 'notice',
	default: '',
	displayOptions: {
		show: {
			source: [source],
			...(authentication === undefined ? {} : { authentication: [authentication] }),
		},
	},
}));

/** For whoever accepts calls of everybody. */
export const openNotice: INodeProperties = {
	displayName:
		'Anyone who knows the URL can start this workflow, with any data. Choose Secret, or allow the addresses of MoEngage only (Options > IP Allowlist).',
	name: 'openNotice',
	type: 'notice',
	default: '',
	displayOptions: {
		show: { source: ['connector', 'segmentSync', 'stream'], authentication: ['none'] },
	},
};
