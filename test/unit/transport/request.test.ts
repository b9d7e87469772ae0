import { fillPath } from '../../../nodes/MoEngage/transport/request';

describe('a path with names in braces', () => {
	test('takes any number of them, each as one encoded segment', () => {
		const values = { workspaceId: 'WS', catalogId: 'c/1?x', itemId: 'ä b' };
		expect(fillPath('/v1/event/{workspaceId}', values)).toBe('/v1/event/WS');
		expect(fillPath('/v1/catalog/{catalogId}/items/{itemId}', values)).toBe(
			'/v1/catalog/c%2F1%3Fx/items/%C3%A4%20b',
		);
		expect(fillPath('/v1/customers/export?app_id={workspaceId}', values)).toBe(
			'/v1/customers/export?app_id=WS',
		);
	});

	test.each([
		['a missing value', {}],
		['an empty value', { flowId: '' }],
		['a step up', { flowId: '..' }],
		['a step in place', { flowId: '.' }],
	])('is not used with %s: it would be the path of another endpoint', (_what, values) => {
		expect(() => fillPath('/v5/flows/{flowId}/status', values)).toThrow(/path/);
	});
});
