import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';

import {
	hintAtAbsentExclusions,
	hintAtExecuteOnce,
	hintAtFailures,
	hintAtFairUse,
	hintAtFewerRequests,
	hintAtWait,
	logLongWait,
} from '../../../nodes/MoEngage/delivery/hints';
import type { Operation } from '../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, piecesOfItem, type Piece } from '../../../nodes/MoEngage/delivery/piece';
import { FairUse } from '../../../nodes/MoEngage/delivery/limits/fairUse';
import { Patience } from '../../../nodes/MoEngage/delivery/limits/patience';
import type { DeliverySettings } from '../../../nodes/MoEngage/delivery/settings';
import type { Failure } from '../../../nodes/MoEngage/delivery/settling/failure';
import { track } from '../../../nodes/MoEngage/resources/event/track';
import { merge } from '../../../nodes/MoEngage/resources/user/merge';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';
import {
	ENDPOINTS,
	type Endpoint,
	type RateLimit,
} from '../../../nodes/MoEngage/transport/endpoints';
import { fakeRun } from './fakeRun';

/** An execution that takes down what the user gets to see of it. */
function execution() {
	const hints: string[] = [];
	const log: string[] = [];
	const write = (line: string) => log.push(line);
	const context = {
		addExecutionHints: ({ message }: { message: string }) => hints.push(message),
		getNode: () => ({ name: 'Send' }),
		logger: { info: write, warn: write },
	} as unknown as IExecuteFunctions;
	return { context, hints, log };
}

const settingsWith = (rate?: RateLimit) =>
	({ route: { endpoint: ENDPOINTS.trackEvent }, rate }) as DeliverySettings;

/** What an item asks of a read, with all that decides about its output. */
const ASKED: Piece = {
	envelope: { body: { start_date: '2026-01-01' } },
	elementKey: 'a',
	element: { id: 'a' },
	memo: { limit: 50, simplify: true },
	only: ['name', 'status'],
};

const RATES: Array<[RateLimit | undefined, string]> = [
	[undefined, 'rate limit'],
	[{ counts: 'events', perMinute: 30_000 }, 'rate limit of 30,000 events per minute'],
	[
		{ counts: 'requests', perSecond: 10, perMinute: 100, perHour: 6000 },
		'rate limit of 10 requests per second, 100 requests per minute, 6,000 requests per hour',
	],
	[{ counts: 'users', perDay: 360_000 }, 'rate limit of 360,000 users per day'],
];

describe('a wait for a limit', () => {
	test.each(RATES)('is told of with its length and the limit: %j', (rate, words) => {
		for (const [waited, seconds] of [
			[5000, 5],
			[61_400, 61],
			[900_000, 900],
		]) {
			const { context, hints } = execution();
			const patience = new Patience(1e9);
			patience.begin('limit', 1000);
			patience.end('limit', 1000 + waited);
			hintAtWait(context, settingsWith(rate), patience);
			expect(hints).toEqual([
				`The node waited ${seconds} seconds for MoEngage's ${words}. All systems that send to the workspace share it.`,
			]);
		}
	});

	test('is worth no hint where it was short, or none', () => {
		for (const waited of [0, 1, 4999]) {
			const { context, hints } = execution();
			const patience = new Patience(1e9);
			patience.begin('limit', 1000);
			patience.end('limit', 1000 + waited);
			hintAtWait(context, settingsWith(), patience);
			expect(hints).toEqual([]);
		}
	});

	test('is told of apart from that for fair use of one user', () => {
		for (const [limit, fairUse, words] of [
			[0, 6000, ["6 seconds for MoEngage's Fair Usage Policy, which limits one user's data."]],
			[9000, 4000, ["9 seconds for MoEngage's rate limit."]],
			[9000, 70_000, ["9 seconds for MoEngage's rate limit.", "70 seconds for MoEngage's Fair"]],
		] as Array<[number, number, string[]]>) {
			const { context, hints } = execution();
			const patience = new Patience(1e9);
			for (const [waitsFor, waited] of [
				['limit', limit],
				['fairUse', fairUse],
			] as const) {
				patience.begin(waitsFor, 1000);
				patience.end(waitsFor, 1000 + waited);
			}
			hintAtWait(context, settingsWith(), patience);
			expect(hints).toEqual(words.map((part) => expect.stringContaining(part)));
		}
	});

	test.each(RATES)("gives n8n's log one line: %j", (rate, words) => {
		const { context, hints, log } = execution();
		logLongWait(context, settingsWith(rate), 'limit');
		expect(log).toEqual([
			`MoEngage node "Send" waits for MoEngage's ${words} (POST /v1/event/{workspaceId})`,
		]);
		expect(hints).toEqual([]);
	});
});

describe('many requests where Bulk Import would need few', () => {
	const hintsOf = (operation: Operation, routeName: string | undefined, requests: number) => {
		const { context, hints } = execution();
		const { otherRoutes = {}, route } = operation;
		const settings = {
			route: routeName === undefined ? route : otherRoutes[routeName],
		} as DeliverySettings;
		const packed = Array.from({ length: requests }, () => ({ pieces: [], bytes: 1000 }));
		hintAtFewerRequests(context, operation, settings, packed);
		return hints;
	};

	test.each([
		[301, 'about 4\\.'],
		[1000, 'about 10\\.'],
		[50_000, 'about 500\\.'],
	])('%d are told of with the number that it would take', (requests, about) => {
		for (const operation of [track, upsert]) {
			expect(hintsOf(operation, undefined, requests)).toEqual([
				expect.stringMatching(new RegExp(`took ${requests} requests\\. .*Bulk Import.* ${about}`)),
			]);
		}
	});

	test('are told of neither where it is on, nor where there is none, nor where they are few', () => {
		for (const requests of [301, 1000, 50_000]) {
			expect(hintsOf(track, 'bulkImport', requests)).toEqual([]);
			expect(hintsOf(upsert, 'bulkImport', requests)).toEqual([]);
			expect(hintsOf(merge, undefined, requests)).toEqual([]);
		}
		for (const requests of [0, 1, 300]) expect(hintsOf(track, undefined, requests)).toEqual([]);
	});
});

describe('many items for one user', () => {
	const told = (items: number) => {
		const { context, hints, log } = execution();
		const pieces = Array.from({ length: items }, (_, item) =>
			pieceOfItem({ element: {}, lane: 'Ana' }, item),
		);
		hintAtFairUse(context, new FairUse(`hints ${items}`, pieces));
		return { hints, log };
	};

	test.each([
		[4501, '2 minutes'],
		[12_000, '6 minutes'],
		[50_000, '61 minutes'],
	])('%d are told of before they are sent, with the time that they take', (items, minutes) => {
		const { hints, log } = told(items);
		expect(hints).toHaveLength(1);
		expect(hints[0]).toMatch(`${items} items are for one user.`);
		expect(hints[0]).toMatch(`over at least ${minutes}.`);
		expect(log).toEqual([`MoEngage node "Send": ${hints[0]}`]);
	});

	test('are none up to what MoEngage takes of a user in a minute', () => {
		for (const items of [0, 1, 4500]) expect(told(items)).toEqual({ hints: [], log: [] });
	});
});

describe('items that ask a read the same', () => {
	const hintsOf = (asked: Piece[], endpoint: Endpoint, items = asked.length) => {
		const { context, hints } = execution();
		const pieces = asked.flatMap((piece, item) => piecesOfItem(piece, item));
		const all = Array.from({ length: items }, () => ({ json: {} }));
		hintAtExecuteOnce(context, { route: { endpoint } } as DeliverySettings, pieces, all);
		return hints;
	};
	const ask = (...elementKeys: string[]): Piece[] =>
		elementKeys.map((elementKey) => ({ element: {}, elementKey, lane: elementKey }));

	test.each([2, 3, 200])('are told of when they are %d', (items) => {
		const same = Array.from({ length: items }, () => ({ ...ASKED, memo: { ...ASKED.memo } }));
		for (const endpoint of [ENDPOINTS.searchFlows, ENDPOINTS.getUsers, ENDPOINTS.listSegments]) {
			expect(hintsOf(same, endpoint)).toEqual([
				`All ${items} items ask MoEngage for the same, so the output has each record ${items} times. To get each once, turn on Execute Once in the Settings of this node.`,
			]);
		}
	});

	test('are told of neither where one asks otherwise, nor where there is one, nor of writes', () => {
		expect(hintsOf(ask('a', 'a', 'b'), ENDPOINTS.getUsers)).toEqual([]);
		expect(hintsOf(ask('a'), ENDPOINTS.getUsers)).toEqual([]);
		expect(hintsOf([], ENDPOINTS.getUsers)).toEqual([]);
		expect(hintsOf(ask('a', 'a', 'a'), ENDPOINTS.trackEvent)).toEqual([]);
	});

	test.each<[string, Partial<Piece>]>([
		['other days, in the envelope', { envelope: { body: { start_date: '2026-01-02' } } }],
		['another record', { elementKey: 'b' }],
		['another question', { element: { id: 'b' } }],
		['fewer records', { memo: { limit: 5 } }],
		['the raw output', { memo: { limit: 50, simplify: false } }],
		['other fields', { only: ['status'] }],
		['all fields', { only: undefined }],
	])('are no such items where one wants %s', (_what, difference) => {
		const other = { ...ASKED, ...difference };
		for (const items of [
			[other, ASKED],
			[ASKED, other],
			[ASKED, ASKED, other, ASKED],
		]) {
			expect(hintsOf(items, ENDPOINTS.getUsers)).toEqual([]);
		}
	});

	test('are no such items where one cannot be sent: it may be the one that runs once', () => {
		expect(hintsOf(ask('a', 'a'), ENDPOINTS.getUsers, 3)).toEqual([]);
		expect(hintsOf(ask('a'), ENDPOINTS.getUsers, 2)).toEqual([]);
	});

	test('are not the parts of one item', () => {
		const long = { ...ASKED, more: [ASKED, ASKED] };
		expect(hintsOf([long], ENDPOINTS.getCampaignStatistics)).toEqual([]);
		expect(hintsOf([long, ASKED], ENDPOINTS.getCampaignStatistics)).toEqual([]);
	});
});

describe('failed items of a run that continues', () => {
	const told = (outcomes: Array<Failure['outcome']>, total: number, node = {}) => {
		const { context, hints } = execution();
		context.getNode = () => node as INode;
		const failures = outcomes.map((outcome, index) => {
			const type = outcome === 'invalid' ? 'InvalidInput' : 'Rejected';
			return { item: index * 12, failure: { outcome, type } as Failure };
		});
		hintAtFailures(context, failures, total);
		return hints;
	};
	const SAY_WHY = 'The fields error and message say why.';

	test.each([
		[
			['invalid'],
			1,
			`1 of 1 items could not be sent. ${SAY_WHY} Items count from 0: [Item 0] is row 1 of the input.`,
		],
		[
			['rejected', 'rejected', 'invalid', 'rejected'],
			50,
			`4 of 50 items failed: 1 could not be sent, 3 rejected. ${SAY_WHY} Items count from 0: [Item 24] is row 25 of the input.`,
		],
		[['unknown', 'unknown'], 900, `2 of 900 items with an unknown outcome. ${SAY_WHY}`],
		[['unsent', 'unsent'], 900, `2 of 900 items not sent. ${SAY_WHY}`],
	] as Array<[Array<Failure['outcome']>, number, string]>)(
		'%j of %d are counted by what became of them',
		(outcomes, total, words) => {
			expect(told(outcomes, total)).toEqual([words]);
		},
	);

	test('are looked for in the error branch, where the node has one', () => {
		for (const onError of ['continueRegularOutput', 'continueErrorOutput', undefined]) {
			const [hint] = told(['rejected'], 3, { onError });
			expect(hint.includes('see the last columns of the Error Branch')).toBe(
				onError === 'continueErrorOutput',
			);
		}
	});

	test('are worth no hint where there are none', () => {
		for (const total of [0, 1, 50_000]) expect(told([], total)).toEqual([]);
	});
});

describe('a name in Exclude Fields that no item has', () => {
	const hintsFor = (parameters: object, items: object[]) => {
		const { context, hints } = fakeRun({
			parameters: { specifyAttributes: 'item', ...parameters },
		});
		hintAtAbsentExclusions(
			context,
			items.map((json) => ({ json: json as IDataObject })),
		);
		return hints;
	};
	const broken = () => {
		throw new Error('no data');
	};

	test('is told, since the field is sent', () => {
		expect(hintsFor({ excludeFields: 'pasword' }, [{ password: 1 }, { a: 1 }])).toEqual([
			'No input item has a field named "pasword". Check the spelling in Exclude Fields: the node sends all other fields.',
		]);
	});

	test.each<[string, object, object[]]>([
		['each name is in an item', { excludeFields: 'a, b' }, [{ a: 1 }, { b: 1 }]],
		['there is no item', { excludeFields: 'a' }, []],
		['the field cannot be evaluated', { excludeFields: broken }, [{ b: 1 }]],
		['the item is not sent as a whole', { specifyAttributes: 'json', excludeFields: 'x' }, [{}]],
	])('is not told if %s', (_what, parameters, items) => {
		expect(hintsFor(parameters, items)).toEqual([]);
	});
});

test('hints stand beside the output of the node', () => {
	const places: unknown[] = [];
	const note = ({ location }: { location: string }) => places.push(location);
	const { context } = execution();
	Object.assign(context, { addExecutionHints: note });
	const patience = new Patience(1e9);
	patience.begin('limit', 0);
	patience.end('limit', 60_000);
	hintAtWait(context, settingsWith(), patience);
	hintAtFairUse(context, { heaviest: { items: 6000, minutes: 1 } } as FairUse);
	const absent = fakeRun({ parameters: { specifyAttributes: 'item', excludeFields: 'x' } });
	Object.assign(absent.context, { addExecutionHints: note });
	hintAtAbsentExclusions(absent.context, [{ json: {} }]);
	expect(places).toEqual(['outputPane', 'outputPane', 'outputPane']);
});

test('one minute is no minutes', () => {
	for (const [minutes, words] of [
		[1, 'over at least 1 minute.'],
		[2, 'over at least 2 minutes.'],
	] as const) {
		const { context, hints } = execution();
		hintAtFairUse(context, { heaviest: { items: 6000, minutes } } as FairUse);
		expect(hints[0]).toContain(words);
	}
});
