/** Values that stand for many users, or for nobody. */

/** What databases, analytics tools, forms and broken expressions write where there is no user, without separators. */
const NOBODY = [
	...['na', 'n/a', 'n\\a', '\\n', 'nan', 'nil', 'none', 'null', 'undefined', 'infinity', 'missing'],
	...['blank', 'empty', 'nodata', 'novalue', 'notset', 'unset', 'notavailable', 'notapplicable'],
	...['notprovided', 'notfound', 'unassigned', 'unidentified', 'unknown', 'unnamed', 'default'],
	...['anonymous', 'anon', 'anonymoususer', 'guest', 'guestuser', 'visitor', 'everyone', 'nobody'],
	...[
		'dummy',
		'fake',
		'placeholder',
		'tbd',
		'todo',
		'noemail',
		'nomail',
		'noid',
		'nouser',
		'nophone',
	],
	...['anonymousid', 'unknownuser', 'unknowncustomer', 'redacted', 'deleted', 'removed'],
	...['notauthenticated', 'invalid', 'invaliddate', 'invaliddatetime', 'true', 'false'],
	...[
		'loading',
		'#gettingdata',
		'objectobject',
		'objectnull',
		'objectundefined',
		'dummysellercode',
		'1',
		'2',
	],
];

/** Names of a column in place of its value. */
const HEADERS = [
	...[
		'id',
		'uid',
		'uuid',
		'guid',
		'user',
		'userid',
		'username',
		'customer',
		'customerid',
		'clientid',
	],
	...['contactid', 'externalid', 'distinctid', 'visitorid', 'moengageid', 'email', 'emailaddress'],
	...['mobile', 'mobilenumber', 'phone', 'phonenumber', 'userattributeuniqueid'],
];

/**
 * MoEngage's own list is among them: customer IDs that it refuses because many people would share them (Data Overview),
 * such as `(empty)` and -2. It does not say whether letter case matters, so no letter case helps.
 */
const PLACEHOLDERS = new Set([...NOBODY, ...HEADERS]);

/** `#N/A`, `#REF!`, `#WERT!`: what a spreadsheet shows for a formula that has no result, in any language. */
const OF_SPREADSHEET = /^#(?:N\/?[ADV]|[\p{L}/¡¿0 ]+[!?])$/iu;

/** What an expression makes that joins two fields which are both empty: `undefined undefined`, `null-null`. */
const JOINED = /^(?:null|undefined|nan|none)(?:[\s.,;:/|_-]+(?:null|undefined|nan|none))+$/i;

/** `cust-undefined` and `user_[object Object]`: what an expression adds to for which it found nothing, or no text. */
const NOT_FOUND = /(?:^|[^A-Za-z\d])(?:undefined|NaN)(?![A-Za-z\d])|\[object [A-Z]/;

/** What is in all such text. Most IDs have none of it, and to look for it takes less time than the patterns. */
const SIGNS = ['undefined', 'NaN', '[object ', 'function', '=>'];

/** A method without its brackets, as text. */
const METHOD = /^(?:async )?(?:function\b[^{]*\{|(?:\([\w$, ]*\)|\w+) =>)/;

/** Zeros, as devices have in place of an advertising ID that is switched off, or nothing but signs. */
const NOTHING = /^[0\p{P}\p{S}\s]*$/u;

/** The longest that is looked at: longer text is no placeholder, and not worth the time. */
const LONGEST = 60;

/** A placeholder in any spelling: `N/A`, `(not set)`, `<null>`, `Not_Provided`. */
export function isPlaceholder(text: string): boolean {
	if (text.length > LONGEST) return false;
	// Most IDs begin with a letter, or are an address: they need not be taken apart.
	const isWord = /^[a-z]/i.test(text);
	if (isWord && text.includes('@')) return false;
	if (!isWord && (NOTHING.test(text) || OF_SPREADSHEET.test(text))) return true;
	if (text.includes('@')) return false;
	return PLACEHOLDERS.has(core(text)) || JOINED.test(text);
}

/** Text that an expression made in which a value, or the brackets of a method, are missing. */
export function isOfMissingValue(text: string): boolean {
	return SIGNS.some((sign) => text.includes(sign)) && (NOT_FOUND.test(text) || METHOD.test(text));
}

/** Without brackets and quotes around it, and without what stands between words. */
function core(text: string): string {
	return text
		.toLowerCase()
		.replace(/^[\s([{<"'`*]+|[\s)\]}>"'`*]+$/g, '')
		.replace(/[\s._-]/g, '');
}

/** Names of addresses that belong to nobody. Shorter words may be somebody's name: `nil@`, `mail@`. */
const NO_NAMES = new Set([
	...['n/a', 'none', 'null', 'undefined', 'unknown', 'anonymous', 'nobody', 'noemail', 'nomail'],
	...['unknownuser', 'noemailprovided', 'noemailavailable', 'emailnotprovided'],
	...['noemailaddress', 'noreply', 'donotreply', 'notprovided', 'notavailable', 'placeholder'],
	...['dummy', 'fake', 'invalid'],
]);

/** Domains that belong to nobody: their names say so, or RFC 2606 does. */
const NO_DOMAIN = /^(?:na|n\/a|none|null|no-?e?-?mail|invalid|test)\.[a-z]+$|\.(?:invalid|test)$/;

/** An address that forms and imports fill in where a user has none, such as `noemail@example.com`. */
export function isSharedAddress(address: string): boolean {
	const [name, domain] = address.toLowerCase().split('@');
	return NO_NAMES.has(core(name)) || NO_DOMAIN.test(domain);
}

/** Six digits at least, in the ways that people write them, and perhaps an extension. */
const PHONE = /^\+?(?:[\s()./\p{Pd}]*\d){6,}[\s().]*(?:(?:x|ext\.?|#)[\s.]*\d{1,6})?$/iu;

/** Digits of the longest number: 15 (E.164), and perhaps a zero in brackets. Two numbers in one cell have more. */
const MOST_DIGITS = 16;

/**
 * Text that is no phone number, or nobody's: one digit all along, perhaps behind the code of a country, or all digits in
 * order. `9198765000.0` is a spreadsheet's.
 */
export function isNoPhone(text: string): boolean {
	if (text.length > LONGEST || !PHONE.test(text) || /^\+?\d+[.,]00?$/.test(text)) return true;
	const digits = text.replace(/[x#e].*$/i, '').replace(/\D|^00/g, '');
	if (digits.length > MOST_DIGITS) return true;
	return /^(\d)\1*$|(\d)\2{8}$/.test(digits) || '012345678901234'.includes(digits);
}
