import { ACCEPTED, useSimulator } from '../useSimulator';

const { byAppId, trackUser, simulator } = useSimulator();

describe('users', () => {
	it('notes as what it stores each attribute', async () => {
		const attributes = {
			...{ a: '2019-03-12T17:36:05Z', b: '2022-01-22', c: '2019-15-12', d: '2022-01-22T10:00:00' },
			...{ e: '2019-03-12T17:36:05.000Z', f: '2019-03-12T17:36:05+02:00', g: '11/11/2023' },
			...{ h: 1552412165, i: { j: ['2022-02-30', '2022-02-28'] }, k: null },
		};
		await trackUser({ type: 'customer', customer_id: 'u1', attributes });
		expect(simulator.stored).toEqual([
			{
				of: 'user',
				types: {
					...{ a: 'date', b: 'date', c: 'text', d: 'text', e: 'text', f: 'text', g: 'text' },
					...{ h: 'number', i: 'object', 'i.j': 'array', 'i.j.0': 'text', 'i.j.1': 'date' },
					k: 'nothing',
				},
			},
		]);
	});

	it.each(['N/A', 'x', '-1', 'user_id'])('takes %s for no customer', async (customerId) => {
		const { status, data: answer } = await trackUser({ type: 'customer', customer_id: customerId });
		expect([status, answer.error.attribute]).toEqual([400, 'customer_id']);
		expect(simulator.accepted.users).toEqual([]);
	});

	it.each(['status', 'INSTALL', 'USER_ATTRIBUTE_OLD_ID'])(
		'refuses the reserved name %s',
		async (name) => {
			const attributes = { [name]: 1, source: 'CRM' };
			const { status, data: answer } = await trackUser({
				...{ type: 'customer', customer_id: 'u1', attributes },
			});
			expect([status, answer.error.attribute]).toEqual([400, name]);
		},
	);

	it('creates and updates users, and exports them', async () => {
		const users = [
			{ type: 'customer', customer_id: 'u1', attributes: { first_name: 'Ann', tags: ['a'] } },
			{ type: 'customer', customer_id: 'u2', attributes: { first_name: 'Bob', points: 5 } },
			{
				type: 'customer',
				customer_id: 'u1',
				attributes: { points: 7, addValueToArrayField: { tags: ['b'] } },
				platforms: [{ platform: 'ANDROID', active: 'true' }],
			},
		];
		for (const user of users) {
			const { status, data: answer } = await trackUser(user);
			expect([status, answer]).toEqual([200, ACCEPTED]);
		}
		expect(simulator.accepted.users.map(({ customerId }) => customerId)).toEqual([
			'u1',
			'u2',
			'u1',
		]);
		const { status, data: answer } = await byAppId('/v1/customers/export', {
			data: {
				identifiers: [
					{ identifier_type: 'customer_id', identifier: 'u1' },
					{ identifier_type: 'customer_id', identifier: 'nobody' },
					{ identifier_type: 'customer_id', identifier: 'u2' },
				],
			},
		});
		expect(status).toBe(200);
		expect(answer).toEqual({
			status: 'success',
			type: 'export_users',
			data: {
				users_not_found: [{ identifier_type: 'customer_id', identifier: 'nobody' }],
				users: [
					{
						user_attributes: {
							first_name: 'Ann',
							points: 7,
							tags: ['a', 'b'],
							customer_id: 'u1',
							id: expect.stringMatching(/^[0-9a-f]{24}$/),
						},
					},
					{
						user_attributes: {
							first_name: 'Bob',
							points: 5,
							customer_id: 'u2',
							id: expect.any(String),
						},
					},
				],
			},
		});

		const { id } = answer.data.users[1].user_attributes;
		for (const type of ['moengage_id', 'id']) {
			const { data: byId } = await byAppId('/v1/customers/export', {
				data: {
					identifiers: [{ identifier_type: type, identifier: id }],
					user_fields_to_export: ['points', 'constructor'],
				},
			});
			expect(byId.data.users).toEqual([{ user_attributes: { points: 5 } }]);
		}
	});

	it('refuses names, platforms and array changes that are not allowed', async () => {
		const attempts: Array<[Record<string, unknown>, string]> = [
			[{ attributes: { id: 1 } }, 'id'],
			[{ attributes: { _id: 1 } }, '_id'],
			[{ attributes: { '': 1 } }, ''],
			[{ attributes: { moe_custom: 1 } }, 'moe_custom'],
			[{ platforms: [{ platform: 'Symbian', active: 'true' }] }, 'platform'],
			[{ platforms: [{ platform: 'iOS', active: true }] }, 'active'],
			[{ update_existing_only: 'true' }, 'update_existing_only'],
		];
		for (const [fields, attribute] of attempts) {
			const { status, data: answer } = await trackUser({
				type: 'customer',
				customer_id: 'u1',
				...fields,
			});
			expect([status, answer.error.attribute]).toEqual([400, attribute]);
		}
		const both = await trackUser({
			type: 'customer',
			customer_id: 'u1',
			attributes: {
				addValueToArrayField: { first_name: ['a'] },
				removeValueFromArrayField: { first_name: ['b'] },
			},
		});
		expect(both.data.error).toMatchObject({
			attribute: 'addValueToArrayField',
			message: "Cannot add and remove 'first_name' at the same time",
			type: 'ArrayFieldError',
		});
		const standard = await trackUser({
			type: 'customer',
			customer_id: 'u1',
			attributes: { moe_unsubscribe: true },
		});
		expect(standard.status).toBe(200);
	});

	it('does not create anybody when only existing users are to be updated', async () => {
		const update = (customerId: string) =>
			trackUser({
				type: 'customer',
				customer_id: customerId,
				update_existing_only: true,
				attributes: { points: 1 },
			});
		expect((await update('stranger')).status).toBe(200);
		expect((await update('customer-1001')).status).toBe(200);
		expect(simulator.accepted.users.map(({ customerId }) => customerId)).toEqual(['customer-1001']);
	});

	it('unsets attributes in four ways, also those that the same payload sets', async () => {
		const user = { type: 'customer', customer_id: 'u1' };
		await trackUser({
			...user,
			attributes: { plan: 1, Plan: 1, old_plan: 1, plan_b: 1, an_old_one: 1, city: 'Pune' },
		});
		const unset = async (type: string, attr: string, more = {}) =>
			await trackUser({
				...user,
				attributes: { [attr]: 2 },
				unset_attributes: [{ type, attr, ...more }],
			});
		for (const [type, attr, more] of [
			['equals', 'plan', {}],
			['suffix', '_plan', {}],
			['contains', 'old', {}],
			['prefix', 'PLAN', { case_sensitive: false }],
		] as const) {
			const { status } = await unset(type, attr, more);
			expect(status).toBe(200);
		}
		const { data: answer } = await byAppId('/v1/customers/export', {
			data: { identifiers: [{ identifier_type: 'customer_id', identifier: 'u1' }] },
		});
		const held = Object.keys(answer.data.users[0].user_attributes as object);
		expect(held.sort()).toEqual(['city', 'customer_id', 'id']);
	});

	it.each([
		[{ type: 'regex', attr: 'plan' }, 'type'],
		[{ type: 'equals' }, 'attr'],
		[{ type: 'equals', attr: 'customer_id' }, 'attr'],
	])('refuses to unset %j', async (entry, attribute) => {
		const { status, data: answer } = await trackUser({
			...{ type: 'customer', customer_id: 'u1', unset_attributes: [entry] },
		});
		expect([status, answer.error.attribute]).toEqual([400, attribute]);
	});
});
