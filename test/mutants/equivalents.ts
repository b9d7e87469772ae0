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
const SENDING = 'nodes/MoEngage/delivery/sending';
const LIMITS = 'nodes/MoEngage/delivery/limits';

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
		file: `${MAPPING}/ipAddresses.ts`,
		original: '/\\d+\\.\\d+\\.\\d+\\.\\d+$/',
		replacement: '/\\d+\\.\\d+\\.\\d+\\.\\d+/',
		reason: 'What comes behind makes the head reach into the four numbers, and no group has a dot.',
	},
	{
		file: `${MAPPING}/ipAddresses.ts`,
		original: "''",
		replacement: '"Stryker was here!"',
		inLine: 'parts.pop()',
		reason: 'Text that is split has at least one part: the default is for the compiler.',
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
		file: `${TRANSPORT}/hideKeys.ts`,
		original: 'shown !== name',
		replacement: 'true',
		reason:
			'Each name would be added again, in the same order: the check spares most of them that.',
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
	{
		file: `${SENDING}/send.ts`,
		original: "reply.kind === 'refused'",
		replacement: 'true',
		reason: 'Only a rejection has what is asked for beside it: the check is for the compiler.',
	},
	{
		file: `${SENDING}/exchange.ts`,
		original: "reply.kind === 'refused'",
		replacement: 'true',
		reason: 'Only a rejection has a scope: the check is for the compiler.',
	},
	{
		file: `${SENDING}/exchange.ts`,
		original: 'false',
		replacement: 'true',
		inLine: 'this.resolveStopped = () => resolve',
		reason: 'Whoever hears of it looks whether the run has ended, too.',
	},
	{
		file: `${LIMITS}/gate.ts`,
		original: 'waiter.isGone',
		replacement: 'false',
		inLine: 'if (waiter.isGone) return;',
		reason: 'A promise is resolved once, and a watch that is woken goes on waiting.',
	},
	{
		file: `${LIMITS}/gate.ts`,
		original: "case 'accepted': return 'accepted';",
		replacement: "case 'accepted':",
		reason: 'What has neither scope nor cause counts as accepted in the next case, too.',
	},
	{
		file: `${SENDING}/breaker.ts`,
		original: 'false',
		replacement: 'true',
		inLine: 'private hasTrial',
		reason: 'The outages before the first trial set it.',
	},
	{
		file: `${SENDING}/breaker.ts`,
		original: "'accepted'",
		replacement: '""',
		reason: 'What has neither scope nor cause is no outage in the next case, either.',
	},
	{
		file: `${SENDING}/breaker.ts`,
		original: "case 'accepted': return false;",
		replacement: "case 'accepted':",
		reason: 'What has neither scope nor cause is no outage in the next case, either.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: '[]',
		replacement: '["Stryker was here"]',
		inLine: 'this.successors =',
		reason: 'No request has this text for its index.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: 'this.fresh < this.open.length',
		replacement: 'true',
		inLine: 'while (',
		reason: 'What is behind the last request is not above 0: the check is for the reader.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: 'this.fresh < this.open.length',
		replacement: 'this.fresh <= this.open.length',
		inLine: 'while (',
		reason: 'What is behind the last request is not above 0: the check is for the reader.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: 'at > 0',
		replacement: 'true',
		reason: 'What is before the first request is not above it: the check is for the reader.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: 'at > 0',
		replacement: 'at >= 0',
		reason: 'What is before the first request is not above it: the check is for the reader.',
	},
	{
		file: `${SENDING}/lanes.ts`,
		original: 'this.freed[at - 1] > index',
		replacement: 'this.freed[at - 1] >= index',
		reason: 'No request is freed twice.',
	},
	{
		file: `${LIMITS}/headerUnit.ts`,
		original: '{ this.last = left; }',
		replacement: '{}',
		reason: 'What is above the last number is above the first one, too, as both are the same.',
	},
	{
		file: `${LIMITS}/rateHeaders.ts`,
		original: "''",
		replacement: '"Stryker was here!"',
		inLine: 'values.get(name)',
		reason: 'Neither text is a number or a time.',
	},
	{
		file: `${LIMITS}/refusalPace.ts`,
		original: 'false',
		replacement: 'true',
		inLine: 'private isUsedUp',
		reason: 'It begins with start(), which sets it.',
	},
	{
		file: `${LIMITS}/refusalPace.ts`,
		original: 'false',
		replacement: 'true',
		inLine: 'private isFirstPause',
		reason: 'It begins with start(), which sets it.',
	},
	{
		file: `${LIMITS}/refusalPace.ts`,
		original: 'this.reopenedAt === undefined',
		replacement: 'false',
		reason: 'Nothing is later than NaN: the check is for the compiler.',
	},
	{
		file: `${LIMITS}/refusalPace.ts`,
		original: 'now + EARLY_MS',
		replacement: 'now - EARLY_MS',
		inLine: 'const passed',
		reason: 'No wait lasts until the window after the next, which alone would be found instead.',
	},
	{
		file: `${LIMITS}/pool.ts`,
		original: '-Infinity',
		replacement: '+Infinity',
		inLine: 'noticedAt',
		reason: 'It counts once others have been noticed, which sets it.',
	},
	{
		file: `${LIMITS}/pool.ts`,
		original: 'false',
		replacement: 'true',
		inLine: 'const hadRoom',
		reason: 'Where nothing is said, there is nothing to believe less.',
	},
	{
		file: `${LIMITS}/fairUse.ts`,
		original: 'items > (this.heaviest?.items ?? 0)',
		replacement: 'items >= (this.heaviest?.items ?? 0)',
		reason: 'As many items take as many minutes.',
	},
	{
		file: `${SENDING}/pack.ts`,
		original: "''",
		replacement: '"Stryker was here!"',
		inLine: 'const envelopeKey',
		reason: 'Neither text is JSON, so that no envelope has it for a key.',
	},
	{
		file: `${SENDING}/pack.ts`,
		original: 'piece.envelope === undefined',
		replacement: 'false',
		inLine: 'const envelopeKey',
		reason:
			'Nor is undefined a text that an envelope could have for a key: the check is for the compiler.',
	},
	{
		file: `${SENDING}/pack.ts`,
		original: "'utf8'",
		replacement: '""',
		reason: 'Where no encoding is named, Node.js counts in UTF-8.',
	},
	{
		file: `${SENDING}/samples.ts`,
		original: "reply.kind !== 'refused'",
		replacement: 'false',
		reason: 'Only rejections say what they concern: the check is for the compiler.',
	},
	{
		file: `${SENDING}/samples.ts`,
		original: 'nth * GOLDEN_RATIO',
		replacement: 'nth / GOLDEN_RATIO',
		reason:
			'One divided by the golden ratio is one more than it, so that both have the same fraction.',
	},
	{
		file: `${LIMITS}/runLimits.ts`,
		original: '[]',
		replacement: '["Stryker was here"]',
		reason: 'A single item is too few to be watched.',
	},
	{
		file: `${SENDING}/line.ts`,
		original: '() => undefined as void',
		replacement: '() => undefined',
		reason: 'The type alone is another one.',
	},
];
