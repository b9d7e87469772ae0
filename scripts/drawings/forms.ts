import type { Form } from './form';

/** By the name of its file in `docs/drawings/`. Labels are those of MoEngage's user guide of 2026. */
export const FORMS: Record<string, Form> = {
	'api-keys': {
		path: 'Settings > Account > APIs',
		rows: [
			{ label: 'Workspace ID (earlier app id)', value: 'A1B2C3…', n8n: 'Workspace ID' },
			{ label: 'Tile: Data', value: 'key', n8n: 'Data API Key' },
			{
				label: 'Tile: Campaign report/Business events/…',
				value: 'key',
				n8n: 'Campaign API Key',
			},
			{ label: 'Tile: Personalize', value: 'key', n8n: 'Personalize API Key' },
			{ label: 'Tile: Push', value: 'key', n8n: 'Push API Key' },
			{ label: 'Tile: Inform', value: 'key', n8n: 'Inform API Key' },
		],
		note: 'Drawing, not a picture of the dashboard. Copy only the keys that you need. Do not generate a new key in a tile: every system with the old key would stop working.',
	},
	connector: {
		path: 'Connectors > Custom',
		rows: [
			{
				label: 'Webhook URL',
				value: 'https://n8n.example.com/webhook/…',
				n8n: 'Production URL of the trigger',
			},
			{ label: 'Method', value: 'POST', n8n: 'HTTP Method of the trigger' },
			{
				label: 'Headers',
				value: 'X-Webhook-Secret: ••••••••',
				n8n: 'Webhook Secret of the credential',
			},
			{
				label: 'Body (JSON)',
				value: '{ "customer_id": "@…", "campaign_name": "…" }',
				n8n: 'Fields of the item',
			},
		],
		button: 'Test',
		note: 'Drawing, not a picture of the dashboard. Type @ in a value of the body to insert an attribute of the user. Test with yourself, then publish the campaign.',
	},
	alert: {
		path: 'App marketplace > Alert management > Webhooks',
		rows: [
			{ label: 'Name', value: 'n8n' },
			{
				label: 'URL',
				value: 'https://n8n.example.com/webhook/…',
				n8n: 'Production URL of the trigger',
			},
			{
				label: 'In each alert: Send Alerts On',
				value: 'n8n',
				n8n: 'One item per alert',
			},
		],
		button: 'Connect',
		note: 'Drawing, not a picture of the dashboard. MoEngage signs the call with the key of the tile Campaign: fill in Campaign API Key in the credential.',
	},
	'segment-sync': {
		path: 'App marketplace > Integrate > + Add integration',
		rows: [
			{
				label: 'URL Endpoint',
				value: 'https://n8n.example.com/webhook/…',
				n8n: 'Production URL of the trigger',
			},
			{
				label: 'Authentication: Basic auth, password',
				value: '••••••••',
				n8n: 'Webhook Secret of the credential',
			},
			{ label: 'User Identifier', value: 'email', n8n: 'One field of each item' },
			{ label: 'Throttle', value: '1,000 users in each request', n8n: 'One execution per request' },
		],
		button: 'Test',
		note: 'Drawing, not a picture of the dashboard. The app has the type Outbound Segment Sync. Then choose Sync Segment for a segment under Segment > All segments.',
	},
};
