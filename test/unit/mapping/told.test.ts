import { ToldRun } from '../../../nodes/MoEngage/mapping/told';

type Note = Parameters<ToldRun['note']>;

function hintOf(...notes: Note[]): string | undefined {
	const run = new ToldRun();
	for (const note of notes) run.note(...note);
	return run.hint();
}

test('a run without anything to tell has no hint', () => expect(hintOf()).toBeUndefined());

test('the hint names what MoEngage does, the attributes, and the first items of each', () => {
	expect(
		hintOf(
			['longText', 'note', 0],
			['longUrl', 'image', 1],
			['longText', 'note', 2],
			['longText', 'bio', 2],
		),
	).toBe(
		'MoEngage cuts text after 512 characters: "note" (item 0, 2), "bio" (item 2). MoEngage drops URLs of more than 512 characters: "image" (item 1).',
	);
});

test.each([
	[3, '(item 0, 1, 2)'],
	[4, '(item 0, 1, 2 and 1 more)'],
	[300, '(item 0, 1, 2 and 297 more)'],
])('of %d items it names three, and counts each once however often it is told', (items, words) => {
	const notes = Array.from({ length: items }, (_, item) => item).flatMap((item) =>
		['notes', 'skus', 'notes', 'notes'].map((name): Note => ['longArray', name, item]),
	);
	expect(hintOf(...notes)).toBe(
		`MoEngage keeps 50 values of an array, and 100 objects: "notes" ${words}, "skus" ${words}.`,
	);
});

test('of more than five attributes it says that there are others', () => {
	const notes = Array.from({ length: 7 }, (_, index): Note => ['attributeName', `a.${index}`, 9]);
	expect(hintOf(...notes)).toBe(
		`MoEngage does not accept $ . % # in names of attributes: ${[0, 1, 2, 3, 4]
			.map((index) => `"a.${index}" (item 9)`)
			.join(', ')} and others.`,
	);
});
