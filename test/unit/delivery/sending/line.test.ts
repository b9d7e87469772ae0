import { freshKeys } from '../../../../nodes/MoEngage/delivery/sending/line';
import { getMany } from '../../../../nodes/MoEngage/resources/campaign/getMany';

test('a read that needs a key has another one in every request, the same in all of its headers', () => {
	const requests = Array.from({ length: 5 }, () => freshKeys(getMany.route));
	for (const headers of requests) {
		expect(Object.keys(headers)).toEqual(['Idempotency-Key', 'X-MOE-Request-Id']);
		expect(new Set(Object.values(headers)).size).toBe(1);
	}
	expect(new Set(requests.map((headers) => headers['Idempotency-Key'])).size).toBe(5);
});

test('all other requests have none', () => {
	expect(freshKeys({})).toEqual({});
});
