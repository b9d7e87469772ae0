import { quote } from './invalidInput';

/** What MoEngage does with what it does not keep as it is, by its documents. Nothing is rejected for it: it may have raised a limit. */
const WORDS = {
	/** Tracking policies and `api/data/data-overview.mdx`. */
	longText: 'cuts text after 512 characters',
	longUrl: 'drops URLs of more than 512 characters',
	longArray: 'keeps 50 values of an array, and 100 objects',
	mixedArray: 'may not store arrays with null or with values of several types',
	longName: 'cuts names after 200 characters',
	/** `support-for-object-data-type.mdx` for names in objects. */
	attributeName: 'does not accept $ . % # in names of attributes',
	/** `event-naming-conventions.mdx`. */
	eventName:
		'does not accept emojis or any of $ . < + > % ! & * # | { ? " = } / : \\ @ \' ` in names of events',
	eventReserved: 'keeps these names of events for itself',
	/** Of n8n rather than of MoEngage. */
	noAttachment:
		'gets these alerts without their file, because the expression in Attachments finds nothing. Enter the name of the file in its place',
	unknownAttributes:
		'got these events without attributes, because an expression in Business Event gives no fields to map. If they have some, choose Using JSON',
	fieldWins: 'gets what the field of its own has, and not the value among the other attributes',
	textOfFile:
		'stores text as text: columns of a CSV file and fields of a form are no numbers, unless you convert them',
};

export type Told = keyof typeof WORDS;

/** How many a hint names: attributes or events of a kind, and items of each. */
const MOST_NAMES = 5;
const MOST_ITEMS = 3;

/** The items of one attribute: the first few, how many there are, and the one noted last. */
type Noted = { first: number[]; count: number; last: number };

/** What a run tells the user of values that MoEngage changes. */
export class ToldRun {
	private readonly items = new Map<Told, Map<string, Noted>>();

	/** @param name of the attribute or event; the hint has a few of them */
	note(what: Told, name: string, item: number): void {
		const names = this.items.get(what) ?? new Map<string, Noted>();
		this.items.set(what, names);
		const noted = names.get(name) ?? { first: [], count: 0, last: -1 };
		if (names.size <= MOST_NAMES) names.set(name, noted);
		// An item may have several values of one attribute that are told.
		if (noted.last === item) return;
		noted.last = item;
		noted.count++;
		if (noted.first.length < MOST_ITEMS) noted.first.push(item);
	}

	/** @returns one hint for all; `undefined` when there is nothing to tell */
	hint(): string | undefined {
		if (this.items.size === 0) return undefined;
		const sentences = [...this.items].map(([what, names]) => {
			const named = [...names].slice(0, MOST_NAMES).map(([name, { first, count }]) => {
				const more = count > first.length ? ` and ${count - first.length} more` : '';
				return `${quote(name)} (item ${first.join(', ')}${more})`;
			});
			const others = names.size > MOST_NAMES ? ' and others' : '';
			return `MoEngage ${WORDS[what]}: ${named.join(', ')}${others}.`;
		});
		return sentences.join(' ');
	}
}
