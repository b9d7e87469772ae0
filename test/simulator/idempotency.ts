import type { Answer } from './answers';

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** What became of the keys that requests carried in `Idempotency-Key`. */
export class IdempotencyKeys {
	private readonly known = new Map<string, { what: string; answer: Answer }>();

	/**
	 * Answers a request once: the same key again gets the same answer, and changes nothing.
	 * @param key as the header has it
	 * @param what the request says
	 * @param refuse the answer to a key that is none, or that came with something else before
	 */
	answer(
		key: string | undefined,
		what: unknown,
		refuse: (why: 'missing' | 'reused') => Answer,
		handle: () => Answer,
	): Answer {
		if (key === undefined || !UUID_V4.test(key)) return refuse('missing');
		const text = JSON.stringify(what);
		const known = this.known.get(key.toLowerCase());
		if (known !== undefined) return known.what === text ? known.answer : refuse('reused');
		const answer = handle();
		this.known.set(key.toLowerCase(), { what: text, answer });
		return answer;
	}

	clear(): void {
		this.known.clear();
	}
}
