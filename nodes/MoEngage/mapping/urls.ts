import { InvalidInput, quote } from './invalidInput';

/** Names and addresses that only this machine or its own network knows. */
const NOT_IN_THE_INTERNET =
	/^(?:localhost|.*\.(?:localhost|local|internal)|(?:0|10|127)(?:\.\d+){3}|192\.168\.\d+\.\d+|172\.(?:1[6-9]|2\d|3[01])\.\d+\.\d+|\[(?:::1?|f[cd].*)\])$/;

/**
 * An address that MoEngage can fetch or call.
 * @throws InvalidInput for anything but an http or https URL that may be in the internet
 */
export function webAddress(text: string, parameter: string): string {
	const host = hostOf(text);
	if (host === undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(text)} is not an http or https URL`,
			text.includes('{{')
				? 'Switch the field from Fixed to Expression, so that n8n evaluates it'
				: 'Use the whole address, such as https://example.com/files/4711',
		);
	}
	if (!NOT_IN_THE_INTERNET.test(host)) return text;
	throw new InvalidInput(
		parameter,
		`${quote(text)} cannot be reached from the internet, and so not by MoEngage`,
		'Use an address that the internet knows. For a URL of this n8n, set its WEBHOOK_URL',
	);
}

function hostOf(text: string): string | undefined {
	if (/[\s<>"]/.test(text)) return undefined;
	try {
		const { protocol, hostname } = new URL(text);
		return /^https?:$/.test(protocol) && hostname !== '' ? hostname : undefined;
	} catch {
		return undefined;
	}
}
