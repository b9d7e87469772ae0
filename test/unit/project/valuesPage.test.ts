import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { asSent } from '../../../nodes/MoEngage/mapping/attributes/asSent';
import {
	RULES as OF_ATTRIBUTES,
	toldOfArray,
	toldOfEvent,
	toldOfName,
	toldOfText,
} from '../../../nodes/MoEngage/mapping/attributes/rules';
import { ToldRun, type Told } from '../../../nodes/MoEngage/mapping/told';
import { checkUser, RULES as OF_USERS } from '../../../nodes/MoEngage/mapping/users/rules';

/*
 * The tables of rules, `users/rules.ts` and `attributes/rules.ts` in `mapping/`, against what the page about values says: a
 * rule that the page lacks, or a limit that it has otherwise, fails here.
 */

const PAGE = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'values.md'), 'utf8');

function section(heading: string): string {
	const [, after] = PAGE.split(`\n## ${heading}\n`);
	return after.split('\n## ')[0];
}

/** What stands in code, between one or two backticks. */
const inCode = (text: string): string[] =>
	[...text.matchAll(/`` ?(.+?) ``|`([^`]+)`/g)].map(([, long, short]) => long ?? short);

describe.each(OF_USERS)('users: $is', (rule) => {
	test(`the page has the example ${rule.like}`, () => {
		expect(inCode(section('Users'))).toContain(rule.like);
	});

	test('the example breaks this rule, and none before it', () => {
		const [reason] = [rule.is.split('#')[0]];
		const [namedBy = 'other'] = rule.for ?? [];
		expect(() => checkUser(rule.like, namedBy, 'there')).toThrow(`"${rule.like}" ${reason}`);
	});
});

/** The first cells of the table of what MoEngage cuts or drops. A bar may be within code. */
const ROWS = section('Attributes')
	.split('| Value | MoEngage |\n| --- | --- |\n')[1]
	.split('\n\n')[0]
	.split('\n')
	.map((line) => line.slice(2, line.lastIndexOf(' | ')));

/** What n8n leads to rather than MoEngage. */
type OfN8n = 'fieldWins' | 'noAttachment' | 'textOfFile' | 'unknownAttributes';

/** How the row of each begins: a new kind has none until it is added here and on the page. */
const ROW_OF: Record<Exclude<Told, OfN8n>, RegExp> = {
	longText: /^Text of more than/,
	longUrl: /^A URL of more than/,
	longArray: /^An array of more than/,
	mixedArray: /^An array with `null`/,
	longName: /^A name of more than/,
	attributeName: /in the name of an attribute$/,
	eventName: /in the name of an event$/,
	eventReserved: /^Names of MoEngage's own events/,
};
const rowOf = (told: keyof typeof ROW_OF) => ROWS.find((row) => ROW_OF[told].test(row)) ?? '';
const numbersIn = (row: string) => (row.match(/\d+/g) ?? []).map(Number);

describe('attributes: what MoEngage cuts or drops', () => {
	test('the page has a row for each kind, and no other', () => {
		const kinds = Object.keys(ROW_OF) as Array<keyof typeof ROW_OF>;
		expect(kinds.map((kind) => ROWS.filter((row) => ROW_OF[kind].test(row)))).toEqual(
			kinds.map(() => [expect.any(String)]),
		);
		expect(ROWS.filter((row) => !kinds.some((kind) => ROW_OF[kind].test(row)))).toEqual([]);
	});

	test('the limits of the page are those of the node', () => {
		const just = (length: number) => 'x'.repeat(length);
		const [text] = numbersIn(rowOf('longText'));
		expect([toldOfText(just(text)), toldOfText(just(text + 1))]).toEqual([undefined, 'longText']);
		const [url] = numbersIn(rowOf('longUrl'));
		const address = (length: number) => `https://${just(length - 8)}`;
		expect([toldOfText(address(url)), toldOfText(address(url + 1))]).toEqual([
			undefined,
			'longUrl',
		]);
		const [values, objects] = numbersIn(rowOf('longArray'));
		for (const [most, value] of [
			[values, 'a'],
			[objects, {}],
		] as const) {
			const list = (length: number) => Array.from({ length }, () => value);
			expect([toldOfArray(list(most)), toldOfArray(list(most + 1))]).toEqual([
				undefined,
				'longArray',
			]);
		}
		const [name] = numbersIn(rowOf('longName'));
		expect([toldOfName(just(name)), toldOfName(just(name + 1))]).toEqual([undefined, 'longName']);
	});

	test.each(['longText', 'longUrl', 'longArray', 'longName'] as const)(
		'the hint of %s has the limits of the page',
		(kind) => {
			const run = new ToldRun();
			run.note(kind, 'a', 0);
			expect(numbersIn(String(run.hint()).replace(/\(item \d+\)/, ''))).toEqual(
				numbersIn(rowOf(kind)),
			);
		},
	);

	const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));

	test.each([
		['attributeName', toldOfName],
		['eventName', toldOfEvent],
	] as const)('the page has each character that is told as %s', (kind, toldOf) => {
		const [characters] = inCode(rowOf(kind));
		expect(characters.split(' ').sort()).toEqual(
			PRINTABLE.filter((one) => toldOf(`a${one}b`) === kind).sort(),
		);
	});

	test('the names of events that the page has for examples are told', () => {
		const examples = inCode(rowOf('eventReserved'));
		expect(examples.length).toBeGreaterThan(1);
		expect(examples.map(toldOfEvent)).toEqual(examples.map(() => 'eventReserved'));
	});
});

describe('names of attributes', () => {
	const send = (owner: keyof typeof OF_ATTRIBUTES, attributes: Record<string, unknown>) =>
		asSent(attributes, { owner, parameter: 'there', tell: () => {} });

	test('as many may be in an event as the page says', () => {
		const most = Number(/An event can have up to (\d+) attributes/.exec(PAGE)?.[1]);
		expect(OF_ATTRIBUTES.event.most).toBe(most);
		expect(OF_ATTRIBUTES.businessEvent.most).toBe(most);
	});

	test('the node rejects the reserved ones of the page, and those alone', () => {
		const [, after] = PAGE.split('For users, the node also rejects');
		const reserved = inCode(after.split('\n### ')[0]);
		expect(reserved).toHaveLength(4 + Number(/and these (\d+) names/.exec(after)?.[1]));
		for (const name of reserved) {
			expect(() => send('user', { [name]: 1 })).toThrow(
				`"${name}" is a name that MoEngage reserves`,
			);
		}
		const source = readFileSync(
			join(__dirname, '../../../nodes/MoEngage/mapping/attributes/attributeNames.ts'),
			'utf8',
		);
		const [, table] = source.split('const RESERVED_USER_ATTRIBUTES = new Set([');
		const names = [...table.split(']')[0].matchAll(/'(\w+)'/g)].map(([, name]) => name);
		expect([...reserved].sort()).toEqual(names.sort());
	});
});
