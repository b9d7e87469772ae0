import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { share } from '../fixtures/share';
import { Engine, type SavedWorkflow } from './engine';
import { decompress, replay, type Recording } from './replay';
import { useEngine } from './useEngine';

const ROOT = join(__dirname, '..', '..');
const { users, runs } = decompress(
	readFileSync(join(ROOT, 'test', 'fixtures', 'olderVersions', '1.0.json.gz')),
);
const newer = decompress(
	readFileSync(join(ROOT, 'test', 'fixtures', 'olderVersions', '1.1.json.gz')),
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

/** By operation: fields that a later version puts out beside those of version 1.0, to tell accepted items apart. */
const ADDED: Record<string, string[]> = {
	'businessEvent.create': ['event_name'],
	'businessEvent.trigger': ['event_name'],
	'device.block': ['customer_id'],
	'device.unblock': ['customer_id'],
	'device.upsert': ['customer_id', 'device_id'],
	'event.track': ['customer_id'],
	'experience.report': ['customer_id'],
	'user.delete': ['customer_id', 'deleted'],
	'user.merge': ['merged_user', 'retained_user'],
	'user.upsert': ['customer_id'],
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
		changeLog: 'the field `note` beside an accepted merge',
		since: (before) =>
			reworded(
				before,
				'MoEngage accepts merges as a whole and skips pairs that it cannot merge. Check the kept user in MoEngage',
			),
	},
	{
		runs: /by bulk import/,
		reason: 'The note beside an accepted bulk import is reworded',
		changeLog: 'the field `note` beside an accepted merge',
		since: (before) =>
			reworded(
				before,
				'MoEngage accepts a bulk import as a whole and does not confirm single items. Check them in the user profiles in MoEngage',
			),
	},
];

/** Operations with a field of `ADDED` that was seen. */
const seenAdded = new Set<string>();

/** What was put out, without the fields that a later version adds to accepted items. */
function withoutAdded(recording: Recording, { nodes }: SavedWorkflow): Recording {
	const changed = Object.entries(recording.outputs).map(([node, all]) => {
		const { parameters } = nodes.find(({ name }) => name === node) ?? {};
		// n8n does not save what has its default.
		const { resource, operation: value } = { resource: 'event', operation: 'track', ...parameters };
		const operation = `${String(resource)}.${String(value)}`;
		const without = all.map(([branch, paired, json]) => {
			if (branch !== 0) return [branch, paired, json];
			const kept = Object.entries(json).filter(([key, value]) => {
				if (!ADDED[operation]?.includes(key)) return true;
				expect([key, value]).not.toEqual([key, '']);
				seenAdded.add(`${operation}.${key}`);
				return false;
			});
			return [branch, paired, Object.fromEntries(kept)];
		});
		return [node, without];
	});
	return { ...recording, outputs: Object.fromEntries(changed) as Recording['outputs'] };
}

const { engine } = useEngine({ startEngine: () => Engine.start() });

test('every workflow of version 1.0 is there, each with what it sent and put out then', () => {
	const names = new Set(runs.map(({ name }) => name.split(',')[0]));
	expect(names.size).toBe(12 + 14 + 2);
	expect(runs.filter(({ name }) => name.startsWith('examples/'))).toHaveLength(12);
	const requests = runs.flatMap(({ recording }) => recording.requests);
	expect(requests).toHaveLength(720);
});

describe('a saved workflow of version 1.0, unchanged', () => {
	test.each(share(3, runs))('$name: sends and puts out what it did then', async (run) => {
		const expected = INTENDED.filter((intended) => intended.runs.test(run.name)).reduce(
			(recording, { since }) => since(recording),
			run.recording,
		);
		const actual = await replay(engine, run, users);
		expect(withoutAdded(actual, run.workflow)).toEqual(expected);
	});

	test('puts out every field that is listed as added, and the change log has it', () => {
		const listed = Object.entries(ADDED).flatMap(([operation, keys]) =>
			keys.map((key) => `${operation}.${key}`),
		);
		expect([...seenAdded].sort()).toEqual(listed.sort());
		expect(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8')).toContain(
			'Outputs of writes hold the identifier of the item',
		);
	});
});

describe('a saved workflow of version 1.1, unchanged', () => {
	test('is there for every operation and example of that version', () => {
		const names = new Set(newer.runs.map(({ name }) => name.split(',')[0]));
		expect(names.size).toBe(32 + 31 + 3);
		const requests = newer.runs.flatMap(({ recording }) => recording.requests);
		expect(requests).toHaveLength(993);
	});

	// What the change log lists under "Upgrade from 1.1" concerns items that these workflows do not have.
	test.each(share(3, newer.runs))('$name: sends and puts out what it did then', async (run) => {
		expect(await replay(engine, run, newer.users)).toEqual(run.recording);
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
