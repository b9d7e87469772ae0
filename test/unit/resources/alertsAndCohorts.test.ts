import { bodyOf, type Operation } from '../../../nodes/MoEngage/delivery/operation';
import { pieceOfItem, toElements, type ItemPiece } from '../../../nodes/MoEngage/delivery/piece';
import type { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { send } from '../../../nodes/MoEngage/resources/alert/send';
import { addUsers, removeUsers } from '../../../nodes/MoEngage/resources/cohort/addAndRemoveUsers';
import { getMany } from '../../../nodes/MoEngage/resources/segment/getMany';
import type { Refusal } from '../../../nodes/MoEngage/transport/refusal';
import { parametersOf } from '../parametersOf';

const UUID = 'aa886712-4537-47c1-b126-2686efda2e26';

/** @param files what the item has */
function pieceOf(
	operation: Operation,
	parameters: Record<string, unknown>,
	files: string[] = [],
): ItemPiece {
	const facts = {
		json: {},
		item: 0,
		now: 0,
		workflowZone: { offsetAt: () => 0 },
		newUuid: () => UUID,
		hasFile: (name: string) => files.includes(name),
		files: () => files.map((name) => ({ name })),
	};
	return pieceOfItem(operation.toPiece(parametersOf(parameters), facts), 0);
}

const refusal = (parameter: string) => expect.objectContaining({ parameter }) as InvalidInput;

describe('alert: send', () => {
	const EMAIL = { channel: 'EMAIL', recipient: 'a@example.com' };
	const alert = { alertId: 'A1', channels: { channel: [EMAIL] } };

	test('maps the alert, its user, its transaction and its channels', () => {
		const { element, lane, memo } = pieceOf(send, {
			alertBy: 'referenceName',
			alertId: 'A1',
			alertReferenceName: 'order',
			userId: 4711,
			channels: {
				channel: [
					{ ...EMAIL, personalizedAttributes: '{"n": 1}' },
					{ channel: 'sms', recipient: '', personalizedAttributes: {} },
				],
			},
			additionalFields: { transactionId: 'T1' },
		});
		expect(element).toEqual({
			alert_reference_name: 'order',
			user_id: '4711',
			transaction_id: 'T1',
			payloads: {
				EMAIL: { recipient: 'a@example.com', personalized_attributes: { n: 1 } },
				SMS: {},
			},
		});
		expect([lane, memo]).toEqual(['T1', { transaction_id: 'T1' }]);
	});

	test.each([{}, { transactionId: '' }, { transactionId: null }])(
		'makes a transaction where %j names none',
		(additionalFields) => {
			const { element } = pieceOf(send, { ...alert, additionalFields });
			expect(element).toMatchObject({ alert_id: 'A1', transaction_id: UUID });
		},
	);

	test('names files that go with it once, and puts their content under their names', () => {
		const channels = { channel: [{ ...EMAIL, attachments: 'invoice, terms , invoice' }] };
		const piece = pieceOf(send, { ...alert, channels }, ['invoice', 'terms', 'other']);
		expect(piece.files).toEqual(['invoice', 'terms']);
		expect(JSON.stringify(piece.element)).not.toContain('attachments');
		expect(send.route.attach?.(piece.element, { invoice: 'AA==', terms: 'BB==' })).toEqual({
			...piece.element,
			payloads: {
				EMAIL: {
					recipient: 'a@example.com',
					personalized_attachments: { invoice: 'AA==', terms: 'BB==' },
				},
			},
		});
		expect(pieceOf(send, alert)).not.toHaveProperty('files');
	});

	test.each<[Record<string, unknown>, string]>([
		[{ alertId: ' ' }, 'alertId'],
		[{ alertBy: 'referenceName' }, 'alertReferenceName'],
		[{ alertBy: 'title' }, 'alertBy'],
		[{ userId: 'guest' }, 'userId'],
		[{ channels: {} }, 'channels'],
		[{ channels: '' }, 'channels'],
		[{ channels: { channel: [{ channel: 'EMAIL' }] } }, 'channels.channel.recipient'],
		[{ channels: { channel: [EMAIL, EMAIL] } }, 'channels.channel.channel'],
		[{ channels: { channel: [{ recipient: 'a' }] } }, 'channels.channel.channel'],
		[
			{ channels: { channel: [{ ...EMAIL, personalizedAttributes: 'x' }] } },
			'channels.channel.personalizedAttributes',
		],
		[
			{ channels: { channel: [{ ...EMAIL, attachments: 'invoice, gone' }] } },
			'channels.channel.attachments',
		],
		[
			{ channels: { channel: [{ channel: 'PUSH', recipient: 'p', attachments: 'invoice' }] } },
			'channels.channel.attachments',
		],
		[{ additionalFields: { transactionId: 'x'.repeat(51) } }, 'additionalFields.transactionId'],
	])('refuses %j by the name of the parameter', (change, name) => {
		expect(() => pieceOf(send, { ...alert, ...change }, ['invoice'])).toThrow(refusal(name));
	});

	test('takes a transaction of 50 characters, whatever they are', () => {
		for (const id of ['x'.repeat(50), '\u{1F4C4}'.repeat(50), 'ü'.repeat(50)]) {
			const { element } = pieceOf(send, { ...alert, additionalFields: { transactionId: id } });
			expect(element.transaction_id).toBe(id);
		}
	});

	test('knows its duplicate by status and number, and names the transaction', () => {
		const { knownAgain } = send.route;
		const duplicate: Refusal = { httpCode: 409, message: 'Duplicate', number: 120105 };
		const any = { element: {} };
		expect(knownAgain?.isSaidBy(duplicate, any)).toBe(true);
		for (const other of [{ httpCode: 400 }, { number: 120002 }, { number: undefined }]) {
			expect(knownAgain?.isSaidBy({ ...duplicate, ...other }, any)).toBe(false);
		}
		const piece = pieceOf(send, { ...alert, additionalFields: { transactionId: 'T9' } });
		expect(knownAgain?.refusalOf(duplicate, piece)).toMatchObject({
			httpCode: 409,
			message: expect.stringMatching(/^Duplicate: .*"T9"/) as string,
		});
	});
});

describe.each([
	['add', addUsers, 'add_members'],
	['remove', removeUsers, 'remove_members'],
])('cohort: %s users', (_what, operation, action) => {
	const cohort = { cohortId: 7, cohortName: ' VIP ' };

	test('maps the users of one cohort into one request, each once', () => {
		const pieces = ['a1', 'b2', 'a1', 'c3'].map((customerId) =>
			pieceOf(operation, { ...cohort, customerId, additionalFields: { description: 'Gold' } }),
		);
		expect(bodyOf(operation.route, toElements(pieces), pieces[0].envelope?.body)).toEqual({
			action,
			partner: 'n8n',
			parameters: {
				cohort_id: '7',
				cohort_name: 'VIP',
				cohort_description: 'Gold',
				members: [{ uid: 'a1' }, { uid: 'b2' }, { uid: 'c3' }],
			},
		});
	});

	test.each<[Record<string, unknown>, string]>([
		[{ cohortId: '' }, 'cohortId'],
		[{ cohortName: null }, 'cohortName'],
		[{ cohortName: '.VIP' }, 'cohortName'],
		[{ cohortName: 'a|b' }, 'cohortName'],
		[{ customerId: 'n/a' }, 'customerId'],
	])('refuses %j by the name of the parameter', (change, name) => {
		expect(() => pieceOf(operation, { ...cohort, customerId: 'a1', ...change })).toThrow(
			refusal(name),
		);
	});
});

describe('segment: get many', () => {
	test.each([
		[{ name: ' VIP ' }, { name: 'VIP' }],
		[{ name: '' }, {}],
		[{}, {}],
	])('asks for %j by the query %j', (filters, query) => {
		expect(pieceOf(getMany, { filters }).envelope).toEqual({ query });
	});

	test.each([[{ data: null }], [{}], [{ data: ['text', 1] }]])('finds none in %j', (answer) => {
		expect(getMany.route.toOutput?.(answer, pieceOf(getMany, {}))).toEqual([]);
	});
});
