const { statSync } = require('node:fs');
const { createRequire } = require('node:module');
const { compileFunction } = require('node:vm');

// Keeps its state in a global of its own, which has to outlive the first file.
require('@jest/expect');
const { default: JestRuntime } = require('jest-runtime');

/** `n8n-core` and `node:fs`, but neither `./engine` nor a path. */
const IS_OF_PACKAGE = /^[a-z@]/;

/**
 * Jest follows all promises of a test, and goes on after it, only to know whose an exception is that nobody catches: that
 * slows down every promise, and the more, the more files have been run. Without, such an exception fails its file.
 */
const WITHOUT_HOOKS = {
	AsyncLocalStorage: class {
		run(_store, callback) {
			return callback();
		}

		getStore() {}
	},
};

/** Code without its types, and compiled, by file: it is run anew for each test file. */
const transformed = new Map();
const compiled = new Map();

/**
 * Runs test files in the realm of their process, and loads n8n, like all packages, once for all of them: to load
 * n8n-core anew takes more than a second for each file. Sources and tests are loaded anew for each file, so that no
 * state is left of the one before.
 */
module.exports = class Runtime extends JestRuntime {
	constructor(...parts) {
		super(...parts);
		const { executor, transformCache } = this;
		executor.compile = (code, filename) => {
			const known = compiled.get(filename);
			if (known?.code === code) return known.run;
			const run = compileFunction(code, executor.injectedModuleParameters, { filename });
			compiled.set(filename, { code, run });
			return run;
		};
		const transform = transformCache.transform.bind(transformCache);
		transformCache.transform = (filename, options) => {
			const { mtimeMs } = statSync(filename);
			const known = transformed.get(filename);
			if (known?.mtimeMs !== mtimeMs) {
				const code = transform(filename, options);
				transformed.set(filename, { mtimeMs, code, map: transformCache.sourceMaps.get(filename) });
				return code;
			}
			if (known.map !== undefined) transformCache.sourceMaps.set(filename, known.map);
			return known.code;
		};
	}

	requireModuleOrMock(from, name) {
		if (name === '@jest/globals' || !IS_OF_PACKAGE.test(name)) {
			return super.requireModuleOrMock(from, name);
		}
		return createRequire(from)(name);
	}

	/** Jest itself is loaded once, but for what holds the tests of a file. */
	requireInternalModule(from, name) {
		if (name === undefined) return super.requireInternalModule(from);
		if (name === 'node:async_hooks') return WITHOUT_HOOKS;
		return createRequire(from)(name);
	}

	/** Would change the `process` of all files to come. */
	installGetBuiltinModule() {}
};
