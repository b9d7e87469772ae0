import { shortId } from '../../simulator/ids';

describe('every answer', () => {
	it('carries request ids that never repeat', () => {
		const ids = new Set(Array.from({ length: 50_000 }, () => shortId()));
		expect(ids.size).toBe(50_000);
	});
});
