import { ai, json, read } from '../operation';

/** A day of the last ones, on which the simulator has made every report. */
const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

const fileAt = (report: string, day: string) => `${report}_${day.replaceAll('-', '')}.zip`;

const fileOf = (report: string, days: number) => fileAt(report, ago(days));

export default read({
	endpoint: {
		name: 'downloadCampaignReport',
		address: 'GET api /campaign_reports/rest_api/{workspaceId}/{fileName}',
		tile: 'campaign',
		rate: 'none',
		repeat: 'safe',
		answersWith: ['file'],
		isRead: true,
		signedFile: 'fileName',
	},
	workflow: { reportName: json('report'), reportDate: json('day') },
	hasBuilderHint: true,
	names: { fields: ['reportBy', 'reportName', 'reportDate', 'fileName', 'binaryProperty'] },
	item: (index) => ({ report: `Report_${index}`, day: ago(1 + (index % 5)) }),
	carries: ({ report, day }) => [fileAt(String(report), String(day))],
	invalidChange: { report: 'Reports/daily' },
	poison: 'report',
	// Of a report that it does not have, MoEngage says 400.
	empty: [],
	furtherRuns: [
		{
			parameters: { reportBy: 'fileName', fileName: json('file') },
			items: [1, 2, 3].map((days) => ({ file: fileOf('Report_weekly', days) })),
		},
	],
	tools: [
		{
			parameters: { reportName: ai('report'), reportDate: ai('day') },
			calls: [
				{ report: 'Report_daily', day: ago(1) },
				{ report: ' Report_weekly ', day: `${ago(2)}T08:00:00Z` },
				{ report: 'Report_daily', day: ago(3) },
			],
			expected: [fileOf('Report_daily', 1), fileOf('Report_weekly', 2), fileOf('Report_daily', 3)],
			arrived: (_, { requests }) => requests.map(({ path }) => path.split('/').at(-1)),
			wrong: [
				{ args: { report: '' }, says: [/Report Name is empty/] },
				{ args: { day: ago(30) }, says: [/Report Date .* is more than 7 days ago/] },
				{
					args: { report: 'Orders' },
					says: [/MoEngage has no report with the file name "Orders_/],
				},
			],
		},
	],
});
