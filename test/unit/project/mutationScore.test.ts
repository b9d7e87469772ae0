import { EQUIVALENTS, type Equivalent } from '../../mutants/equivalents';
import { FLOORS } from '../../mutants/floors';
import { readMutateArguments } from '../../mutants/mutateArguments';
import { scoreOf, type Report } from '../../mutants/score';

const MAPPING = { name: 'mapping', folder: 'nodes/MoEngage/mapping/', atLeast: 75 } as const;
const FILE = 'nodes/MoEngage/mapping/a.ts';
const SOURCE = 'const a = 1;\nif (b\n\t> a) c();\nconst d = a;\n';

function mutant(status: string, [line, column, endLine, endColumn]: number[], replacement: string) {
	const location = {
		start: { line, column },
		end: { line: endLine, column: endColumn },
	};
	return { mutatorName: 'M', replacement, status, location };
}

const ONE: Report = {
	files: {
		[FILE]: {
			source: SOURCE,
			mutants: [
				mutant('Killed', [1, 11, 1, 12], '2'),
				mutant('Timeout', [1, 11, 1, 12], '3'),
				mutant('Survived', [2, 5, 3, 5], 'true'),
				mutant('NoCoverage', [4, 11, 4, 12], 'b'),
				mutant('RuntimeError', [4, 11, 4, 12], '!'),
			],
		},
		'nodes/MoEngage/transport/a.ts': {
			source: SOURCE,
			mutants: [mutant('Survived', [1, 11, 1, 12], '2')],
		},
	},
};

const CONDITION: Equivalent = {
	file: FILE,
	original: 'b > a',
	replacement: 'true',
	reason: 'for the test',
};
const VALUE: Equivalent = { ...CONDITION, original: 'a', replacement: 'b', inLine: 'const d' };

test('a mutant counts if a test fails or does not end, and lives if no test notices or runs it', () => {
	const { noticed, survivors, percent, isReached } = scoreOf(ONE, MAPPING, []);
	expect({ noticed, percent, isReached }).toEqual({ noticed: 2, percent: 50, isReached: false });
	expect(survivors).toEqual([
		{ file: FILE, line: 2, original: 'b > a', replacement: 'true' },
		{ file: FILE, line: 4, original: 'a', replacement: 'b' },
	]);
});

test('equivalent mutants are no longer asked for', () => {
	const one = scoreOf(ONE, MAPPING, [CONDITION]);
	expect(one).toMatchObject({ equivalents: 1, isReached: false, stale: [] });
	expect(one.percent).toBeCloseTo(66.67);
	const both = scoreOf(ONE, MAPPING, [CONDITION, VALUE]);
	expect(both).toMatchObject({ equivalents: 2, percent: 100, survivors: [], isReached: true });
});

test.each([
	['another file', { file: 'nodes/MoEngage/mapping/b.ts' }],
	['another text', { original: 'b' }],
	['another replacement', { replacement: 'false' }],
	['another line', { inLine: 'const d' }],
])('an entry of the list that matches %s is said to be stale, and the floor fails', (_, change) => {
	const entry = { ...CONDITION, ...change };
	const { stale, isReached } = scoreOf(ONE, { ...MAPPING, atLeast: 0 }, [entry, VALUE]);
	expect(stale).toEqual([entry]);
	expect(isReached).toBe(false);
});

test('a floor without any mutant has not been run, so it does not pass', () => {
	const { percent, isReached } = scoreOf({ files: {} }, MAPPING, []);
	expect({ percent, isReached }).toEqual({ percent: 0, isReached: false });
});

test('each equivalent mutant has a reason, and stands once in the list', () => {
	for (const { reason } of EQUIVALENTS) expect(reason).toMatch(/\w+ \w+ \w+/);
	const keys = EQUIVALENTS.map((one) => JSON.stringify({ ...one, reason: '' }));
	expect(new Set(keys).size).toBe(keys.length);
});

describe('the command', () => {
	const NONE = { isFresh: false, file: undefined };

	test.each([
		[[], { ...NONE, floors: FLOORS, handMade: '' }],
		[['--fresh'], { ...NONE, floors: FLOORS, handMade: '', isFresh: true }],
		[['mapping'], { ...NONE, floors: [FLOORS[1]], handMade: undefined }],
		[
			['delivery', 'mapping', '--file', 'values'],
			{ floors: [FLOORS[2], FLOORS[1]], file: 'values' },
		],
		[['--hand-made'], { ...NONE, floors: [], handMade: '' }],
		[['--hand-made=lane'], { ...NONE, floors: [], handMade: 'lane' }],
		[['transport', '--hand-made'], { ...NONE, floors: [FLOORS[0]], handMade: '' }],
		[['--file', 'pool'], { floors: FLOORS, handMade: undefined, file: 'pool' }],
	])('%j', (args, expected) => {
		expect(readMutateArguments(args)).toMatchObject(expected);
	});

	test.each([[['maping']], [['--handmade']], [['--file']]])('%j is not understood', (args) => {
		expect(() => readMutateArguments(args)).toThrow(/\S/);
	});
});
