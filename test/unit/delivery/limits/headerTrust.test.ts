import { HeaderTrust } from '../../../../nodes/MoEngage/delivery/limits/headerTrust';
import type { ToldLimit } from '../../../../nodes/MoEngage/delivery/limits/rateHeaders';

const MINUTE_MS = 60_000;
const CAPACITY = 1000;
const NOTHING = { cost: 0, requests: 0 };

/** HeaderTrust that hear single requests, one a second. */
function listener() {
	const announcements = new HeaderTrust(() => 0);
	let now = 0;
	return {
		announcements,
		hear(said: ToldLimit, isAccepted = true) {
			now += 1000;
			const request = { at: now, cost: 1, requests: 1, isAccepted };
			announcements.listen(said, request, NOTHING, CAPACITY, now);
		},
		lie() {
			announcements.noteLie(now);
		},
		pass(ms: number) {
			now += ms;
		},
		get left() {
			const { told } = announcements;
			if (told === undefined) return undefined;
			let left = 0;
			while (told.hasRoom(NOTHING, { cost: left + 1, requests: 1 })) left++;
			return left;
		},
	};
}

describe('what answers say about a limit', () => {
	test('is followed from the first accepted answer that says it, and anew with each', () => {
		const { announcements, hear } = listener();
		hear({});
		expect(announcements.told).toBeUndefined();
		const heard = listener();
		for (const left of [70, 69, 12, 0, 99]) {
			heard.hear({ left });
			expect(heard.left).toBe(left);
		}
	});

	test.each<[string, ToldLimit]>([
		['only the limit', { most: 100 }],
		['only the end of the window', { resetIn: 5000 }],
		['only a time to wait', { retryAfter: 5000 }],
	])('is not followed where it is %s', (_what, said) => {
		const heard = listener();
		for (let answer = 0; answer < 10; answer++) heard.hear(said);
		expect(heard.announcements.told).toBeUndefined();
	});

	test('is not followed where refusals alone say it', () => {
		const heard = listener();
		for (const left of [0, 50, 100]) heard.hear({ left, most: 100 }, false);
		expect(heard.announcements.told).toBeUndefined();
		heard.hear({ left: 60 });
		heard.hear({ left: 0 }, false);
		expect(heard.left).toBe(0);
	});

	test('is waited for no more once four accepted answers in a row say nothing', () => {
		for (const said of [{}, { most: 100 }, { resetIn: 100 }]) {
			const heard = listener();
			heard.hear({ left: 60 });
			for (let silent = 0; silent < 3; silent++) heard.hear(said);
			expect(heard.left).toBe(60);
			heard.hear(said);
			expect(heard.announcements.told).toBeUndefined();
			heard.hear({ left: 30 });
			expect(heard.left).toBe(30);
		}
	});

	test('is followed on where single answers say nothing', () => {
		const heard = listener();
		for (let answer = 0; answer < 40; answer++) heard.hear(answer % 4 === 0 ? { left: 60 } : {});
		expect(heard.left).toBe(60);
	});

	test.each([4, 5, 40])('is followed on after %d refusals in a row that say nothing', (count) => {
		const heard = listener();
		heard.hear({ left: 60 });
		for (let refusal = 0; refusal < count; refusal++) heard.hear({}, false);
		expect(heard.left).toBe(60);
		for (let accepted = 0; accepted < 3; accepted++) heard.hear({});
		expect(heard.left).toBe(60);
	});

	test.each([2, 3, 4])(
		'is waited for no more although each %dth answer is a refusal that says nothing, too',
		(nth) => {
			const heard = listener();
			heard.hear({ left: 60 });
			for (let answer = 1; answer <= 30; answer++) heard.hear({}, answer % nth !== 0);
			expect(heard.announcements.told).toBeUndefined();
		},
	);
});

describe('what proves wrong', () => {
	test('three times in a row is not believed for ten minutes, and then again', () => {
		for (const left of [60, 500, 1000]) {
			const heard = listener();
			heard.hear({ left });
			heard.lie();
			heard.lie();
			expect(heard.announcements.told).toBeDefined();
			heard.lie();
			expect(heard.announcements.told).toBeUndefined();
			heard.hear({ left });
			expect(heard.announcements.told).toBeUndefined();
			heard.pass(9 * MINUTE_MS);
			heard.hear({ left });
			expect(heard.announcements.told).toBeUndefined();
			heard.pass(MINUTE_MS);
			heard.hear({ left });
			expect(heard.announcements.told).toBeDefined();
		}
	});

	test('now and then is believed on', () => {
		const heard = listener();
		for (let round = 0; round < 10; round++) {
			heard.hear({ left: 60 });
			heard.lie();
			heard.lie();
		}
		expect(heard.left).toBe(60);
	});

	test('where nothing was said, nothing can prove wrong', () => {
		const heard = listener();
		for (let lie = 0; lie < 5; lie++) heard.lie();
		heard.hear({ left: 60 });
		expect(heard.left).toBe(60);
	});

	test.each([5000, 60_000, 600_000])(
		'nothing is left for %d ms, and three requests are accepted meanwhile',
		(resetIn) => {
			const heard = listener();
			for (let answer = 0; answer < 12; answer++) heard.hear({ left: 0, resetIn });
			expect(heard.announcements.told).toBeUndefined();
		},
	);

	test.each([1000, 1500, 2000])(
		'but not what is accepted within the second by which headers are rounded: %d ms',
		(resetIn) => {
			const heard = listener();
			for (let answer = 0; answer < 12; answer++) heard.hear({ left: 0, resetIn });
			expect(heard.announcements.told).toBeDefined();
		},
	);
});
