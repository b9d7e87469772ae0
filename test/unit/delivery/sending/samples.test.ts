import { pieceOfItem, type ItemPiece } from '../../../../nodes/MoEngage/delivery/piece';
import { sampleOf, Samples } from '../../../../nodes/MoEngage/delivery/sending/samples';
import { readReply, type Unaccepted } from '../../../../nodes/MoEngage/transport/answer';

const refused = (statusCode: number, message: string, type = 'X') =>
	readReply({ statusCode, headers: {}, body: { error: { message, type } } }) as Unaccepted;
const BAD = refused(400, 'Wrong price');
const BROKEN: Unaccepted = {
	...{ kind: 'unanswered', mayHaveArrived: false, isPassing: true },
	reason: 'broke',
};

function noted(...replies: Unaccepted[]): Samples {
	const samples = new Samples();
	for (const reply of replies) samples.note(reply);
	return samples;
}

const times = (count: number, reply: Unaccepted) => Array.from({ length: count }, () => reply);

describe('items that are rejected alone', () => {
	test.each([
		[0, false],
		[17, false],
		[18, true],
		[40, true],
	])('%i times in the same words stand for the rest of their requests: %p', (count, isSo) => {
		const samples = noted(...times(count, BAD));
		expect([samples.areConclusive, samples.areOver]).toEqual([isSo, false]);
	});

	test.each<[string, Unaccepted]>([
		['words', refused(400, 'Wrong size')],
		['a kind', refused(400, 'Wrong price', 'Y')],
		['a status', refused(422, 'Wrong price')],
	])('in %s of another kind are rejected one by one', (_what, other) => {
		for (const count of [1, 17, 18]) {
			const samples = noted(...times(count, BAD));
			expect(samples.note(other)).toBe(false);
			expect([samples.areConclusive, samples.areOver]).toEqual([false, true]);
		}
	});

	test.each<[string, Unaccepted]>([
		['no response', BROKEN],
		['a wrong key', refused(401, 'Who?')],
		['a fault', refused(500, 'Sorry')],
	])('are like no other where the first has %s', (_what, other) => {
		expect(new Samples().note(other)).toBe(false);
		expect(noted(...times(40, other)).areConclusive).toBe(false);
	});

	test('are rejected one by one as soon as one is accepted', () => {
		const samples = noted(...times(18, BAD));
		samples.noteAccepted();
		expect([samples.areConclusive, samples.areOver]).toEqual([false, true]);
		expect(new Samples().areOver).toBe(false);
	});

	test.each<[string, Unaccepted]>([
		['no response', BROKEN],
		['a wrong key', refused(401, 'Who?')],
		['a limit', refused(429, 'Too many')],
		['a fault', refused(500, 'Sorry')],
	])('say nothing about others because of %s, and the count begins again', (_what, other) => {
		const samples = noted(...times(17, BAD));
		expect(samples.note(other)).toBe(false);
		expect(samples.areOver).toBe(false);
		expect(samples.note(BAD)).toBe(true);
		expect(samples.areConclusive).toBe(false);
		for (const reply of times(16, BAD)) expect(samples.note(reply)).toBe(true);
		expect(samples.areConclusive).toBe(false);
		samples.note(BAD);
		expect(samples.areConclusive).toBe(true);
	});
});

describe('the next one to be sent alone', () => {
	const piece = (item: number, more: Partial<ItemPiece> = {}) => ({
		...pieceOfItem({ element: { item } }, item),
		...more,
	});
	const items = (pieces: ItemPiece[]) => pieces.map(({ item }) => item);

	test('comes from all over the request', () => {
		const pieces = Array.from({ length: 10 }, (_, item) => piece(item));
		const order = Array.from({ length: 6 }, (_, nth) => items(sampleOf(pieces, nth))[0]);
		expect(order).toEqual([0, 6, 2, 8, 4, 0]);
	});

	test('is the first of its lane, so that the order of the lane is kept', () => {
		const pieces = Array.from({ length: 9 }, (_, item) => piece(item, { lane: `${item % 3}` }));
		const probed = Array.from({ length: 12 }, (_, nth) => items(sampleOf(pieces, nth))[0]);
		expect([...new Set(probed)].sort()).toEqual([0, 1, 2]);
	});

	test('is one action, or all pieces that share its element', () => {
		const shared = [0, 1, 2, 3].map((item) => piece(item, { elementKey: `${item % 2}` }));
		expect(items(sampleOf(shared, 0))).toEqual([0, 2]);
		const actions = shared.map((one) => ({ ...one, action: { name: 'x' } }));
		expect(items(sampleOf(actions, 0))).toEqual([0]);
	});
});
