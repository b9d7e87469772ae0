import { fieldsOf } from '../../../nodes/MoEngage/delivery/outputChoice';

const FLOW = { flow_id: 'f1', name: 'Welcome', tags: [], published_at: null };

test.each<[string[], object]>([
	[['name', 'flow_id'], { name: 'Welcome', flow_id: 'f1' }],
	[['tags', 'published_at', 'no_such'], { tags: [], published_at: null }],
	[[], {}],
])('of a record, the fields %j are those that it has', (names, fields) => {
	expect(fieldsOf(FLOW, names)).toEqual(fields);
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
	'%s is a field only where the record has it, although every object does',
	(name) => {
		expect(Object.keys(fieldsOf(FLOW, ['name', name]))).toEqual(['name']);
		const own = JSON.parse(`{ "${name}": "own" }`);
		expect(JSON.stringify(fieldsOf(own, ['name', name]))).toBe(`{"${name}":"own"}`);
	},
);
