import type { Conversion } from '../invalidInput';

/** A currency as people write it. Other words may change the number: `10k`, `1,2 Mio`, `5 %`. */
const CURRENCY = [
	'(?:(?:R|US)?\\p{Sc}|[Ee]uros?|Ft|Kč|Rp|Rs|kr|lei|zł|',
	'AED|AUD|BRL|CAD|CHF|CLP|CNY|COP|CZK|DKK|EUR|GBP|HKD|HUF|IDR|ILS|INR|JPY|KRW|MXN|',
	'MYR|NOK|NZD|PHP|PKR|PLN|RON|SAR|SEK|SGD|THB|TRY|TWD|UAH|USD|VND|ZAR)',
].join('');

const CURRENCIES = new RegExp(CURRENCY, 'gu');

/**
 * Up to 15 digits, which any number can hold, with separators, and perhaps a currency before or behind. A minus counts
 * in front only. Accounting has brackets or a minus behind for it, and a price tag has a dash behind for "no cents".
 */
const AMOUNT = new RegExp(
	`^(?!(?:\\D*\\d){16})(?:-?${CURRENCY}?|${CURRENCY}\\s*-?)(\\d[\\d.,'’\\s]{0,24}?)\\s*${CURRENCY}?$`,
	'u',
);

/** `33,50` and `1.234,56`: a comma before the decimals. `1.234.567` has none; four such parts may be an IP address. */
const COMMA_NUMBER =
	/^(?:(?:\d+|\d{1,3}([.'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*),\d+|\d{1,3}\.\d{3}\.\d{3})$/;

/** `33.50` and `1,234.56`, in India `1,23,456.78`: a point before the decimals, if there are any. */
const POINT_NUMBER =
	/^(?:\d+|\d{1,3}([,'’ \u00a0\u2009\u202f])\d{3}(?:\1\d{3})*|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$/;

/** `1,234` and `1.234` have three decimals in one country, and are above one thousand in another. */
const EITHER = /^(?!0[.,])\d{1,3}[.,]\d{3}$/;

/**
 * The expression removes the currency of the text and what stands between thousands, and nothing else. What is a number
 * already, and what is none of up to 15 digits afterwards, stays as it is: `10k` in another item, an empty cell.
 */
export function numberExpression(text: string): Conversion | undefined {
	const trimmed = text.trim();
	const digits = AMOUNT.exec(trimmed)?.[1];
	if (digits === undefined || EITHER.test(digits)) return undefined;
	const hasComma = COMMA_NUMBER.test(digits);
	if (!hasComma && !POINT_NUMBER.test(digits)) return undefined;
	const currencies = Array.from(trimmed.matchAll(CURRENCIES), ([name]) =>
		name.replace('$', '\\$&'),
	);
	const removed = (separators: string) =>
		`.replace(/${[...currencies, separators].join('|')}/g, "")`;
	const plain = hasComma
		? `${removed("[.\\s'’](?=\\d\\d\\d(?!\\d))")}.replace(",", ".")`
		: removed("[,\\s'’](?=(\\d\\d,)*\\d\\d\\d(?!\\d))");
	return `((v, n = String(v)${plain}) => typeof v === "string" && isNaN(v) && /^\\s*-?\\d{1,15}(\\.\\d+)?\\s*$/.test(n) ? Number(n) : v)($value)`;
}
