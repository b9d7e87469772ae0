import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { decompress, replay, type Recording } from './replay';
import { useEngine } from './useEngine';

const ROOT = join(__dirname, '..', '..');
const { users, runs } = decompress(
	readFileSync(join(ROOT, 'test', 'fixtures', 'version1.0', 'recorded.json.gz')),
);

/** What a later version does differently on purpose. */
type Intended = {
	/** Names of the runs that it concerns. */
	runs: RegExp;
	reason: string;
	/** What the change log says about it. */
	changeLog: string;
	/** What the run does since then. */
	since(before: Recording): Recording;
};

/** The recording with a change in the data of each output. */
function outputs(
	recording: Recording,
	change: (json: Recording['outputs'][string][number][2]) => object,
): Recording {
	const changed = Object.entries(recording.outputs).map(([node, all]) => [
		node,
		all.map(([branch, paired, json]) => [branch, paired, change(json)]),
	]);
	return { ...recording, outputs: Object.fromEntries(changed) as Recording['outputs'] };
}

/** The recording with another text in the notes of its outputs. */
const reworded = (recording: Recording, note: string) =>
	outputs(recording, (json) => ('note' in json ? { ...json, note } : json));

const INTENDED: Intended[] = [
	{
		runs: /^user\.merge|^examples\/merge/,
		reason: 'The note beside an accepted merge is reworded',
		changeLog: 'Texts of the editor, messages, and notes',
		since: (before) =>
			reworded(
				before,
				'MoEngage accepts merges as a whole and skips pairs that it cannot merge. Check the kept user in MoEngage',
			),
	},
	{
		runs: /by bulk import/,
		reason: 'The note beside an accepted bulk import is reworded',
		changeLog: 'Texts of the editor, messages, and notes',
		since: (before) =>
			reworded(
				before,
				'MoEngage accepts a bulk import as a whole and does not confirm single items. Check them in the user profiles in MoEngage',
			),
	},
];

const { engine } = useEngine();

test('every workflow of version 1.0 is there, each with what it sent and put out then', () => {
	const names = new Set(runs.map(({ name }) => name.split(',')[0]));
	expect(names.size).toBe(12 + 14 + 2);
	expect(runs.filter(({ name }) => name.startsWith('examples/'))).toHaveLength(12);
	const requests = runs.flatMap(({ recording }) => recording.requests);
	expect(requests).toHaveLength(720);
});

describe('a saved workflow of version 1.0, unchanged', () => {
	test.each(runs)('$name: sends and puts out what it did then', async (run) => {
		const expected = INTENDED.filter((intended) => intended.runs.test(run.name)).reduce(
			(recording, { since }) => since(recording),
			run.recording,
		);
		expect(await replay(engine, run, users)).toEqual(expected);
	});
});

test.each(INTENDED)(
	'an intended change is real, and the change log has it: $reason',
	(intended) => {
		const { runs: concerned, changeLog, since } = intended;
		const changed = runs.filter(
			({ name, recording }) =>
				concerned.test(name) && JSON.stringify(since(recording)) !== JSON.stringify(recording),
		);
		expect(changed).not.toEqual([]);
		expect(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).toContain(changeLog);
	},
);
