import { withAttributeChanges } from '../../../../nodes/MoEngage/mapping/attributes/attributeChanges';
import { InvalidInput } from '../../../../nodes/MoEngage/mapping/invalidInput';
import { additionalFieldsOf } from '../../parametersOf';

function changesOf(
	additional: Record<string, unknown>,
	attributes: Record<string, unknown> = {},
	identifiers: string[] = [],
) {
	return withAttributeChanges(additionalFieldsOf(additional), attributes, identifiers, false);
}

/** The refusal of an item, as its parameter and its reason. */
function refusalOf(additional: Record<string, unknown>, attributes?: Record<string, unknown>) {
	let refusal: unknown;
	try {
		changesOf(additional, attributes);
	} catch (error) {
		refusal = error;
	}
	expect(refusal).toBeInstanceOf(InvalidInput);
	const { parameter, reason } = refusal as InvalidInput;
	return { parameter, reason };
}

const equals = (attr: string) => ({ type: 'equals', attr, case_sensitive: true });

describe('what is changed', () => {
	test.each([
		['the fixed collection', { attribute: [{ name: 'tags', values: 'a, b' }] }],
		['a list of rows', [{ name: 'tags', values: ['a', 'b'] }]],
		['one row', { attribute: { name: 'tags', values: '["a", "b"]' } }],
		['an object', { tags: ['a', '', 'b', null] }],
		['JSON text', '{"tags": ["a", "b", "a"]}'],
		[
			'two rows of one attribute',
			[
				{ name: 'tags', values: 'a' },
				{ name: 'tags', values: 'b' },
			],
		],
	])('array values from %s', (_form, field) => {
		const values = { tags: ['a', 'b'] };
		expect(changesOf({ addToArrays: field })).toEqual({
			attributes: { addValueToArrayField: values },
		});
		expect(changesOf({ removeFromArrays: field })).toEqual({
			attributes: { removeValueFromArrayField: values },
		});
	});

	test.each([
		['the fixed collection', { attribute: [{ name: 'plan' }, { name: '' }, { name: 'city' }] }],
		['a list of names', ['plan', '', 'city', 'plan']],
		['rows', [{ name: 'plan' }, {}, { name: 'city' }]],
		['several names in a row', { attribute: [{ name: ['plan', ''] }, { name: 'plan, city' }] }],
		['text', ' plan , city,'],
		['JSON text', '["plan", "city"]'],
	])('names to unset from %s', (_form, unsetAttributes) => {
		expect(changesOf({ unsetAttributes })).toEqual({
			attributes: {},
			unset: [equals('plan'), equals('city')],
		});
	});

	test('values keep their types, and dates get the form of MoEngage', () => {
		const values = [1, 2.5, true, '2026-01-31T22:00:00.000+05:30', new Date(0)];
		expect(changesOf({ addToArrays: { seen: values } }).attributes).toEqual({
			addValueToArrayField: {
				seen: [1, 2.5, true, '2026-01-31T16:30:00Z', '1970-01-01T00:00:00Z'],
			},
		});
		expect(changesOf({ addToArrays: { tags: '{vip}, x' } }).attributes).toEqual({
			addValueToArrayField: { tags: ['{vip}', 'x'] },
		});
		expect(changesOf({ addToArrays: { points: 5 } }).attributes).toEqual({
			addValueToArrayField: { points: [5] },
		});
		expect(changesOf({ addToArrays: { points: ' [1, 2]', codes: '5' } }).attributes).toEqual({
			addValueToArrayField: { points: [1, 2], codes: ['5'] },
		});
	});

	test.each([
		[{}],
		[{ addToArrays: {}, removeFromArrays: '', unsetAttributes: null }],
		[
			{
				addToArrays: {
					attribute: [
						{ name: 'tags', values: '' },
						{ name: '', values: null },
					],
				},
			},
		],
		[{ removeFromArrays: { tags: [] }, unsetAttributes: { attribute: [{ name: ' ' }] } }],
	])('%j changes nothing', (additional) => {
		const attributes = { plan: '', addValueToArrayField: { a: ['1'] } };
		expect(changesOf(additional, attributes)).toEqual({ attributes });
		expect(changesOf(additional, attributes).attributes).toBe(attributes);
	});

	test('stands beside the attributes that are set, and beside changes in their JSON', () => {
		const attributes = { city: 'Pune', addValueToArrayField: { brands: ['x'] } };
		expect(changesOf({ addToArrays: { tags: 'a' }, unsetAttributes: 'plan' }, attributes)).toEqual({
			attributes: { city: 'Pune', addValueToArrayField: { brands: ['x'], tags: ['a'] } },
			unset: [equals('plan')],
		});
	});

	test.each([[null], [''], [' ']])(
		'an empty value (%j) to set gives way, as columns of a sheet that are to be unset hold it',
		(plan) => {
			expect(changesOf({ unsetAttributes: 'plan' }, { plan, city: 'Pune' })).toEqual({
				attributes: { city: 'Pune' },
				unset: [equals('plan')],
			});
		},
	);

	test("the workspace's identifiers and MoEngage's own attributes may be unset", () => {
		const unsetAttributes = 'moe_vip_id, moe_sub_w, u_em';
		expect(changesOf({ unsetAttributes }, {}, ['moe_vip_id']).unset).toHaveLength(3);
	});
});

describe('what is refused, by the name of the field', () => {
	test.each([
		[{ addToArrays: { tags: 'a' }, removeFromArrays: { tags: 'b' } }, {}, 'removeFromArrays'],
		[{ unsetAttributes: 'tags', addToArrays: { tags: 'a' } }, {}, 'addToArrays'],
		[{ unsetAttributes: 'tags', removeFromArrays: { tags: 'a' } }, {}, 'removeFromArrays'],
		[{ unsetAttributes: 'tags' }, { tags: ['a'] }, 'unsetAttributes'],
		[{ addToArrays: { tags: 'a' } }, { tags: 'b' }, 'addToArrays'],
		[{ unsetAttributes: 'tags' }, { addValueToArrayField: { tags: ['b'] } }, 'unsetAttributes'],
		[{ addToArrays: { tags: 'a' } }, { removeValueFromArrayField: { tags: [] } }, 'addToArrays'],
	])('an attribute in two places: %j beside %j', (additional, attributes, field) => {
		expect(refusalOf(additional, attributes)).toEqual({
			parameter: `additionalFields.${field}`,
			reason: expect.stringMatching(/^has "tags", which is also in /) as string,
		});
	});

	test.each([
		[{ addToArrays: 'tags' }, 'addToArrays', /JSON/],
		[{ addToArrays: ['tags'] }, 'addToArrays', /"tags" where name and values/],
		[{ addToArrays: [{ values: 'a' }] }, 'addToArrays.attribute.name', /empty/],
		[{ addToArrays: { tags: [['a']] } }, 'addToArrays.attribute.values', /single value/],
		[{ removeFromArrays: { tags: { a: 1 } } }, 'removeFromArrays.attribute.values', /single value/],
		[{ removeFromArrays: { tags: '["a"' } }, 'removeFromArrays.attribute.values', /ends too early/],
		[{ addToArrays: { tags: ' {"a": 1}' } }, 'addToArrays.attribute.values', /single value/],
		[{ addToArrays: { tags: '{"a": 1}' } }, 'addToArrays.attribute.values', /single value/],
		[{ unsetAttributes: [{ name: '{"a": 1}' }] }, 'unsetAttributes.attribute.name', /not text/],
		[{ unsetAttributes: { plan: true } }, 'unsetAttributes', /where a name is expected/],
		[{ unsetAttributes: [['plan']] }, 'unsetAttributes', /not text/],
		[{ unsetAttributes: 'customer_id' }, 'unsetAttributes', /customer_id/],
		[{ unsetAttributes: 'moe_ip_city' }, 'unsetAttributes', /moe_/],
		[{ addToArrays: { platforms: 'iOS' } }, 'addToArrays', /platforms/],
		[{ addToArrays: { id: 'x' } }, 'addToArrays', /reserves/],
	])('%j', (additional, field, reason) => {
		expect(refusalOf(additional)).toEqual({
			parameter: `additionalFields.${field}`,
			reason: expect.stringMatching(reason) as string,
		});
	});
});
