import { isObject } from './contract/values';
import type { RecordedRequest, Simulator } from './types';

/** Where requests carry their items, in the bodies of the endpoints that take several. */
const LISTS = ['elements', 'actions', 'merge_data', 'identifiers', 'items'];

/** Of a body; one of 128 KB would have thousands. */
const SHOWN_LINES = 60;

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

/** The line of a request, and its body below. */
export function requestInFull(request: RecordedRequest): string {
	const { body } = request;
	if (body === undefined || body === '') return requestLine(request);
	const lines = JSON.stringify(body, null, 2).split('\n');
	const more = lines.length - SHOWN_LINES;
	const shown = more > 1 ? [...lines.slice(0, SHOWN_LINES), `… ${more} more lines`] : lines;
	return [requestLine(request), ...shown.map((line) => `    ${line}`)].join('\n');
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

/** The credential field by field, as n8n names them. */
export function credentialFields({ credential, apiKey }: Simulator): string[] {
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
		['API Key', apiKey.key],
	];
	return fields.map(([name, value]) => `${name.padEnd(22)}${value}`);
}

/** What is simulated, and the credential. */
export function introduction(simulator: Simulator): string {
	const { origin, latencyMs } = simulator;
	return [
		`MoEngage simulator at ${origin} (latency ${latencyMs} ms, rate limits ${limitsInForce(simulator)})`,
		'',
		'Credential for n8n (MoEngage API):',
		...credentialFields(simulator).map((line) => `  ${line}`),
		'',
		'Requests (Ctrl-C ends):',
	].join('\n');
}
