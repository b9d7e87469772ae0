import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { RecordedRequest } from '../simulator';
import { tally } from './account';
import { isFailed, pairedWith, type NodeRun } from './examples';
import { counted, prettyJson, seconds, table } from './print';

/** Columns that a response may take, and what a request carries. */
const RESPONSE_WIDTH = 110;
const CARGO_WIDTH = 64;

/** `POST /v1/event/DEMO_WORKSPACE_01   3 events of jane@example.com   200` */
function requestRow({ method, path, body, status }: RecordedRequest): string[] {
	const content = cut(cargo(body as IDataObject), CARGO_WIDTH);
	return [`${method} ${path}`, content, status === 0 ? 'no response' : String(status)];
}

/** What a request carries, in a few words. */
function cargo(body: IDataObject): string {
	const { actions, customer_id: customer, elements, merge_data: pairs, data, identifiers } = body;
	if (Array.isArray(actions)) {
		return `${counted(actions.length, 'event')} of ${customer ?? JSON.stringify(body.user_identifiers)}`;
	}
	if (Array.isArray(elements)) {
		const events = (elements as IDataObject[]).flatMap((element) => element.actions as object[]);
		return `${counted(events.length, 'event')} of ${counted(elements.length, 'user')}`;
	}
	if (Array.isArray(pairs)) return counted(pairs.length, 'pair');
	if (Array.isArray(body.items)) return counted(body.items.length, 'catalog item');
	if (isObject(data) && Array.isArray(data.identifiers)) {
		return counted(data.identifiers.length, 'user');
	}
	if (isObject(identifiers)) return `experiences for ${String(identifiers.customer_id)}`;
	if (typeof body.event_name === 'string') {
		return `${body.event_name} ${JSON.stringify(body.event_attributes)}`;
	}
	if (Array.isArray(body.event_names)) return body.event_names.join(', ');
	if (typeof customer === 'string') return `${customer} ${JSON.stringify(body.attributes)}`;
	return typeof body === 'object' ? JSON.stringify(body) : '';
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What came back for one item. */
function responseLine(output: INodeExecutionData): string {
	const { json } = output;
	const item = `item ${pairedWith(output).join(', ')}`;
	if (isFailed(output)) return cut(`<- ${item}: rejected: ${String(json.error)}`, RESPONSE_WIDTH);
	// The sentence that goes with every `status` says nothing more, and would hide what follows it.
	const hidden = json.status === undefined ? [] : ['message'];
	const response = Object.fromEntries(
		Object.entries(json).filter(([name]) => !hidden.includes(name)),
	);
	return cut(`<- ${item}: ${JSON.stringify(response)}`, RESPONSE_WIDTH);
}

function cut(text: string, width: number): string {
	return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

function firstOf(lines: string[], count: number, noun: string): string[] {
	const more = lines.length - count;
	// One line that says "1 more" would take the place of that one.
	return more > 1 ? [...lines.slice(0, count), `   … ${more} more ${noun}`] : lines;
}

/** The first requests of one workflow, and the first responses that its items got. */
export function trace(run: NodeRun, shown: number): string[] {
	const { example, title, items, node, requests, outputs, finished } = run;
	const rows = requests.map(requestRow);
	const widths = [0, 1].map((column) =>
		Math.max(0, ...rows.slice(0, shown + 1).map((row) => row[column].length)),
	);
	const sent = rows.map(
		([target, content, status]) =>
			`-> ${target.padEnd(widths[0])}   ${content.padEnd(widths[1])}   ${status}`,
	);
	const good = outputs.filter((output) => !isFailed(output)).map(responseLine);
	const bad = outputs.filter(isFailed).map(responseLine);
	return [
		`${title}  (examples/${example.file})`,
		...[
			`${counted(items.length, 'item')} into "${node.name}", ${counted(requests.length, 'request')} out`,
			...firstOf(sent, shown, 'requests'),
			...firstOf(good, shown, 'responses'),
			...firstOf(bad, shown, 'rejected'),
			...(finished.error ? [`The workflow stopped: ${finished.error.message}`] : []),
		].map((line) => `  ${line}`),
		'',
	];
}

/** The whole body of the first request that carried several items of one user, and their responses. */
export function closeUp(runs: NodeRun[]): string[] {
	for (const { example, items, requests, outputs } of runs) {
		for (const { method, path, body, status } of requests) {
			const { customer_id: customer, actions } = body as IDataObject;
			if (customer === undefined || !Array.isArray(actions) || actions.length < 2) continue;
			const paired = outputs.filter((output) => {
				const [item] = pairedWith(output);
				return items[item]?.customer_id === customer && !isFailed(output);
			});
			return [
				`One request in full, of ${paired.length} items (examples/${example.file})`,
				`  ${method} ${path}`,
				`  ${prettyJson(body, '  ')}`,
				`  -> ${status}`,
				...paired.map((output) => `  ${responseLine(output)}`),
				'',
			];
		}
	}
	return [];
}

/** Items in, requests, accepted, rejected and time of every workflow. */
export function summary(runs: NodeRun[]): string[] {
	const head = ['Workflow', 'Items in', 'Requests sent', 'Accepted', 'Rejected', 'Time'];
	const figures = runs.map(({ journey, requests, milliseconds }) => {
		const { accepted, rejected } = tally(journey);
		return [journey.itemsIn, requests.length, accepted, rejected, milliseconds];
	});
	const total = figures.reduce((sums, row) => sums.map((sum, column) => sum + row[column]));
	const row = (name: string, [items, requests, accepted, rejected, time]: number[]) => [
		name,
		...[items, requests, accepted, rejected].map(String),
		time === 0 ? '' : seconds(time),
	];
	return [
		...table([
			head,
			...runs.map(({ title }, index) => row(title, figures[index])),
			row('Total', total),
		]),
		...runs
			.filter(({ journey }) => journey.kind === 'read')
			.map(
				({ title, journey, outputs }) =>
					`${title} changes nothing: ${counted(journey.itemsIn, 'item')} in, ${counted(outputs.filter((output) => !isFailed(output)).length, 'record')} out.`,
			),
		'',
	];
}

/** Why items were rejected, each reason with its count, by workflow. */
export function reasons(runs: NodeRun[]): string[] {
	const lines: string[] = [];
	for (const { title, outputs } of runs) {
		const counts = new Map<string, number>();
		for (const { json } of outputs.filter(isFailed)) {
			const reason = String(json.error).replace(/^\[Item \d+\] /, '');
			const line = `${reason} (${rejectedBy(json.details as IDataObject)})`;
			counts.set(line, (counts.get(line) ?? 0) + 1);
		}
		if (counts.size === 0) continue;
		lines.push(`Rejected in ${title}`);
		for (const [reason, count] of counts) lines.push(`  ${count} × ${reason}`);
		lines.push('');
	}
	return lines;
}

/** Where a rejection comes from: the node's own checks, MoEngage, or nowhere. */
function rejectedBy({ httpCode, type, target }: IDataObject): string {
	if (type === 'InvalidInput') return 'not sent';
	if (httpCode === null) return `no response, ${String(type)}`;
	const where = target === undefined ? '' : ` for ${String(target)}`;
	return `responded ${String(httpCode)}${where}`;
}
