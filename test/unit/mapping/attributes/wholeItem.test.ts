import {
	absentExclusionHint,
	excludedFields,
	excludedButAbsent,
	wholeItem,
} from '../../../../nodes/MoEngage/mapping/attributes/wholeItem';
import { parametersOf } from '../../parametersOf';

const ITEM = { plan: 'gold', note: ' ', phone: null, password_hash: 'x', points: 0, tags: [] };

test.each([
	[{}, ITEM],
	[{ skipEmptyValues: true }, { plan: 'gold', password_hash: 'x', points: 0, tags: [] }],
	[
		{ excludeFields: 'password_hash, note', options: { excludeFields: ['tags'] } },
		{ plan: 'gold', phone: null, points: 0 },
	],
	[{ options: { excludeFields: 'password_hash' } }, { ...ITEM, password_hash: undefined }],
])('%j', (parameters, expected) => {
	expect(wholeItem(parametersOf(parameters), ITEM)).toEqual(expected);
});

test('no field is excluded unless the user says so', () => {
	expect(excludedFields(parametersOf({}))).toEqual([]);
});

describe('a misspelled name to exclude lets a secret through, so it is noticed', () => {
	const items = [{ a: 1, password_hash: 'x' }, { b: undefined }, {}];

	test.each([
		[['pasword_hash'], ['pasword_hash']],
		[['a', 'b', 'password_hash'], []],
		[['A', 'a'], ['A']],
		[['toString'], ['toString']],
		[[], []],
	])('%j', (names, absent) => {
		expect(excludedButAbsent(names, items)).toEqual(absent);
	});

	test('without items there is nothing to say', () => {
		expect(excludedButAbsent(['x'], [])).toEqual([]);
	});

	test('the hint names them all, those of both places', () => {
		const parameters = { specifyAttributes: 'item', excludeFields: 'pasword_hash, a' };
		const hint = (more: object) =>
			absentExclusionHint(parametersOf({ ...parameters, ...more }), items);
		expect(hint({})).toBe(
			'No input item has a field named "pasword_hash". Check the spelling in Exclude Fields: the node sends all other fields.',
		);
		expect(hint({ options: { excludeFields: 'row' } })).toContain(
			'fields named "pasword_hash", "row".',
		);
		expect(hint({ excludeFields: 'a, b' })).toBeUndefined();
		expect(hint({ specifyAttributes: 'json' })).toBeUndefined();
	});
});
