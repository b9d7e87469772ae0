import { InvalidInput, quote } from './invalidInput';
import { addressGroups } from './ipAddresses';

/** Names that only this machine or its own network knows: each without a dot is one, such as those of Docker. */
const LOCAL_NAME =
	/^[^.]+$|\.(?:localhost|local|localdomain|internal|lan|home\.arpa|invalid|test)$/;

/** The blocks of IPv4 that are of no host in the internet (RFC 6890): link-local ones are those of cloud machines. */
const LOCAL_IPV4 =
	/^(?:(?:0|10|127|22[4-9]|2[3-5]\d)\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|192\.168\.|192\.0\.0\.|198\.1[89]\.)/;

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
	if (!isLocal(host)) return text;
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

/** @param host as a URL has it: in lower case, an IPv4 address as four numbers, an IPv6 address in brackets */
function isLocal(host: string): boolean {
	const groups = addressGroups(host.replace(/^\[|\]$/g, ''));
	if (groups === undefined) return LOCAL_NAME.test(host.replace(/\.$/, ''));
	const [first] = groups;
	// An IPv4 address, also one that stands in an IPv6 address (`::ffff:…`, `64:ff9b::…`, `::…`).
	const holdsIpv4 =
		groups.slice(2, 5).every((group) => group === 0) &&
		((first === 0 && [0, 0xffff].includes(groups[5])) || (first === 0x64 && groups[1] === 0xff9b));
	if (!holdsIpv4) return first < 0x2000 || first > 0x3fff;
	const bytes = groups.slice(6).flatMap((group) => [group >> 8, group & 0xff]);
	return LOCAL_IPV4.test(bytes.join('.'));
}
