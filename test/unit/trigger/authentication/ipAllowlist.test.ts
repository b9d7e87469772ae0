import { BlockList, isIPv6 } from 'node:net';

import fc from 'fast-check';

import {
	isIpAllowed,
	unreadableAddresses,
} from '../../../../nodes/MoEngageTrigger/authentication/ipAllowlist';

/** n8n's Webhook node checks with Node's own list of blocks, which shipped code of a community node may not use. */
function nodeAllows(entry: string, address: string): boolean {
	const list = new BlockList();
	const [network, prefix] = entry.split('/');
	const family = (ip: string) => (isIPv6(ip) ? 'ipv6' : 'ipv4');
	if (prefix === undefined) list.addAddress(network, family(network));
	else list.addSubnet(network, Number(prefix), family(network));
	return list.check(address, family(address));
}

const ipv4 = fc.ipV4();
const ipv6 = fc.ipV6();
const entry = fc.oneof(
	ipv4,
	ipv6,
	fc.tuple(ipv4, fc.nat(32)).map((parts) => parts.join('/')),
	fc.tuple(ipv6, fc.nat(128)).map((parts) => parts.join('/')),
);

/** An address in or near the block. */
const near = (text: string) => {
	const [network] = text.split('/');
	return network.includes(':')
		? fc.oneof(fc.constant(network), ipv6)
		: fc.oneof(
				fc.constant(network),
				fc.nat(255).map((byte) => network.replace(/\d+$/, String(byte))),
				fc.constant(`::ffff:${network}`),
				ipv4,
			);
};

test("allows what Node's own list of blocks does", () => {
	fc.assert(
		fc.property(
			entry.chain((text) => fc.tuple(fc.constant(text), near(text))),
			([text, address]) => {
				expect([text, address, isIpAllowed([text], [address])]).toEqual([
					text,
					address,
					nodeAllows(text, address),
				]);
				expect(unreadableAddresses([text])).toEqual([]);
			},
		),
		{ seed: 51, numRuns: 3000 },
	);
});

test.each([
	['52.6.248.125', ['52.6.248.125'], true],
	['52.6.248.125', ['52.6.248.126'], false],
	['52.6.248.125', ['::ffff:52.6.248.125'], true],
	['52.6.248.0/24', ['::1', '52.6.248.7'], true],
	['2001:db8::/32', ['2001:db8:1::5'], true],
	['2001:db8::/32', ['2001:db9::5', undefined], false],
	['fe80::1', ['fe80::1%eth0'], true],
	['0.0.0.0/0', ['203.0.113.9'], true],
	['0.0.0.0/0', ['2001:db8::1'], false],
])('%s lets in %j: %j', (text, addresses, allowed) => {
	expect(isIpAllowed([text], addresses)).toBe(allowed);
});

test('without a list everybody is let in, and by a list of nothing, or of nothing readable, nobody', () => {
	expect(isIpAllowed(undefined, [undefined])).toBe(true);
	expect(isIpAllowed([], ['1.2.3.4', '::1', undefined])).toBe(false);
	expect(isIpAllowed(['nonsense', '1.2.3', ''], ['1.2.3.4', '::1', ''])).toBe(false);
});

test.each([
	'1.2.3',
	'1.2.3.256',
	'1.2.3.4/33',
	'::1/129',
	'1:2:3',
	'a::b1.2.3.4',
	'1::2::3',
	'g::',
	'1.2.3.4 5.6.7.8',
	'moengage.com',
	'',
])('"%s" is no address', (text) => expect(unreadableAddresses([text, '10.0.0.1'])).toEqual([text]));
