import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';

const TESTS = resolve(__dirname, '..', '..');

/** What several endpoints share has no behaviour of its own: their tests show it. */
const SHARED_BY_ENDPOINTS = ['endpoint', 'refusals', 'values'];

function filesBelow(folder: string, ending: string): string[] {
	return readdirSync(join(TESTS, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.map((file) => join(folder, file))
		.sort();
}

// Whoever reads of a failed "retry.test.ts", or looks for the test of something, should find one file.
test('no two test files share a base name', () => {
	const byName = new Map<string, string[]>();
	for (const file of filesBelow('', '.test.ts')) {
		byName.set(basename(file), [...(byName.get(basename(file)) ?? []), file]);
	}
	const advice = [...byName.values()]
		.filter((files) => files.length > 1)
		.map((files) => `Rename all but one by what they cover: ${files.join(', ')}`);
	expect(advice).toEqual([]);
});

test("each of MoEngage's endpoints in the simulator has a test file of the same name", () => {
	const advice = filesBelow(join('simulator', 'contract'), '.ts')
		.filter((file) => !SHARED_BY_ENDPOINTS.includes(basename(file, '.ts')))
		.map((file) => ({ file, test: join('unit', file.replace(/\.ts$/, '.test.ts')) }))
		.filter(({ test: mirrored }) => !existsSync(join(TESTS, mirrored)))
		.map(({ file, test: mirrored }) => `Test test/${file} in test/${mirrored}`);
	expect(advice).toEqual([]);
});

// Without one, a failure in continuous integration cannot be had again, and an upgrade meets other examples.
test('each test of random examples names its seed', () => {
	const withoutSeed = filesBelow('', '.ts').filter((file) => {
		const text = readFileSync(join(TESTS, file), 'utf8');
		const uses = text.match(/\bfc\.(assert|check|sample)\(/g)?.length ?? 0;
		return uses > (text.match(/\bseed: [\w]+,?/g)?.length ?? 0);
	});
	expect(withoutSeed).toEqual([]);
});
