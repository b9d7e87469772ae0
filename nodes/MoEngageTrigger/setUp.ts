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
		'Once you have built your workflow, publish it, and paste the production URL in MoEngage. Each call then runs the workflow, without this button.',
};

const PUBLISH =
	'Take the Production URL under Webhook URLs above. It works once this workflow is published. n8n responds with 200 as soon as it takes a call, before the workflow runs.';

const DETAILS = `<a href="${documentation('trigger.md')}" target="_blank">All steps</a>`;

/** A ticket to MoEngage's support, after the template in `api/data/moengage-streams.mdx` of its documentation. */
function ticket(proof: string[]): string {
	return lines(
		'Please enable Streams for my workspace.',
		'Workspace Region: DC-… (the Data Center of the credential)',
		'Workspace Name: …',
		'Workspace ID: … (as in the credential)',
		'API Endpoint: … (the Production URL above)',
		'Headers: Content-Type: application/json',
		...proof,
		'Events to export: … (All, or a list)',
		'User properties to export: … (All, or a list)',
	);
}

/** Lines of a notice, where n8n keeps lists and links, and drops all other tags. */
function lines(...texts: string[]): string {
	return `<ul>${texts.map((text) => `<li>${text}</li>`).join('')}</ul>`;
}

const SECRET = '… (the Webhook Secret of the credential)';

const CONNECTOR_STEPS = [
	'Create a campaign under Connectors > Custom, or add such a step to a flow.',
	'Webhook URL: the Production URL. Choose the HTTP Method that is set here.',
];

const SAMPLE_BODY =
	'Body, as JSON: { "customer_id": "…", "email": "…", "order_id": "…" }. Type @ in a value to insert an attribute of the user.';

/** Set-ups by source; alerts are signed by MoEngage itself. */
const SET_UPS: Array<{ source: Source; authentication?: Authentication; text: string }> = [
	{
		source: 'alert',
		text: lines(
			'In MoEngage, open App marketplace > Alert management > Webhooks, and choose Connect.',
			'Enter a name and the Production URL.',
			'Select this webhook under Send Alerts On of each alert. MoEngage signs each call with the Campaign API Key of the credential.',
		),
	},
	{
		source: 'connector',
		authentication: 'secret',
		text: lines(
			...CONNECTOR_STEPS,
			'Headers: add the key X-Webhook-Secret with the Webhook Secret of the credential as its value.',
			SAMPLE_BODY,
		),
	},
	{
		source: 'connector',
		authentication: 'none',
		text: lines(...CONNECTOR_STEPS, SAMPLE_BODY),
	},
	{
		source: 'stream',
		authentication: 'secret',
		text: `MoEngage's support sets up Streams. Send it this ticket, with your values for each …${ticket(
			[
				`X-Webhook-Secret: ${SECRET}`,
				'Authentication: Method: No auth, the header above is enough. Or Method: Basic Auth, ' +
					`Username: n8n, Password: ${SECRET}`,
			],
		)}`,
	},
	{
		source: 'stream',
		authentication: 'none',
		text: `MoEngage's support sets up Streams. Send it this ticket, with your values for each …${ticket(
			['Authentication: Method: No auth'],
		)}`,
	},
];

/** One notice for each set-up, shown for its source and authentication only. */
export const setUpNotices: INodeProperties[] = SET_UPS.map(({ source, authentication, text }) => ({
	displayName: `${PUBLISH}${text}${DETAILS}`,
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
	displayOptions: { show: { source: ['connector', 'stream'], authentication: ['none'] } },
};
