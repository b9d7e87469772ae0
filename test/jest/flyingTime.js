/**
 * A clock for tests that wait: while nothing happens in the process, it leaps to the next timer. The simulator lives in
 * the process of its tests, so that nothing happens only if everything waits for a time. What takes seconds by this
 * clock takes milliseconds; its order and its bounds are the same.
 *
 * Timers, `Date`, `performance.now`, and the timeouts of sockets and signals go by it. What Node does by itself does not,
 * such as the header `Date` of a response, and neither does `node:timers`.
 */
const { AsyncResource } = require('node:async_hooks');
const { Socket } = require('node:net');
const { performance } = require('node:perf_hooks');
const { promisify } = require('node:util');

/** So long must nothing happen before time leaps. */
const QUIET_MS = 1;

/** So late is a timer after a leap, as Node's are: others that are due by then need no leap of their own. */
const LATE_MS = 1;

/** Timers of Node take no more. */
const LONGEST_MS = 2 ** 31 - 1;

/** What goes on outside of the process, or of its JavaScript, in the time that it needs. */
const OUTSIDE = new Set(['FSReqCallback', 'FSReqPromise', 'GetAddrInfoReqWrap', 'ProcessWrap']);

const { setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, Date } = globalThis;
const { now: epoch } = Date;
const { setTimeout: setSocketTimeout, _unrefTimer: noteSocketActivity } = Socket.prototype;
const { timeout: signalTimeout } = AbortSignal;
const passed = performance.now.bind(performance);

/** Does a file of tests go by this clock? */
let isOn = false;

/** Milliseconds by which this clock is ahead. */
let ahead = 0;

/** Counts what happens. */
let events = 0;

/** How many timers keep the process from ending. */
let holding = 0;

/** Timers by their {@link Timer.place}, among them some that have been stopped. */
const queue = [];

/** Node's timer for the next look at the queue, and when that is. */
let look;
let lookAt = 0;

/** What had happened when the timers of the last look had fired. */
let seen = { events, idle: 0 };

const now = () => passed() + ahead;

class Timer extends AsyncResource {
	constructor(callback, ms, { repeats = false, holds = true, parameters = [] } = {}) {
		super('Timeout');
		this.callback = callback;
		this.ms = ms >= 1 && ms <= LONGEST_MS ? Math.trunc(ms) : 1;
		Object.assign(this, { repeats, holds, parameters });
		this.start();
	}

	start() {
		events++;
		this.at = now() + this.ms;
		this.waits = true;
		if (this.holds) holding++;
		this.enqueue();
	}

	enqueue() {
		this.place = this.at;
		let low = 0;
		for (let high = queue.length; low < high; ) {
			const middle = (low + high) >>> 1;
			if (queue[middle].place <= this.place) low = middle + 1;
			else high = middle;
		}
		queue.splice(low, 0, this);
		lookSoon();
	}

	/** Stays in the queue until its place comes: most timers are stopped. */
	close() {
		if (this.waits && this.holds) holding--;
		this.waits = false;
		return this;
	}

	/** Waits from the start again. It keeps its place, and gets another when that comes: sockets do so at each byte. */
	refresh() {
		if (this.waits) this.at = now() + this.ms;
		else this.start();
		return this;
	}

	fire() {
		// In the meantime, another timer may have stopped or refreshed it.
		if (!this.waits) return;
		if (this.at > now()) {
			this.enqueue();
			return;
		}
		events++;
		this.close();
		if (this.repeats) this.start();
		this.runInAsyncScope(this.callback, this, ...this.parameters);
	}

	ref() {
		if (this.waits && !this.holds) holding++;
		this.holds = true;
		lookSoon();
		return this;
	}

	unref() {
		if (this.waits && this.holds) holding--;
		this.holds = false;
		lookSoon();
		return this;
	}

	hasRef() {
		return this.holds;
	}

	[Symbol.toPrimitive]() {
		return this.asyncId();
	}
}

/** Looks at the queue when its first timer is due, or soon, to see whether time may leap. */
function lookSoon() {
	while (queue.length > 0 && !queue[0].waits) queue.shift();
	if (queue.length === 0) return;
	const wait = Math.min(Math.max(queue[0].place - now(), 0), QUIET_MS);
	const at = passed() + wait;
	if (look === undefined || at < lookAt - QUIET_MS / 2) {
		clearTimeout(look);
		lookAt = at;
		look = setTimeout(lookNow, wait);
	}
	if (holding > 0) look.ref();
	else look.unref();
}

function lookNow() {
	look = undefined;
	const { idle } = performance.eventLoopUtilization();
	const isQuiet = isOn && seen.events === events && idle - seen.idle >= QUIET_MS / 2;
	const next = queue.find(({ waits }) => waits);
	if (
		next !== undefined &&
		isQuiet &&
		!process.getActiveResourcesInfo().some((name) => OUTSIDE.has(name))
	) {
		ahead += Math.max(0, next.place - now()) + LATE_MS;
	}
	const present = now();
	// As in Node, promises are settled between one timer and the next.
	while (queue.length > 0 && queue[0].place <= present) setImmediate(fire, queue.shift());
	// What the timers themselves have done is no reason to look twice.
	setImmediate(noteSeen);
	lookSoon();
}

function noteSeen() {
	seen = { events, idle: performance.eventLoopUtilization().idle };
}

const fire = (timer) => timer.fire();

/** Takes Node's own timers, too, from before the clock began. */
const stop = (instead) => (timer) => (timer instanceof Timer ? void timer.close() : instead(timer));

const GLOBALS = {
	setTimeout: (callback, ms, ...parameters) => new Timer(callback, ms, { parameters }),
	setInterval: (callback, ms, ...parameters) =>
		new Timer(callback, ms, { repeats: true, parameters }),
	clearTimeout: stop(clearTimeout),
	clearInterval: stop(clearInterval),
	Date: new Proxy(Date, {
		construct: (target, parts, made) =>
			Reflect.construct(target, parts.length > 0 ? parts : [Date.now()], made),
		apply: () => new Date(Date.now()).toString(),
	}),
};
GLOBALS.setTimeout[promisify.custom] = async (ms, value) =>
	await new Promise((resolve) => GLOBALS.setTimeout(resolve, ms, value));

const TIMER = Symbol('timer');

/** As Node's own, by this clock. */
const SOCKETS = {
	setTimeout(ms, callback) {
		if (this.destroyed) return this;
		this.timeout = ms;
		this[TIMER]?.close();
		if (ms > 0) {
			const onTimeout = () => this.destroyed || this._onTimeout();
			this[TIMER] = new Timer(onTimeout, ms, { holds: false });
			if (callback) this.once('timeout', callback);
		} else if (callback) {
			this.removeListener('timeout', callback);
		}
		return this;
	},

	/** Node calls it whenever a socket reads, writes or connects. */
	_unrefTimer() {
		events++;
		if (this[TIMER]?.waits) this[TIMER].refresh();
		noteSocketActivity.call(this);
	},
};

/** As Node's own, by this clock. */
function timeout(ms) {
	const controller = new AbortController();
	const onTimeout = () =>
		controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
	new Timer(onTimeout, ms, { holds: false });
	return controller.signal;
}

exports.begin = () => {
	isOn = true;
	Object.assign(globalThis, GLOBALS);
	Object.assign(Socket.prototype, SOCKETS);
	AbortSignal.timeout = timeout;
	Date.now = () => epoch() + Math.floor(ahead);
	performance.now = now;
};

exports.end = () => {
	// What stops timers stays, for those that are left.
	Object.assign(globalThis, { setTimeout, setInterval, Date });
	Object.assign(Socket.prototype, {
		setTimeout: setSocketTimeout,
		_unrefTimer: noteSocketActivity,
	});
	AbortSignal.timeout = signalTimeout;
	Date.now = epoch;
	delete performance.now;
	const wasAhead = ahead;
	ahead = 0;
	isOn = false;
	// Timers that are left go on by Node's time, and keep no process from ending.
	for (const timer of queue.splice(0).filter(({ waits }) => waits)) {
		timer.at -= wasAhead;
		timer.enqueue();
		timer.unref();
	}
};
