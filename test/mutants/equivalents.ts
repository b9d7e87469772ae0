/** A mutant that behaves as the code itself does, so that no test can notice it. */
export type Equivalent = {
	file: string;
	/** The text that it replaces, in one line. */
	original: string;
	replacement: string;
	/** A part of the line with that text, where the file has it more than once. */
	inLine?: string;
	/** Why nothing can tell the two apart. */
	reason: string;
};

const MAPPING = 'nodes/MoEngage/mapping';
const TRANSPORT = 'nodes/MoEngage/transport';

export const EQUIVALENTS: Equivalent[] = [
	{
		file: `${MAPPING}/iso.ts`,
		original: 'offset !== undefined',
		replacement: 'true',
		reason: 'Number.isNaN(undefined) is false: the check is for the compiler.',
	},
	{
		file: `${MAPPING}/dates.ts`,
		original: "'seconds'",
		replacement: '""',
		reason: 'Every form but milliseconds is written in seconds.',
	},
	{
		file: `${MAPPING}/attributes.ts`,
		original: "'seconds'",
		replacement: '""',
		reason: 'Every form but milliseconds is written in seconds.',
	},
	{
		file: `${MAPPING}/dates.ts`,
		original: "text.charAt(10) !== 'T'",
		replacement: 'false',
		reason: 'The pattern asks for the same letter: the look at it spares most texts the pattern.',
	},
	{
		file: `${MAPPING}/values.ts`,
		original: "typeof value === 'number'",
		replacement: 'true',
		reason: 'Number.isFinite is false for everything but numbers: the check is for the compiler.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: "typeof text === 'string'",
		replacement: 'true',
		reason: 'What is no text becomes "null" or "undefined", and neither is a time.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: 'text === undefined',
		replacement: 'false',
		reason: 'The pattern of a time does not match "undefined".',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: '!zoneFormats.has(name)',
		replacement: 'true',
		reason: 'A format that is made again is the same one, only later.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: 'zoneFormats.size >= 1000',
		replacement: 'true',
		reason: 'How many formats are kept changes memory and time, and no result.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: 'zoneFormats.size >= 1000',
		replacement: 'false',
		reason: 'How many formats are kept changes memory and time, and no result.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: 'zoneFormats.size >= 1000',
		replacement: 'zoneFormats.size > 1000',
		reason: 'How many formats are kept changes memory and time, and no result.',
	},
	{
		file: `${MAPPING}/time.ts`,
		original: 'zoneFormats.size >= 1000',
		replacement: 'zoneFormats.size < 1000',
		reason: 'How many formats are kept changes memory and time, and no result.',
	},
	{
		file: `${MAPPING}/json.ts`,
		original: '!/\\d{16}/.test(json)',
		replacement: 'false',
		reason: 'Text without so many digits has no token with them: the look spares it the walk.',
	},
	{
		file: `${MAPPING}/json.ts`,
		original: '/\\d{16}/',
		replacement: '/\\d/',
		reason: 'Text without so many digits has no token with them: the look spares it the walk.',
	},
	{
		file: `${MAPPING}/json.ts`,
		original: '{ return undefined; }',
		replacement: '{}',
		reason: 'A function that returns nothing returns undefined.',
	},
	{
		file: `${TRANSPORT}/credential.ts`,
		original: '{ return undefined; }',
		replacement: '{}',
		reason: 'A function that returns nothing returns undefined.',
	},
	{
		file: `${TRANSPORT}/advice.ts`,
		original: 'default: return undefined;',
		replacement: 'default:',
		reason: 'A function that returns nothing returns undefined.',
	},
	{
		file: `${TRANSPORT}/authenticate.ts`,
		original: "''",
		replacement: '"Stryker was here!"',
		inLine: 'joinUrl(baseURL',
		reason: 'Neither text is a complete URL, and the message names none.',
	},
	{
		file: `${MAPPING}/attributeChanges.ts`,
		original: "'Remove From Arrays'",
		replacement: '""',
		reason: 'It is the last of the places, so no later one can name it.',
	},
	{
		file: `${MAPPING}/attributeChanges.ts`,
		original: 'true',
		replacement: 'false',
		inLine: '[name, true]',
		reason: 'Only the names are looked at.',
	},
	{
		file: `${MAPPING}/mappedAttributes.ts`,
		original: 'type === undefined',
		replacement: 'false',
		reason: 'No declared type is undefined: the check is for the compiler.',
	},
	{
		file: `${MAPPING}/convert.ts`,
		original: "typeof number === 'number'",
		replacement: 'true',
		reason: 'Number.isFinite is false for everything but numbers: the check is for the compiler.',
	},
];
