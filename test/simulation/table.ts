import { measure, REQUIRED, type Measures } from './measures';
import { Adaptive, type Limiter } from './adaptive';
import { startTogether, type Kind } from './scenarios';
import { run } from './world';

/** What the table shows. */
export const LIMITS = [30_000, 1000];
export const SENDERS = [1, 2, 5, 10, 20, 50, 100, 200];
export const COUNTED = 10;
export const SEED = 1;

const COLUMNS = [
	'Senders',
	'Headers',
	'Used (%)',
	'Rejected (%)',
	"Jain's index",
	'Windows to converge',
];

/**
 * The table of a limit in Markdown, line by line as it comes about. Each figure stands for fixed / sliding windows.
 * @param counted how many windows are counted
 * @param most rows with more senders are left out
 */
export function* tableOf(
	limit: number,
	counted: number,
	seed: number,
	most = Infinity,
): Generator<string> {
	yield* rows(limit, counted, seed, most, [false, true]);
}

/** The rows without headers as senders with AWS's adaptive retry mode would have them, to compare with. */
export function* adaptiveTableOf(
	limit: number,
	counted: number,
	seed: number,
	most = Infinity,
): Generator<string> {
	yield* rows(limit, counted, seed, most, [false], () => new Adaptive());
}

function* rows(
	limit: number,
	counted: number,
	seed: number,
	most: number,
	headers: boolean[],
	limiter?: () => Limiter,
): Generator<string> {
	yield line(COLUMNS);
	yield line(COLUMNS.map(() => '---'));
	for (const hasHeaders of headers) {
		const { fairness } = hasHeaders ? REQUIRED.headers : REQUIRED.noHeaders;
		for (const senders of SENDERS.filter((count) => count <= most)) {
			const measures = (['fixed', 'sliding'] as const).map((windows) => {
				const kind: Kind = { windows, hasHeaders };
				const scenario = startTogether({ kind, limit, counted, seed }, senders);
				const plans = scenario.senders.map((plan) => ({ ...plan, limiter }));
				return measure(run({ ...scenario, senders: plans }), fairness);
			});
			yield line([String(senders), hasHeaders ? 'yes' : 'no', ...figures(measures)]);
		}
	}
}

function figures(measures: Measures[]): string[] {
	const columns: Array<(measured: Measures) => string> = [
		({ used }) => (100 * used).toFixed(0),
		({ refused }) => (100 * refused).toFixed(1),
		({ fairness }) => fairness.toFixed(2),
		({ settledIn }) => String(settledIn ?? 'never'),
	];
	return columns.map((show) => measures.map(show).join(' / '));
}

function line(cells: string[]): string {
	return `| ${cells.join(' | ')} |`;
}
