import { InvalidInput, quote } from '../invalidInput';
import { isEmailAddress } from '../values';
import { isNoPhone, isOfMissingValue, isPlaceholder, isSharedAddress } from './placeholders';

const ONE_USER = 'Use what belongs to one user, or filter out such items before this node';

/**
 * All that is rejected as the name of a user, wherever it comes in: MoEngage would take many users for one, or find
 * nobody.
 *
 * Mended before, in all text: blanks and invisible characters around it.
 */
export const RULES: Rule[] = [
	{
		breaks: isPlaceholder,
		like: '#N/A',
		is: 'is a placeholder that many users may have',
		advice: ONE_USER,
	},
	{
		// What templates of n8n, JavaScript, Liquid, mail and data tools look like: a field was not set to Expression.
		breaks: (text) => /^(?:=?\{\{.*\}\}|[$#]\{.*\}|%%.*%%|\*\|.*\|\*|<%.*%>)$/s.test(text),
		like: '{{ $json.id }}',
		is: 'is an expression that nothing has evaluated',
		advice: 'Switch the field to Expression, or check the node that made the value',
	},
	{
		breaks: isOfMissingValue,
		like: 'cust-undefined',
		is: 'was made by an expression that could not find a value',
		advice:
			'Check that the expression finds a value in every item, and that its methods have brackets',
	},
	{
		// In quotes too. Without sign and decimals, as in `12E5`, it may be an ID.
		breaks: (text) => /^["'’]?[+-]?\d+(?:[.,]\d+ ?e[+-]?|e[+-])\d+["']?$/i.test(text),
		like: '1,00E+11',
		is: 'is # that a spreadsheet shortened: its digits are lost',
		advice: 'Format the column as text, and export it again',
	},
	{
		breaks: (text) => text.includes('\ufffd'),
		like: 'Jos\ufffd',
		is: 'is # with a character that was lost on its way (\ufffd)',
		advice: 'Check how the source cuts and encodes text',
	},
	{
		for: ['customerId'],
		breaks: (text) => text.length < 3 && [...text].length < 2,
		like: '7',
		is: 'has one character, but MoEngage accepts only customer IDs of two or more',
		advice: 'Use the whole ID of the user',
	},
	{
		for: ['email'],
		breaks: (text) => !isEmailAddress(text),
		like: 'jane@shop',
		is: 'is not an email address',
		advice: 'Use the email address of a person',
	},
	{
		for: ['email'],
		breaks: isSharedAddress,
		like: 'noemail@example.com',
		is: 'is an email address of nobody',
		advice: ONE_USER,
	},
	{
		for: ['phone'],
		breaks: isNoPhone,
		like: '1111111111',
		is: 'is not the phone number of a user',
		advice: 'Use the whole number, such as +919876500000',
	},
];

/** What names a user, and how a message calls it. */
const NOUNS = {
	customerId: 'an ID',
	moengageId: 'an ID',
	email: 'an email address',
	phone: 'a phone number',
	/** Any other: an identifier of Identity Resolution, a secondary or an advertising ID, a push token. */
	other: 'an ID',
};

export type UserNamedBy = keyof typeof NOUNS;

type Rule = {
	/** What it holds for, if not for all. */
	for?: UserNamedBy[];
	breaks(text: string): boolean;
	/** An example, which the page `docs/values.md` has as well. */
	like: string;
	/** What the text is, after the text itself; # stands for what names the user. */
	is: string;
	advice: string;
};

/** Text that names nobody in particular: as an ID of anything, it would be that of others as well. */
export function isOfNobody(text: string): boolean {
	return RULES.some((rule) => rule.for === undefined && rule.breaks(text));
}

/**
 * Text that names one user.
 * @throws InvalidInput for what breaks one of the rules
 */
export function checkUser(text: string, namedBy: UserNamedBy, parameter: string): string {
	for (const rule of RULES) {
		if (rule.for !== undefined && !rule.for.includes(namedBy)) continue;
		if (!rule.breaks(text)) continue;
		const reason = `${quote(text)} ${rule.is.replace('#', NOUNS[namedBy])}`;
		throw new InvalidInput(parameter, reason, rule.advice);
	}
	return text;
}
