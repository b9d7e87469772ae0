import { Hider } from '../../../scripts/probe/hide';

const hider = new Hider(['sim-key-1', 'WORKSPACE_A', 'jane', undefined, '']);

test.each([
	['App sim-key-1 of WORKSPACE_A', 'App … of …'],
	['key SIM-KEY-1', 'key …'],
	[`token ${Buffer.from('WORKSPACE_A').toString('base64')}`, 'token …'],
	['user john.doe@example.com not found', 'user … not found'],
	['from 203.0.113.7 or 2001:db8:0:1::7', 'from … or …'],
	['id 66d55ae445921e4d35ae4368', 'id …'],
	['uuid aa886712-4537-47c1-b126-2686efda2e26', 'uuid …'],
	['phone 4915112345678', 'phone …'],
	['a | b\nc `d` <e>', 'a   b c  d   e '],
	['Invalid value in the payload', 'Invalid value in the payload'],
	['max limit allowed is 20', 'max limit allowed is 20'],
])('%p is shown as %p', (text, shown) => {
	expect(hider.text(text)).toBe(shown);
});

test('long text is cut', () => {
	expect(hider.text('word '.repeat(100))).toHaveLength(160);
});

test.each([
	[
		{ status: 'x', count: 3, ok: true, none: null },
		'{status: text, count: number, ok: boolean, none: null}',
	],
	[[{ id: 'a' }, { id: 'b' }], '[{id: text}]'],
	[{ list: [], empty: {} }, '{list: [], empty: {}}'],
	[{ experiences: { 'Summer sale': { payload: 1 } } }, '{experiences: {…}}'],
	[{ 'jane@example.com': 1, WORKSPACE_A: 2, 'two words': 3 }, '{…: number, …: number, …: number}'],
	[{ a: { b: { c: { d: { e: 1 } } } } }, '{a: {b: {c: {d: {…}}}}}'],
	['text', 'text'],
	[undefined, 'undefined'],
])('the form of %j is %s', (value, form) => {
	expect(hider.shape(value)).toBe(form);
});
