import { useSimulator, WORKSPACE, type Key } from '../useSimulator';

const { api } = useSimulator();

describe('inform', () => {
	it('asks Inform for its own key and MOE-APPKEY, and knows no alert', async () => {
		const send = (key: Key, appKey: string) =>
			api('/v1.0/alerts/send', {}, key, { headers: { 'MOE-APPKEY': appKey } });
		const refused = {
			message: 'Invalid App Key or Basic Auth',
			err_code: 'UNAUTHORIZED',
			status_code: 120001,
		};
		const answers = [
			await send('dataApiKey', WORKSPACE),
			await send('informApiKey', 'OTHER'),
			await send('informApiKey', WORKSPACE),
		];
		expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
		expect([answers[0].data, answers[1].data]).toEqual([refused, refused]);
		expect(answers[2].data).toMatchObject({ message: 'Invalid Alert ID', err_code: 'BAD_REQUEST' });
	});
});
