import type { Equivalent } from './equivalents';
import type { Floor } from './floors';

type Position = { line: number; column: number };

/** What StrykerJS reports of one mutant, as far as it matters here. */
type ReportedMutant = {
	mutatorName: string;
	replacement?: string;
	status: string;
	location: { start: Position; end: Position };
};

/** The report of StrykerJS, in the JSON form that its tools share. */
export type Report = { files: Record<string, { source: string; mutants: ReportedMutant[] }> };

/** A mutant that no test notices. */
export type Survivor = { file: string; line: number; original: string; replacement: string };

export type Score = {
	floor: Floor;
	noticed: number;
	survivors: Survivor[];
	/** Mutants that behave as the code itself does, which nothing can notice. */
	equivalents: number;
	/** Per cent of the mutants that something can notice. */
	percent: number;
	/** Entries of the list that no surviving mutant matches any longer. */
	stale: Equivalent[];
	isReached: boolean;
};

const NOTICED = ['Killed', 'Timeout'];
const ALIVE = ['Survived', 'NoCoverage'];

function textAt(source: string, { start, end }: ReportedMutant['location']): string {
	const lines = source.split('\n').slice(start.line - 1, end.line);
	lines.push((lines.pop() ?? '').slice(0, end.column - 1));
	return [lines[0].slice(start.column - 1), ...lines.slice(1)].join('\n');
}

/** In one line, so that an entry need not repeat how the code is indented. */
function inOneLine(text: string): string {
	return text.replace(/\s+/g, ' ').trim();
}

function matches(equivalent: Equivalent, survivor: Survivor, source: string): boolean {
	const line = source.split('\n')[survivor.line - 1];
	return (
		equivalent.file === survivor.file &&
		equivalent.original === survivor.original &&
		equivalent.replacement === survivor.replacement &&
		(equivalent.inLine === undefined || line.includes(equivalent.inLine))
	);
}

/** How many mutants of a floor are noticed, of those that something can notice. */
export function scoreOf({ files }: Report, floor: Floor, equivalents: Equivalent[]): Score {
	let noticed = 0;
	let excepted = 0;
	const survivors: Survivor[] = [];
	const matched = new Set<Equivalent>();
	for (const [file, { source, mutants }] of Object.entries(files)) {
		if (!file.startsWith(floor.folder)) continue;
		for (const { status, location, replacement = '', mutatorName } of mutants) {
			if (NOTICED.includes(status)) noticed += 1;
			if (!ALIVE.includes(status)) continue;
			const survivor = {
				file,
				line: location.start.line,
				original: inOneLine(textAt(source, location)),
				replacement: inOneLine(replacement || mutatorName),
			};
			const found = equivalents.filter((one) => matches(one, survivor, source));
			if (found.length > 0) excepted += 1;
			else survivors.push(survivor);
			for (const one of found) matched.add(one);
		}
	}
	const all = noticed + survivors.length;
	const percent = all === 0 ? 0 : (100 * noticed) / all;
	const stale = equivalents.filter((one) => one.file.startsWith(floor.folder) && !matched.has(one));
	return {
		floor,
		noticed,
		survivors,
		equivalents: excepted,
		percent,
		stale,
		isReached: percent >= floor.atLeast && stale.length === 0,
	};
}
