import { share } from '../../fixtures/share';
import { REQUIRED, unmet, type Requirement } from '../../simulation/measures';
import {
	join,
	KINDS,
	kindName,
	leave,
	startTogether,
	type Setting,
} from '../../simulation/scenarios';
import { run, type Scenario } from '../../simulation/world';

/** User > Create or Update, a minute. */
const LIMIT = 10_000;

/** Event > Track. With less for each, the first moment counts too much for many senders, and chance for two. */
const LARGER_LIMIT = 30_000;

/** `npm run simulate` takes others. */
const SEED = 1;

type Case = {
	name: string;
	limit: number;
	/** Windows that count, after the last change. */
	counted: number;
	scenario: (setting: Setting) => Scenario;
};

const CASES: Case[] = [
	...[2, 5, 10, 20, 50].map((senders) => ({
		name: `${senders} start together`,
		limit: [2, 50].includes(senders) ? LARGER_LIMIT : LIMIT,
		// What is refused in the first moment counts the more, the more senders there are.
		counted: senders < 50 ? 8 : 10,
		scenario: (setting: Setting) => startTogether(setting, senders),
	})),
	{
		name: '1 joins 1',
		limit: LARGER_LIMIT,
		counted: 8,
		scenario: (setting) => join(setting, 1, 1),
	},
	{
		name: '10 join 10',
		limit: LIMIT,
		counted: 8,
		scenario: (setting) => join(setting, 10, 10),
	},
	{
		name: '10 of 20 leave',
		limit: LIMIT,
		counted: 8,
		scenario: (setting) => leave(setting, 20, 10),
	},
];

/**
 * What a case has to reach instead, because not each seed reaches Jain's index as required. Of the seeds 1 to 16 on
 * Node 20 so many missed it, the lowest at:
 */
const NOT_REACHED: Record<string, Partial<Requirement>> = {
	// 1 of 16: 0.842
	'50 start together, sliding windows, no headers': { fairness: 0.82 },
};

const EVERY = KINDS.flatMap((kind) =>
	CASES.map((one) => ({ ...one, kind, kindly: kindName(kind) })),
);

// Converged within three windows: from the third full window after the last change on, the mean of the index is reached.
test.each(share(5, EVERY))('$kindly, $name', ({ name, limit, counted, scenario, kind, kindly }) => {
	const usual = kind.hasHeaders ? REQUIRED.headers : REQUIRED.noHeaders;
	const required = { ...usual, ...NOT_REACHED[`${name}, ${kindly}`] };
	const outcome = run(scenario({ kind, limit, counted, seed: SEED }));
	expect(unmet(outcome, required)).toEqual([]);
});
