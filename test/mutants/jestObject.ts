/**
 * The object `jest` of a test, from the parts that jest makes it of.
 * @param parts e.g. what mocks, and what fakes timers: each of their methods has the name that tests know
 */
export function jestObject(...parts: object[]): Record<string, unknown> {
	return Object.fromEntries(
		parts.flatMap((part) =>
			Object.getOwnPropertyNames(Object.getPrototypeOf(part))
				.filter((name) => name !== 'constructor' && !name.startsWith('_'))
				.map((name) => [name, (part[name as keyof object] as Method).bind(part)]),
		),
	);
}

type Method = (...args: unknown[]) => unknown;
