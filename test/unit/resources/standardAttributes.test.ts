import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';
import { parametersOf } from '../parametersOf';

/** The attributes that User > Create or Update sends. */
function attributesOf(parameters: Record<string, unknown>, json: Record<string, unknown> = {}) {
	const facts = {
		json,
		item: 0,
		now: Date.UTC(2026, 0, 1),
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => '',
		hasFile: () => false,
		files: () => [],
	};
	const given = { customerId: 'ann@example.com', specifyAttributes: 'fields', ...parameters };
	return upsert.toPiece(parametersOf(given), facts).element.attributes;
}

const ALL = {
	birthday: '1990-01-31',
	email: ' ann@example.com ',
	firstName: 'Ann',
	fullName: 'Ann Lee',
	gender: 'female',
	lastName: 'Lee',
	mobileNumber: 919876500000,
};

test("every standard attribute is sent under MoEngage's name", () => {
	expect(attributesOf({ standardAttributes: ALL })).toEqual({
		u_bd: '1990-01-31T00:00:00Z',
		u_em: 'ann@example.com',
		u_fn: 'Ann',
		u_n: 'Ann Lee',
		u_gd: 'female',
		u_ln: 'Lee',
		u_mb: '919876500000',
	});
});

test.each([
	['1990-01-31T00:30:00+02:00', '1990-01-31'],
	['1990-01-31T23:30:00-08:00', '1990-01-31'],
	['2001-12-01', '2001-12-01'],
	[new Date(Date.UTC(1975, 4, 3)), '1975-05-03'],
])('a birthday is the day of its own clock: %s', (birthday, day) => {
	expect(attributesOf({ standardAttributes: { birthday } })).toEqual({ u_bd: `${day}T00:00:00Z` });
});

test.each(['31/31/1990', 'soon', '1990-02-30'])('%s is rejected as a birthday', (birthday) => {
	expect(() => attributesOf({ standardAttributes: { birthday } })).toThrow(InvalidInput);
});

test.each([
	[undefined, undefined],
	[{}, undefined],
	[{ email: '', firstName: null, birthday: '' }, undefined],
	[{ email: '', lastName: 'Lee' }, { u_ln: 'Lee' }],
])('what is empty is not sent: %j', (standardAttributes, sent) => {
	expect(attributesOf({ standardAttributes })).toEqual(sent);
});

test('they stand beside other attributes, and come before those of the same name', () => {
	const standardAttributes = { email: 'new@example.com' };
	const json = { points: 3, u_em: 'old@example.com' };
	const other = { standardAttributes, specifyAttributes: 'item' };
	expect(attributesOf(other, json)).toEqual({ points: 3, u_em: 'new@example.com' });
	const asJson = { standardAttributes, specifyAttributes: 'json', attributesJson: json };
	expect(attributesOf(asJson)).toEqual({ points: 3, u_em: 'new@example.com' });
});
