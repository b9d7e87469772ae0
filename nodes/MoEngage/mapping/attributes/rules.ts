import type { Told } from '../told';
import type { MomentForm } from './datesInAttributes';

/**
 * Which rules hold for attributes of what. For all of them, wherever they come in:
 *
 * - rejected: NaN, Infinity, integers that lost digits, dates that do not exist, what JSON does not have (a Set, a
 *   function), two names that are the same once mended, names of nothing, and under MoEngage's names for what names a
 *   user all that the rules for users reject
 * - mended: what nobody sees around names, half of a surrogate pair (U+FFFD), dates in the form of the owner
 * - told, where `hasLimits`: what {@link toldOfText}, {@link toldOfArray} and {@link toldOfName} find
 */
export const RULES: Record<AttributeOwner, RulesOfOwner> = {
	businessEvent: { dates: 'seconds', most: 100, names: 'own', hasLimits: true },
	/** It has the attributes that its catalog declares, whatever their names. */
	catalogItem: { dates: 'milliseconds', names: 'free' },
	/** What Experience > Fetch outputs, and Report sends back. */
	context: { names: 'free' },
	device: { dates: 'seconds', names: 'device', hasLimits: true },
	event: { dates: 'seconds', most: 100, names: 'own', hasLimits: true },
	/** What a template of an alert prints. */
	message: { names: 'free' },
	session: { names: 'free' },
	user: { dates: 'seconds', names: 'user', hasLimits: true },
};

/** What attributes belong to. */
export type AttributeOwner =
	| 'businessEvent'
	| 'catalogItem'
	| 'context'
	| 'device'
	| 'event'
	| 'message'
	| 'session'
	| 'user';

type RulesOfOwner = {
	/** How MoEngage wants moments; left out where it wants them as they are. */
	dates?: MomentForm;
	/** How many it takes (help centre). */
	most?: number;
	/**
	 * `free`: no rule. `own`: none with MoEngage's prefix. `user`: none with the prefix or reserved, except MoEngage's standard
	 * attributes. `device`: those that MoEngage stores, since it drops all others without a word.
	 */
	names: 'free' | 'own' | 'user' | 'device';
	/** Are MoEngage's limits for values and names documented for it? */
	hasLimits?: true;
};

const LONGEST_TEXT = 512;
const LONGEST_NAME = 200;
const LONGEST_ARRAY = 50;
const LONGEST_ARRAY_OF_OBJECTS = 100;

const URL_LIKE = /^[a-z][a-z\d+.-]*:\/\//i;

/** What MoEngage does not keep of a text, by its documents. */
export function toldOfText(text: string): Told | undefined {
	if (text.length <= LONGEST_TEXT || [...text].length <= LONGEST_TEXT) return undefined;
	return URL_LIKE.test(text) ? 'longUrl' : 'longText';
}

/** What MoEngage does not keep of an array, by its documents. */
export function toldOfArray(list: unknown[]): Told | undefined {
	const [first] = list;
	const isOfObjects = typeof first === 'object';
	if (list.length > (isOfObjects ? LONGEST_ARRAY_OF_OBJECTS : LONGEST_ARRAY)) return 'longArray';
	const isMixed = list.some((value) => value === null || typeof value !== typeof first);
	return isMixed ? 'mixedArray' : undefined;
}

/** What MoEngage does not keep of the name of an attribute, also inside of an object, by its documents. */
export function toldOfName(name: string): Told | undefined {
	if (isTooLong(name)) return 'longName';
	return /[$.%#]/.test(name) ? 'attributeName' : undefined;
}

/** To count characters takes longer than to count code units, of which there are no fewer. */
function isTooLong(name: string): boolean {
	return name.length > LONGEST_NAME && [...name].length > LONGEST_NAME;
}

/** What MoEngage's naming conventions prohibit; they list blanks as well, which its own names have. */
const NOT_IN_EVENTS = /[$.<+>%!&*#|{?"=}/:\\@'`]|\p{Extended_Pictographic}/u;

/** Events of MoEngage's own that do not begin with its prefix. */
const OWN_EVENTS =
	/_MOE$|^(?:INSTALL|UPDATE|REINSTALL|Device Uninstall|TOKEN_EVENT|n_i_s|SMS_SENT|SMS_DELIVERED|USER_ENTERED_FLOW|USER_EXITED_FLOW|iOS_IN_APP_\w+)$/i;

/** What MoEngage does not keep of the name of an event, by its documents. */
export function toldOfEvent(name: string): Told | undefined {
	if (isTooLong(name)) return 'longName';
	if (OWN_EVENTS.test(name)) return 'eventReserved';
	return NOT_IN_EVENTS.test(name) ? 'eventName' : undefined;
}
