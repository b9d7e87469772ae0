import { startSimulator } from '../../simulator';
import { readArguments, USAGE } from '../../simulator/cliArguments';
import { introduction } from '../../simulator/print';

describe('the arguments of the command line', () => {
	it('keep no limits by default', () => {
		expect(readArguments([])).toEqual({
			port: 8790,
			latencyMs: 0,
			rateLimits: false,
			limits: { window: 'sliding', headers: 'none', others: 0 },
		});
	});

	it.each([
		['', { window: 'sliding', headers: 'none', others: 0 }],
		['--limit-headers policy', { window: 'sliding', headers: 'policy', others: 0 }],
		['--limit-window fixed --others 1', { window: 'fixed', headers: 'none', others: 1 }],
		['--others .25', { window: 'sliding', headers: 'none', others: 0.25 }],
		['--limit-headers=envoy --others=0.9', { window: 'sliding', headers: 'envoy', others: 0.9 }],
	])('keep limits with --rate-limits %s', (text, limits) => {
		const args = ['--rate-limits', ...text.split(' ').filter((arg) => arg !== '')];
		expect(readArguments(args)).toMatchObject({ rateLimits: true, limits });
	});

	it.each([
		['--port x', '--port takes a whole number, not "x".'],
		['--latency 1.5', '--latency takes a whole number, not "1.5".'],
		['--rate-limits --others 2', '--others takes a number from 0 to 1, not "2".'],
		['--rate-limits --others 30%', '--others takes a number from 0 to 1, not "30%".'],
		['--rate-limits --others=', '--others takes a number from 0 to 1, not "".'],
		[
			'--rate-limits --limit-window rolling',
			'--limit-window takes one of sliding, fixed, not "rolling".',
		],
		[
			'--rate-limits --limit-headers reset',
			/^--limit-headers takes one of none, .*, not "reset"\.$/,
		],
		['--others 0.5', '--others needs --rate-limits.'],
		['--limit-headers none', '--limit-headers needs --rate-limits.'],
		['--limit-window fixed', '--limit-window needs --rate-limits.'],
		['--limits', /--limits/],
	])('%s is refused in words', (text, words) => {
		expect(() => readArguments(text.split(' '))).toThrow(words);
	});

	it.each(['--rate-limits', '--limit-window', '--limit-headers', '--others', 'retryAfterZero'])(
		'have %s in their usage',
		(word) => {
			expect(USAGE).toContain(word);
		},
	);
});

describe('the introduction', () => {
	it.each([
		['--latency 7', 'latency 7 ms, rate limits off'],
		['--rate-limits', 'latency 0 ms, rate limits enforced in sliding windows, told by no headers'],
		[
			'--rate-limits --limit-window fixed --limit-headers retryAfter --others 0.3',
			'latency 0 ms, rate limits enforced in fixed windows, told by headers "retryAfter", others spend 0.3 of each',
		],
	])('says what is on with %s', async (text, words) => {
		const simulator = await startSimulator({ ...readArguments(text.split(' ')), port: 0 });
		const lines = introduction(simulator).split('\n');
		expect(lines[0]).toBe(`MoEngage simulator at ${simulator.origin} (${words})`);
		expect(lines).toContain(`  API Base URL          ${simulator.baseUrls.api}`);
		await simulator.close();
	});
});
