import { campaignId } from '../../../simulator/campaigns';
import { client, useSimulator, WORKSPACE } from '../useSimulator';

const { keyHeader, simulator } = useSimulator();

function ask(body: object, headers: Record<string, string> = { 'MOE-APPKEY': WORKSPACE }) {
	const asked = {
		request_id: 'r-1',
		start_date: '2026-01-01',
		end_date: '2026-01-30',
		attribution_type: 'VIEW_THROUGH',
		metric_type: 'TOTAL',
		campaign_ids: [campaignId(0), campaignId(1), campaignId(2)],
		...body,
	};
	return client.post(`${simulator.baseUrls.api}/core-services/v1/campaign-stats`, asked, {
		headers: { 'Content-Type': 'application/json', ...keyHeader('campaignApiKey'), ...headers },
	});
}

describe('campaign statistics', () => {
	it('gives figures by campaign, platform, locale and variation, and none for others', async () => {
		const { data } = await ask({ campaign_ids: [campaignId(2), campaignId(0), 'unknown'] });
		expect(Object.keys(data.data)).toEqual([campaignId(2), campaignId(0)]);
		expect(data).toMatchObject({ response_id: 'r-1', total_campaigns: 2 });
		const [{ platforms }] = data.data[campaignId(2)];
		expect(Object.keys(platforms)).toEqual(['android', 'ios']);
		const { variations } = platforms.ios.locales.all_locales;
		expect(variations.all_variations.performance_stats.sent).toBe(102);
		expect(Object.keys(variations)).toContain('campaign_control_group');
	});

	it('refuses what the document excludes', async () => {
		const eleven = Array.from({ length: 11 }, (_, index) => campaignId(index));
		const fields: string[] = [];
		for (const body of [
			{ request_id: undefined },
			{ start_date: '2026-02-30' },
			{ end_date: '2025-12-31' },
			{ end_date: '2026-01-31' },
			{ attribution_type: 'VIEW' },
			{ metric_type: undefined },
			{ campaign_ids: eleven },
			{ campaign_ids: [campaignId(0), campaignId(0)] },
		]) {
			const { status, data } = await ask(body);
			expect([status, data.title]).toEqual([400, 'Invalid Field Value']);
			fields.push(String(data.description).split(' ')[0]);
		}
		expect(fields).toEqual([
			'request_id',
			'start_date',
			'end_date',
			'end_date',
			'attribution_type',
			'metric_type',
			'campaign_ids',
			'campaign_ids',
		]);
	});

	it('needs MOE-APPKEY, and takes 100 requests a minute', async () => {
		expect((await ask({}, {})).status).toBe(401);
		expect((await ask({}, { 'MOE-APPKEY': 'OTHER' })).status).toBe(401);
		simulator.rateLimits = true;
		for (let i = 0; i < 100; i++) await ask({});
		expect((await ask({})).status).toBe(429);
	});
});
