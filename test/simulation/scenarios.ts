import { MINUTE_MS } from './meter';
import { randomFrom } from './random';
import type { SenderPlan } from './sender';
import { noHeaders, trueHeaders, type ServerPlan } from './server';
import { CHANGE_TAKES_MS, type Scenario } from './world';

/** Those who were there first have so long before others come, or some of them go. */
const SETTLING_MS = 3 * MINUTE_MS;

/** What a server's limit is like. */
export type Kind = Pick<ServerPlan, 'windows'> & { hasHeaders: boolean };

export const KINDS: Kind[] = [false, true].flatMap((hasHeaders) => [
	{ windows: 'fixed', hasHeaders },
	{ windows: 'sliding', hasHeaders },
]);

export function kindName({ windows, hasHeaders }: Kind): string {
	return `${windows} windows, ${hasHeaders ? 'with' : 'no'} headers`;
}

/** What scenarios have in common. */
export type Setting = {
	kind: Kind;
	/** Per minute. */
	limit: number;
	/** How many windows are counted. */
	counted: number;
	seed: number;
};

/** Senders with always more to send that start within three seconds. */
export function startTogether(setting: Setting, senders: number): Scenario {
	return scenario(setting, 0, together(senders, setting.seed));
}

/** Some come when others are there already. */
export function join(setting: Setting, senders: number, joining: number): Scenario {
	const first = together(senders, setting.seed);
	const later = together(joining, -setting.seed, { from: SETTLING_MS });
	return scenario(setting, SETTLING_MS, [...first, ...later]);
}

/** Some go, at once. */
export function leave(setting: Setting, senders: number, leaving: number): Scenario {
	const all = together(senders, setting.seed);
	const plans = all.map((plan, index) =>
		index < leaving ? { ...plan, until: SETTLING_MS } : plan,
	);
	return scenario(setting, SETTLING_MS, plans);
}

/** Where fixed windows begin follows from the seed. */
export function serverOf({ kind: { windows, hasHeaders }, limit, seed }: Setting): ServerPlan {
	const phase = randomFrom(seed)() * MINUTE_MS;
	return { limit, windows, phase, headers: hasHeaders ? trueHeaders : noHeaders };
}

/** Senders that come within three seconds. */
export function together(
	senders: number,
	seed: number,
	plan: Partial<SenderPlan> = {},
): SenderPlan[] {
	const { from = 0 } = plan;
	const random = randomFrom(seed);
	return Array.from({ length: senders }, () => ({
		...plan,
		from: from + random() * CHANGE_TAKES_MS,
	}));
}

function scenario(setting: Setting, lastChange: number, senders: SenderPlan[]): Scenario {
	const { counted: windows, seed } = setting;
	return { server: serverOf(setting), senders, lastChange, windows, seed };
}
