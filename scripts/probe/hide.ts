import { isPlainObject } from '../../nodes/MoEngage/mapping/values';

/** Longest text of MoEngage's that the report repeats. */
const LONGEST = 160;

/** Stands for whatever is not to be shown. */
const HIDDEN = '…';

/** What may be an ID, a key or personal data, wherever it stands in a text. */
const DELICATE = [
	/[^\s@"'<>(]+@[^\s@"'<>)]+/g,
	/\b\d{1,3}(\.\d{1,3}){3}\b/g,
	/\b[\da-f]{1,4}(:[\da-f]{0,4}){3,7}\b/gi,
	/\b[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\b/gi,
	/[\w+/=-]*\d{5,}[\w+/=-]*/g,
	/\b(?=[a-z_-]*\d)[\w-]{12,}\b/gi,
	/\b[A-Za-z\d+/=_-]{28,}/g,
];

/** Makes text fit for a public place. */
export class Hider {
	private readonly secrets: string[];

	/** @param secrets texts that must not be seen: keys, IDs of workspace and users */
	constructor(secrets: Array<string | undefined>) {
		const given = secrets.filter((secret): secret is string => (secret ?? '').length > 0);
		// The longest first: one may be a part of another.
		this.secrets = [...new Set(given)].sort((a, b) => b.length - a.length);
	}

	/** Text without secrets and without what looks like one, in one line that no table takes for its own. */
	text(value: unknown): string {
		let text = String(value).replace(/\s+/g, ' ').trim();
		for (const secret of this.secrets) text = withoutSecret(text, secret);
		for (const pattern of DELICATE) text = text.replace(pattern, HIDDEN);
		text = text.replace(/[|`<>\\]/g, ' ');
		return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}${HIDDEN}` : text;
	}

	/** The form of a value: names of its fields and their types, without any value. */
	shape(value: unknown, levels = DEEPEST): string {
		if (Array.isArray(value))
			return value.length === 0 ? '[]' : `[${this.shape(value[0], levels)}]`;
		if (value === null) return 'null';
		if (!isPlainObject(value)) return TYPES[typeof value] ?? typeof value;
		const entries = Object.entries(value);
		if (entries.length === 0) return '{}';
		if (levels === 0) return `{${HIDDEN}}`;
		const fields = entries.slice(0, MOST_FIELDS).map(([name, inner]) => {
			// Their fields have the names that the workspace gave them.
			const isOfWorkspace = OF_WORKSPACE.has(name) && isPlainObject(inner);
			return `${this.name(name)}: ${isOfWorkspace ? `{${HIDDEN}}` : this.shape(inner, levels - 1)}`;
		});
		const more = entries.length > MOST_FIELDS ? [HIDDEN] : [];
		return `{${[...fields, ...more].join(', ')}}`;
	}

	private name(name: string): string {
		return /^[A-Za-z_][\w-]{0,39}$/.test(name) && this.text(name) === name ? name : HIDDEN;
	}
}

const DEEPEST = 4;
const MOST_FIELDS = 20;

const TYPES: Record<string, string> = { string: 'text' };

const OF_WORKSPACE = new Set([
	'attributes',
	'categories',
	'event_attributes',
	'experiences',
	'payload',
	'personalized_attributes',
	'user_attributes',
]);

function withoutSecret(text: string, secret: string): string {
	const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
	return forms.reduce((rest, form) => replaceAny(rest, form), text);
}

/** In any letter case. */
function replaceAny(text: string, form: string): string {
	const escaped = form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	return text.replace(new RegExp(escaped, 'gi'), HIDDEN);
}
