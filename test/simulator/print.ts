import { isObject } from './contract/values';
import type { RecordedRequest, Simulator } from './types';

/** Where requests carry their items, in the bodies of the endpoints that take several. */
const LISTS = ['elements', 'actions', 'merge_data', 'identifiers', 'items'];

function countItems(body: unknown): number {
	if (!isObject(body)) return 0;
	const holder = isObject(body.data) ? body.data : body;
	const list = LISTS.map((name) => holder[name]).find(Array.isArray);
	return list ? list.length : 1;
}

/** Time, method, path, items, status; never a key. */
export function requestLine({
	at,
	host,
	method,
	path,
	body,
	status,
	fault,
}: RecordedRequest): string {
	const time = new Date(at).toISOString().slice(11, 23);
	const items = countItems(body);
	const outcome = status === 0 ? 'no answer' : String(status);
	const trouble = fault ? ` (${fault})` : '';
	return `${time} ${method} ${host}${path} ${items} ${items === 1 ? 'item' : 'items'} ${outcome}${trouble}`;
}

function limitsInForce({ rateLimits, limits }: Simulator): string {
	if (!rateLimits) return 'off';
	const { window, headers, others } = limits;
	return [
		`enforced in ${window} windows`,
		headers === 'none' ? 'told by no headers' : `told by headers "${headers}"`,
		...(others === 0
			? []
			: [`others spend ${typeof others === 'number' ? others : 'a part'} of each`]),
	].join(', ');
}

/** What is simulated, and the credential field by field as n8n names them. */
export function introduction(simulator: Simulator): string {
	const { origin, credential, latencyMs } = simulator;
	const fields: Array<[string, string]> = [
		['Data Center', 'Custom'],
		['API Base URL', credential.apiBaseUrl],
		['Personalize Base URL', credential.personalizeBaseUrl],
		['Push Base URL', credential.pushBaseUrl],
		['Workspace ID', credential.workspaceId],
		['Data API Key', credential.dataApiKey],
		['Campaign API Key', credential.campaignApiKey],
		['Personalize API Key', credential.personalizeApiKey],
		['Push API Key', credential.pushApiKey],
		['Inform API Key', credential.informApiKey],
		['API Key', simulator.apiKey.key],
	];
	return [
		`MoEngage simulator at ${origin} (latency ${latencyMs} ms, rate limits ${limitsInForce(simulator)})`,
		'',
		'Credential for n8n (MoEngage API):',
		...fields.map(([name, value]) => `  ${name.padEnd(22)}${value}`),
		'',
		'Requests (Ctrl-C ends):',
	].join('\n');
}
