const HOLDER = Symbol.for('$$jest-matchers-object');

/** They look at a value, and do nothing else. */
const LOOKS = [
	'toBe',
	'toBeDefined',
	'toBeGreaterThan',
	'toBeGreaterThanOrEqual',
	'toBeLessThan',
	'toBeLessThanOrEqual',
	'toBeUndefined',
	'toContain',
	'toEqual',
	'toHaveLength',
	'toMatch',
	'toMatchObject',
];

/**
 * Jest's `expect`, which makes some 250 functions and an exception at each call, before it looks at the value: that takes
 * far longer than the look. This one looks first, and leaves it to Jest to say what is wrong with a value, and all else.
 */
exports.quick = (expect) => {
	const { matchers, state } = globalThis[HOLDER];
	const context = { customTesters: [], promise: '' };

	class Expectation {
		constructor(actual, isNot = false) {
			this.actual = actual;
			this.isNot = isNot;
		}

		get not() {
			return new Expectation(this.actual, true);
		}

		get jests() {
			const expectation = expect(this.actual);
			return this.isNot ? expectation.not : expectation;
		}

		isRight(name, expected) {
			try {
				return matchers[name].call(context, this.actual, ...expected).pass !== this.isNot;
			} catch {
				return false;
			}
		}
	}
	const others = Object.keys(matchers).filter((name) => !LOOKS.includes(name));
	for (const name of [...others, 'resolves', 'rejects']) {
		Object.defineProperty(Expectation.prototype, name, {
			get() {
				return this.jests[name];
			},
		});
	}
	for (const name of LOOKS) {
		const look = function (...expected) {
			if (this.isRight(name, expected)) {
				state.assertionCalls++;
				state.numPassingAsserts++;
				return;
			}
			try {
				this.jests[name](...expected);
			} catch (error) {
				// It leads to the test, not here.
				Error.captureStackTrace(error, look);
				throw error;
			}
			throw new Error(`${name}: the value was wrong, and is right at the second look`);
		};
		Expectation.prototype[name] = look;
	}
	return Object.assign((actual) => new Expectation(actual), expect);
};
