const { join } = require('node:path');

const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const flyingTime = require('./flyingTime');
const { quick } = require('./quickExpect');

const PACKAGES = `${join(__dirname, '..', '..', 'node_modules')}/`;

/** jest-circus would take the handlers of the file before for its own. */
const HANDLERS = Symbol.for('EVENT_HANDLERS');

/**
 * The process itself, for the runtime beside this file. What a file leaves behind goes with it: globals, mocks, fake
 * timers, and the built package with all that it knows of limits and lists.
 */
module.exports = class Environment {
	global = globalThis;

	fakeTimers = null;

	moduleMocker = new ModuleMocker(globalThis);

	/** Jest replaces it, to print what a file prints with the file's name. */
	console = globalThis.console;

	/** Jest replaces it, too, by one that knows the file: all that the file has loaded would stay in memory. */
	exit = process.exit;

	constructor({ projectConfig }) {
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
		delete globalThis[HANDLERS];
		this.globals = new Set(Reflect.ownKeys(globalThis));
	}

	/** Jest wants 100 calls of each exception, and n8n makes many of them. */
	async setup() {
		Error.stackTraceLimit = 25;
	}

	/** Jest itself goes by Node's time, which it has taken by then. */
	handleTestEvent({ name }) {
		if (name === 'setup') {
			globalThis.expect = quick(globalThis.expect);
			flyingTime.begin();
		}
		if (name === 'run_finish') flyingTime.end();
	}

	async teardown() {
		flyingTime.end();
		globalThis.console = this.console;
		process.exit = this.exit;
		this.moduleMocker.restoreAllMocks();
		this.fakeTimersModern.dispose();
		for (const key of Reflect.ownKeys(globalThis)) {
			if (!this.globals.has(key)) Reflect.deleteProperty(globalThis, key);
		}
		for (const file of Object.keys(require.cache)) {
			if (!file.startsWith(PACKAGES) && !file.startsWith(__dirname)) delete require.cache[file];
		}
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return {};
	}
};
