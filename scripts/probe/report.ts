import type { Answer } from './ask';
import type { Hider } from './hide';
import type { Question } from './questions';
import { resetUnit } from './rateUnits';
import type { Verdict } from './statements';

/** What a run found out. */
export type Findings = {
	/** Of this package. */
	version: string;
	dataCenter: string;
	day: string;
	requests: number;
	answers: Answer[];
	/** Questions that were not asked, and why. */
	skipped: Array<{ question: Question; why: string }>;
	verdicts: Verdict[];
};

/** Names of headers that have to do with limits. */
const RATE_HEADER = /rate-?limit|retry-after|quota|throttl/i;

/** The report of a run, as Markdown to paste into an issue. Only {@link Hider} lets words of MoEngage through. */
export function reportOf(findings: Findings, hider: Hider): string {
	const { version, dataCenter, day, requests, answers, skipped, verdicts } = findings;
	const refused = answers.filter(({ reply }) => reply.kind === 'refused');
	return [
		'## Probe of a MoEngage workspace',
		'',
		`n8n-nodes-moengage ${version}, data center ${hider.text(dataCenter)}, ${day}, ${requests} requests.`,
		'',
		'### Responses',
		...table(
			['Question', 'Request', 'HTTP', 'Form of the body'],
			answers.map((answer) => [
				answer.question.title,
				requestOf(answer.question),
				statusOf(answer),
				formOf(answer, hider),
			]),
		),
		'### Refusals, as the node reads them',
		...table(
			['Question', 'HTTP', 'Concerns', 'Type', 'Target', 'Words'],
			refused.map((answer) => refusalRow(answer, hider)),
		),
		'### Rate-limit headers',
		...table(
			['Question', 'HTTP', 'Headers', 'Unit of reset', 'The node waits'],
			answers.filter(hasRateHeader).map((answer) => rateRow(answer, hider)),
		),
		'### Statements of the documents',
		...table(
			['Statement', 'Source', 'Verdict', 'Because'],
			verdicts.map(({ statement, source, verdict, because }) => [
				statement,
				source,
				verdict,
				because,
			]),
		),
		'### Not asked',
		...table(
			['Question', 'Why'],
			skipped.map(({ question, why }) => [question.title, why]),
		),
	].join('\n');
}

/** Blank lines around it keep Markdown from joining it to the text. */
function table(head: string[], rows: string[][]): string[] {
	if (rows.length === 0) return ['', 'None.', ''];
	const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
	return ['', line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

function requestOf({ method, host, path }: Question): string {
	return `${method} ${host} ${path.replace(/\?.*$/, '')}`;
}

function statusOf({ status, reply }: Answer): string {
	if (status !== undefined) return String(status);
	return `none (${reply.kind === 'unanswered' ? (reply.code ?? reply.reason) : ''})`;
}

function formOf({ body, status }: Answer, hider: Hider): string {
	if (status === undefined) return '';
	if (typeof body !== 'string') return `\`${hider.shape(body)}\``;
	if (body.trim() === '') return 'empty';
	return /^\s*</.test(body) ? 'a page (HTML or XML)' : 'text, no JSON';
}

function refusalRow(answer: Answer, hider: Hider): string[] {
	const { reply } = answer;
	if (reply.kind !== 'refused') return [];
	const { type = '', target = '', message } = reply.refusal;
	return [
		answer.question.title,
		statusOf(answer),
		`${reply.concerns} (${reply.cause})`,
		...[type, target, message].map((text) => hider.text(text)),
	];
}

function hasRateHeader({ headers }: Answer): boolean {
	return Object.keys(headers).some((name) => RATE_HEADER.test(name));
}

function rateRow(answer: Answer, hider: Hider): string[] {
	const { headers, told } = answer;
	const shown = Object.entries(headers)
		.filter(([name]) => RATE_HEADER.test(name))
		.map(([name, value]) => `${hider.text(name)}: ${rateValue(value, hider)}`);
	const wait = told.retryAfter ?? told.resetIn;
	return [
		answer.question.title,
		statusOf(answer),
		shown.join('; '),
		resetUnit(headers) ?? '',
		wait === undefined ? '' : `${Math.round(wait / 1000)} s`,
	];
}

/** Numbers and policies such as `100, 100;w=60` are shown as they are: a time in them is nobody's. */
function rateValue(value: string, hider: Hider): string {
	return /^\d{1,13}(\s*[,;]\s*[\w=".]{1,20})*$/.test(value.trim())
		? value.trim()
		: hider.text(value);
}
