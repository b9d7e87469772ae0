import { createHash } from 'crypto';

/** More workspaces, endpoints, paces or users with many items than any process sends for within a day. */
const MOST_KEPT = 2000;

/**
 * One thing for each name, which all runs of the process share. Only those that were used last are kept, since a
 * process lives for months. Names may hold the ID of a customer, so they are kept as a hash.
 */
export class LastUsed<T> {
	/** The least recently used first. */
	private readonly kept = new Map<string, T>();

	/** @param most so many are kept at the same time */
	constructor(
		private readonly make: () => T,
		private readonly most = MOST_KEPT,
	) {}

	/** The thing of this name, a new one where none is kept. */
	of(...names: unknown[]): T {
		const key = createHash('sha256').update(JSON.stringify(names)).digest('base64');
		const thing = this.kept.get(key) ?? this.make();
		this.kept.delete(key);
		this.kept.set(key, thing);
		if (this.kept.size > this.most) this.kept.delete(this.kept.keys().next().value as string);
		return thing;
	}
}
