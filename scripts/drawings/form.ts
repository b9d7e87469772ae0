/** Draws a page of MoEngage's dashboard as a plain form, for the documents: no account of MoEngage is at hand to take a picture of. */

export type Row = {
	label: string;
	value: string;
	/** What stands beside it: where the value comes from in n8n, or where it goes. */
	n8n?: string;
};

export type Form = {
	/** Where the page is in the dashboard. */
	path: string;
	rows: Row[];
	button?: string;
	/** Below the form. */
	note: string;
};

const WIDTH = 760;
const LEFT = 24;
const FORM_WIDTH = 440;
const HEAD = 56;
const ROW = 56;
const LINE = 18;

/** Rough width of a letter of 13 pixels: enough to break lines. */
const LETTERS_A_LINE = 104;

const escaped = (text: string) =>
	text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const text = (x: number, y: number, words: string, attributes = '') =>
	`<text x="${x}" y="${y}" ${attributes}>${escaped(words)}</text>`;

function linesOf(note: string): string[] {
	const lines = [''];
	for (const word of note.split(' ')) {
		const last = lines[lines.length - 1];
		if (`${last} ${word}`.length > LETTERS_A_LINE) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`.trim();
	}
	return lines;
}

function drawnRow({ label, value, n8n }: Row, index: number): string {
	const y = HEAD + index * ROW;
	const parts = [
		text(LEFT + 16, y + 18, label, 'class="label"'),
		`<rect x="${LEFT + 16}" y="${y + 24}" width="${FORM_WIDTH - 32}" height="24" rx="4" class="field"/>`,
		text(LEFT + 26, y + 41, value, 'class="value"'),
	];
	if (n8n !== undefined) {
		const from = LEFT + FORM_WIDTH;
		parts.push(
			`<path d="M${from - 10} ${y + 36} H${from + 22}" class="arrow"/>`,
			text(from + 30, y + 41, n8n, 'class="n8n"'),
		);
	}
	return parts.join('\n');
}

/** An SVG without scripts and fonts of others, which GitHub shows in light and in dark. */
export function drawn({ path, rows, button, note }: Form): string {
	const formHeight = HEAD - 24 + rows.length * ROW + (button === undefined ? 8 : 52);
	const notes = linesOf(note);
	const height = formHeight + 24 + 20 + notes.length * LINE + 12;
	const bottom = 24 + formHeight;
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(`Drawing of MoEngage's page ${path}`)}">`,
		'<style>',
		'text { font: 13px sans-serif; fill: #24292f }',
		'.path { font-weight: bold } .label { font-size: 12px; fill: #57606a } .n8n { font-weight: bold; fill: #b3261e }',
		'.value { font-family: monospace; font-size: 12px } .note { font-size: 12px; fill: #57606a }',
		'.page { fill: #f6f8fa; stroke: #d0d7de } .field { fill: #fff; stroke: #d0d7de } .arrow { stroke: #b3261e; fill: none }',
		'</style>',
		`<rect width="${WIDTH}" height="${height}" rx="6" fill="#fff"/>`,
		`<rect x="${LEFT}" y="12" width="${FORM_WIDTH}" height="${formHeight}" rx="6" class="page"/>`,
		text(LEFT + 16, 38, path, 'class="path"'),
		text(LEFT + FORM_WIDTH + 30, 38, 'in n8n', 'class="label"'),
		...rows.map(drawnRow),
		...(button === undefined
			? []
			: [
					`<rect x="${LEFT + 16}" y="${bottom - 50}" width="110" height="26" rx="4" fill="#1f6feb"/>`,
					text(LEFT + 30, bottom - 32, button, 'style="fill: #fff"'),
				]),
		...notes.map((line, index) => text(LEFT, bottom + 18 + index * LINE, line, 'class="note"')),
		'</svg>',
		'',
	].join('\n');
}
