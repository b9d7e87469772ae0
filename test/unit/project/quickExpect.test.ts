/** What is right of each look at a value, and what is wrong. */
const LOOKS: Array<[look: string, right: unknown[], wrong: unknown[]]> = [
	['toBe', ['a', 'a'], ['a', 'b']],
	['toBeDefined', [0], [undefined]],
	['toBeGreaterThan', [2, 1], [1, 1]],
	['toBeGreaterThanOrEqual', [1, 1], [0, 1]],
	['toBeLessThan', [0, 1], [1, 1]],
	['toBeLessThanOrEqual', [1, 1], [2, 1]],
	['toBeUndefined', [undefined], [null]],
	['toContain', [['a', 'b'], 'b'], [['a', 'b'], 'c']],
	['toEqual', [{ a: [{ b: 1 }] }, { a: [{ b: 1 }] }], [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }]],
	['toHaveLength', [[1, 2], 2], [[1, 2], 1]],
	['toMatch', ['abc', /b/], ['abc', /d/]],
	['toMatchObject', [{ a: 1, b: 2 }, { a: 1 }], [{ a: 1, b: 2 }, { a: 2 }]],
	['toThrow', [() => JSON.parse('{'), SyntaxError], [() => JSON.parse('{}'), SyntaxError]],
];

type Looks = Record<string, (...expected: unknown[]) => void>;

function look(name: string, [actual, ...expected]: unknown[], isNot = false): void {
	const expectation = isNot ? expect(actual).not : expect(actual);
	(expectation as unknown as Looks)[name](...expected);
}

describe.each(LOOKS)('%s', (name, right, wrong) => {
	test('is passed by what is right, and counted', () => {
		look(name, right);
		look(name, wrong, true);
		expect.assertions(2);
	});

	test("fails in Jest's words for what is wrong, and leads to the test", () => {
		for (const [values, isNot] of [[wrong, false] as const, [right, true] as const]) {
			let caught: Error | undefined;
			try {
				look(name, values, isNot);
			} catch (error) {
				caught = error as Error;
			}
			for (const word of ['expect', isNot ? 'not' : 'received', name]) {
				expect(caught?.message).toContain(word);
			}
			expect(caught?.stack?.split('\n').find((line) => line.startsWith('    at '))).toContain(
				'look',
			);
		}
	});
});

test('what can be looked at only once is not right at a second look', () => {
	const once = [1][Symbol.iterator]();
	expect(() => expect(once).not.toContain(1)).toThrow('the value was wrong');
});

test('promises are waited for, and fail where they should', async () => {
	await expect(Promise.resolve([1])).resolves.toEqual([1]);
	await expect(Promise.reject(new Error('no'))).rejects.toThrow('no');
	const failing = expect(Promise.resolve(1)).resolves.toBe(2) as unknown as Promise<void>;
	await expect(failing).rejects.toThrow('toBe');
});
