import { InvalidInput, quote } from './invalidInput';
import { optionalText } from './values';

/**
 * IP addresses of a client as the header `X-Forwarded-For` has them: one, or a list with those of proxies behind it.
 * HTTP clients leave out what a header cannot carry, so that another address would be sent, or none.
 * @returns `undefined` when not given; entries that are empty, or say that nothing is known, are left out
 * @throws InvalidInput for anything but addresses
 */
export function ipAddresses(value: unknown, parameter: string): string | undefined {
	const entries = (optionalText(value, parameter) ?? '')
		.split(',')
		.map((entry) => entry.trim())
		.filter((entry) => !SAYS_NOTHING.test(entry));
	const wrong = entries.find((entry) => !isClient(entry));
	if (wrong !== undefined) {
		throw new InvalidInput(
			parameter,
			`${quote(wrong)} is not an IP address`,
			'Use an address such as 203.0.113.195, or several with commas between them. Leave the field empty for users whose address you do not know',
		);
	}
	return entries.length > 0 ? entries.join(', ') : undefined;
}

/** What exports and logs have in place of an address. Version 1.0 sent it, and MoEngage had no address then either. */
const SAYS_NOTHING = /^(?:n\/?a|none|null|nil|undefined|localhost|[-–—.?]*)$/i;

/** What a proxy writes of a client that it cannot tell (RFC 7239). */
const NOBODY = /^unknown$/i;

/** Some proxies add the port of the client; an IPv6 address is in brackets then. */
const WITH_PORT = /^(?:\[(.+)\]|([\d.]+))(?::\d{1,5})?$/;

/** What an address can be written with, the name of a network card included. */
const WRITTEN_WITH = /^[\w.:%-]{1,64}$/;

function isClient(entry: string): boolean {
	const address = entry.replace(WITH_PORT, '$1$2');
	return NOBODY.test(entry) || (WRITTEN_WITH.test(address) && addressGroups(address) !== undefined);
}

/**
 * The eight groups of an IP address; `undefined` for other text. An IPv4 address becomes the IPv6 one that stands for
 * it (`::ffff:…`), as n8n often reports it.
 */
export function addressGroups(address: string): number[] | undefined {
	const text = address.split('%')[0];
	const [dotted = ''] = /\d+\.\d+\.\d+\.\d+$/.exec(text) ?? [];
	if (dotted === '') return ipv6Groups(text, []);
	const last = ipv4Groups(dotted);
	if (last === undefined) return undefined;
	const head = text.slice(0, -dotted.length);
	if (head === '') return [0, 0, 0, 0, 0, 0xffff, ...last];
	return head.endsWith(':') ? ipv6Groups(head, last) : undefined;
}

function ipv4Groups(dotted: string): number[] | undefined {
	const bytes = dotted.split('.').map(Number);
	if (bytes.some((byte) => byte > 255)) return undefined;
	return [bytes[0] * 256 + bytes[1], bytes[2] * 256 + bytes[3]];
}

/** @param last groups that were written as an IPv4 address behind the text, which then ends in a colon */
function ipv6Groups(text: string, last: number[]): number[] | undefined {
	const parts = text.split('::');
	if (parts.length > 2) return undefined;
	if (last.length > 0) parts.push((parts.pop() ?? '').replace(/:$/, ''));
	const lists = parts.map((part) => (part === '' ? [] : part.split(':')));
	if (lists.flat().some((group) => !/^[0-9a-f]{1,4}$/i.test(group))) return undefined;
	const [front, back = []] = lists.map((list) => list.map((group) => parseInt(group, 16)));
	const missing = 8 - front.length - back.length - last.length;
	if (parts.length === 1 ? missing !== 0 : missing < 1) return undefined;
	return [...front, ...new Array<number>(missing).fill(0), ...back, ...last];
}
