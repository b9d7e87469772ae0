import { isIP } from 'node:net';

import fc from 'fast-check';

import { InvalidInput } from '../../../nodes/MoEngage/mapping/invalidInput';
import { addressGroups, ipAddresses } from '../../../nodes/MoEngage/mapping/ipAddresses';
import { cpuTime } from '../../fixtures/cpuTime';

const read = (value: unknown) => ipAddresses(value, 'options.clientIp');

function reasonOf(value: unknown): string {
	try {
		return `taken as ${read(value)}`;
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidInput);
		const { parameter, reason } = error as InvalidInput;
		expect(parameter).toBe('options.clientIp');
		return reason;
	}
}

describe('IP addresses of a client', () => {
	test.each([
		'203.0.113.195',
		'0.0.0.0',
		'2001:db8::1',
		'2001:DB8:0:0:8:800:200C:417A',
		'::1',
		'::',
		'::ffff:203.0.113.195',
		'fe80::1%eth0',
		'203.0.113.195:41237',
		'[2001:db8::1]:41237',
		'[2001:db8::1]',
		'unknown',
		'Unknown',
		'203.0.113.195, 70.41.3.18, 150.172.238.178',
		'2001:db8::1, unknown, 203.0.113.195:80',
	])('are sent as they are: %s', (text) => expect(read(text)).toBe(text));

	test.each([
		[' 203.0.113.195\n', '203.0.113.195'],
		['203.0.113.195,70.41.3.18', '203.0.113.195, 70.41.3.18'],
		['203.0.113.195 ,\r\n\t70.41.3.18', '203.0.113.195, 70.41.3.18'],
		['203.0.113.195,', '203.0.113.195'],
		[', ,::1', '::1'],
		['203.0.113.195, —, ::1', '203.0.113.195, ::1'],
		['localhost, 203.0.113.195', '203.0.113.195'],
	])('are sent without what is around them: %j', (text, sent) => expect(read(text)).toBe(sent));

	const NOTHING = [
		'—',
		'-',
		'–',
		'...',
		'?',
		'N/A',
		'na',
		'None',
		'NULL',
		'nil',
		'undefined',
		'localhost',
	];

	test.each([undefined, null, '', ' \n', ',', ' , ,', ...NOTHING])('are not given: %j', (value) =>
		expect(read(value)).toBeUndefined(),
	);

	test.each([
		['a—', '"a—" is not an IP address'],
		['203.0.113.195\n70.41.3.18', '"203.0.113.195 70.41.3.18" is not an IP address'],
		['203.0.\u200b113.195', '"203.0.\u200b113.195" is not an IP address'],
		['203.0.113\u0000.195', '"203.0.113\u0000.195" is not an IP address'],
		['203.0.113.195\u200b', 'taken as 203.0.113.195'],
		['fe80::1%é', '"fe80::1%é" is not an IP address'],
		['203.0.113', '"203.0.113" is not an IP address'],
		['203.0.113.256', '"203.0.113.256" is not an IP address'],
		['203.0.113.195:http', '"203.0.113.195:http" is not an IP address'],
		['203.0.113.195:123456', '"203.0.113.195:123456" is not an IP address'],
		['203.0.113.0/24', '"203.0.113.0/24" is not an IP address'],
		['[2001:db8::1', '"[2001:db8::1" is not an IP address'],
		['x[::1]', '"x[::1]" is not an IP address'],
		['[::1]x', '"[::1]x" is not an IP address'],
		['unknown host', '"unknown host" is not an IP address'],
		['the unknown', '"the unknown" is not an IP address'],
		['localhost:80', '"localhost:80" is not an IP address'],
		['N/A or none', '"N/A or none" is not an IP address'],
		['—x', '"—x" is not an IP address'],
		[7, '"7" is not an IP address'],
		[['203.0.113.195'], '["203.0.113.195"] is not text'],
	])('are no %j', (value, reason) => expect(reasonOf(value)).toBe(reason));

	test('come with what to do, if one is wrong', () => {
		const thrown = (() => {
			try {
				return read('me');
			} catch (error) {
				return error;
			}
		})();
		expect((thrown as InvalidInput).advice).toBe(
			'Use an address such as 203.0.113.195, or several with commas between them. Leave the field empty for users whose address you do not know',
		);
	});

	test("are those that Node's own check takes for addresses", () => {
		const dotted = fc.array(fc.nat(300), { minLength: 3, maxLength: 5 });
		const text = fc.oneof(
			fc.ipV4(),
			fc.ipV6(),
			fc.ipV6().map((address) => address.replace(/^[^:]+/, '')),
			fc.ipV6().map((address) => `${address}:1`),
			dotted.map((bytes) => bytes.join('.')),
		);
		fc.assert(
			fc.property(text, (address) => {
				// A number behind another address is read as its port.
				fc.pre(!/^[\d.]+:\d+$/.test(address));
				expect([address, reasonOf(address).startsWith('taken')]).toEqual([
					address,
					isIP(address) !== 0,
				]);
			}),
			{ numRuns: 2000, seed: 20261129 },
		);
	});

	test.each([
		['digits', '1'.repeat(200_000)],
		['numbers', '1.'.repeat(100_000)],
		['groups', '1:'.repeat(100_000)],
		['brackets', '['.repeat(200_000)],
		['commas', ',a'.repeat(100_000)],
	])('are told from %s of any length at once', (_what, text) => {
		const started = cpuTime();
		expect(reasonOf(text)).toMatch(/is not an IP address$/);
		expect(cpuTime() - started).toBeLessThan(1000);
	});
});

describe('the groups of an address', () => {
	test.each([
		['203.0.113.255', '0 0 0 0 0 ffff cb00 71ff'],
		['255.1.2.3', '0 0 0 0 0 ffff ff01 203'],
		['::ffff:203.0.113.7', '0 0 0 0 0 ffff cb00 7107'],
		['64:ff9b::1.2.3.4', '64 ff9b 0 0 0 0 102 304'],
		['1:2:3:4:5:6:1.2.3.4', '1 2 3 4 5 6 102 304'],
		['2001:db8::a:1', '2001 db8 0 0 0 0 a 1'],
		['1:2:3:4:5:6:7:F', '1 2 3 4 5 6 7 f'],
		['::', '0 0 0 0 0 0 0 0'],
		['1::', '1 0 0 0 0 0 0 0'],
		['fe80::1%eth0', 'fe80 0 0 0 0 0 0 1'],
	])('%s', (address, groups) => {
		expect(
			addressGroups(address)
				?.map((group) => group.toString(16))
				.join(' '),
		).toBe(groups);
	});

	test.each([
		'1::2::3',
		'1:2:3:4:5:6:7:8:',
		'1::2:',
		'1:2:3:4:5:6:7',
		'1:2:3:4::5:6:7:8',
		'a::b1.2.3.4',
		'::1.2.3.256',
		'::1.2.3.4:5',
		'1.2.3.4.5',
		'12345::',
		'g::',
		'',
	])('are none of "%s"', (text) => expect(addressGroups(text)).toBeUndefined());
});
