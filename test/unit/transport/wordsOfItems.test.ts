import { readReply } from '../../../nodes/MoEngage/transport/answer';

/** The Data API's words about one item whose attribute, or a value of it, is called like a rejection of everything. */
const ABOUT_ONE_ITEM: Array<[string, number, Record<string, unknown>]> = [
	[
		'an attribute named blacklisted',
		400,
		{ message: 'Invalid value for the attribute.', type: 'TypeError', attribute: 'blacklisted' },
	],
	[
		'an attribute named blacklisted, in the words as well',
		400,
		{ message: 'blacklisted should be a boolean', type: 'TypeError', attribute: 'blacklisted' },
	],
	[
		'a value Account suspended',
		400,
		{ message: 'Value "Account suspended" is not valid', type: 'ValueError', attribute: 'state' },
	],
	[
		'a value BlockedClient',
		400,
		{ message: 'Value "BlockedClient" is not valid', type: 'ValueError', attribute: 'segment' },
	],
];

describe('what MoEngage rejects of one item stops no other', () => {
	test.each(ABOUT_ONE_ITEM)('%s', (_what, statusCode, error) => {
		const body = { status: 'fail', error: { ...error, request_id: 'TtnwRNrU' } };
		expect(readReply({ statusCode, headers: {}, body })).toMatchObject({
			kind: 'refused',
			cause: 'request',
			concerns: 'request',
			mayBeOneItem: true,
		});
	});
});
