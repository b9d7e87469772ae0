import type { IDataObject } from 'n8n-workflow';

import { withFile, type ItemFacts, type Operation } from '../../delivery/operation';
import type { Piece } from '../../delivery/piece';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { requiredDay, shiftDay } from '../../mapping/times';
import { ENDPOINTS } from '../../transport/endpoints';
import type { Refusal } from '../../transport/refusal';

/** "The generated reports will expire in 7 days from the date of creation." */
const KEPT_DAYS = 7;

const DAY_MS = 86_400_000;

/** `Report_-_test_20210217.zip`: the name of the report, the day on which it was made, and the kind of file. */
const FILE_NAME = /^[^/\\]+_(\d{4})(\d{2})(\d{2})\.[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)?$/;

/** Download Campaign Report (`api/stats-report/stats-report.yaml`): one file a request. */
export const downloadReport: Operation = {
	value: 'downloadReport',
	name: 'Download Report',
	action: 'Download campaign report',
	description: 'Download the file of a report that is scheduled in MoEngage',
	hint: 'The report has to exist in MoEngage. For figures of campaigns as items, use getStatistics.',
	route: { endpoint: ENDPOINTS.downloadCampaignReport, otherwise, explain, toOutput },
	fields: [
		{
			displayName: 'Report By',
			name: 'reportBy',
			type: 'options',
			noDataExpression: true,
			options: [
				{ name: 'File Name', value: 'fileName' },
				{ name: 'Name and Day', value: 'name' },
			],
			default: 'name',
			description: 'How MoEngage finds the report',
		},
		{
			displayName: 'Report Name',
			name: 'reportName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Daily campaigns',
			displayOptions: { show: { reportBy: ['name'] } },
			description:
				'Name of the report in MoEngage. If MoEngage has no such file, the node asks once more with _ in place of blanks.',
		},
		{
			displayName: 'Report Date',
			name: 'reportDate',
			type: 'dateTime',
			default: '',
			displayOptions: { show: { reportBy: ['name'] } },
			description:
				'Day on which MoEngage made the report. If empty, yesterday in the time zone of the workflow. MoEngage keeps reports for 7 days.',
		},
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Daily_campaigns_20260131.zip',
			displayOptions: { show: { reportBy: ['fileName'] } },
			description:
				'Whole name of the file: the name of the report, _, the day as YYYYMMDD, and .zip',
		},
		{
			displayName: 'Put Output File in Field',
			name: 'binaryProperty',
			type: 'string',
			default: 'data',
			required: true,
			placeholder: 'e.g. data',
			hint: 'The name of the output binary field to put the file in',
			description: 'Name of the binary field of the output that holds the file',
		},
	],

	toPiece(parameters, facts) {
		const { fileName, parameter } = fileNameOf(parameters, facts);
		const property = parameters.text('binaryProperty') ?? 'data';
		return {
			envelope: { path: { fileName } },
			elementKey: fileName,
			lane: fileName,
			element: {},
			memo: { fileName, parameter, property, now: facts.now },
		};
	},
};

function fileNameOf(
	parameters: Reader,
	{ now, workflowZone }: ItemFacts,
): { fileName: string; parameter: string } {
	if (parameters.oneOf('reportBy', ['name', 'fileName'] as const) === 'fileName') {
		const fileName = parameters.requiredText('fileName');
		if (!Number.isNaN(madeOn(fileName))) return { fileName, parameter: 'fileName' };
		throw new InvalidInput(
			'fileName',
			`${quote(fileName)} has no date: a file is called by its report, _, and the day as YYYYMMDD`,
			'Use a name such as Daily_campaigns_20260131.zip, or set Report By to Name and Day',
		);
	}
	const name = parameters.requiredText('reportName');
	if (/[/\\]/.test(name) || FILE_NAME.test(name)) {
		throw new InvalidInput(
			'reportName',
			`${quote(name)} is not the name of a report`,
			'Use the name as it is in MoEngage, without day and .zip. For the name of a file, set Report By to File Name',
		);
	}
	const today = requiredDay(now, 'reportDate', workflowZone);
	const day = parameters.isGiven('reportDate')
		? requiredDay(...parameters.at('reportDate'), workflowZone)
		: shiftDay(today, -1);
	// A day of leeway on both sides: the zone in which MoEngage names reports is not documented.
	if (day > shiftDay(today, 1) || day < shiftDay(today, -KEPT_DAYS - 1)) {
		throw new InvalidInput(
			'reportDate',
			day > today ? `${day} is in the future` : `${day} is more than ${KEPT_DAYS} days ago`,
			`Use a day of the last ${KEPT_DAYS} days: MoEngage keeps reports no longer`,
		);
	}
	return { fileName: `${name}_${day.replace(/-/g, '')}.zip`, parameter: 'reportName' };
}

/** The day in the name of a file, epoch milliseconds; NaN if there is none. */
function madeOn(fileName: string): number {
	const [, year, month, day] = FILE_NAME.exec(fileName) ?? [];
	return Date.parse(`${year}-${month}-${day}`);
}

/** A wrong signature gets 401: a 400 is about the file. */
const isAboutFile = ({ httpCode }: Refusal) => httpCode === 400;

function otherwise(refusal: Refusal, piece: Piece): { path: { fileName: string } } | undefined {
	const fileName = otherSpelling(piece);
	return isAboutFile(refusal) && fileName !== undefined ? { path: { fileName } } : undefined;
}

/** MoEngage's example `Report_-_test_20210217.zip` suggests that blanks of a name become `_`; no document says so. */
function otherSpelling({ memo = {} }: Piece): string | undefined {
	const given = String(memo.fileName);
	const fileName = given.replace(/ /g, '_');
	return memo.parameter === 'reportName' && fileName !== given ? fileName : undefined;
}

function explain(refusal: Refusal, piece: Piece): Refusal {
	if (!isAboutFile(refusal)) return refusal;
	const { fileName, parameter, now } = piece.memo ?? {};
	const isOld = Number(now) - madeOn(String(fileName)) > (KEPT_DAYS + 1) * DAY_MS;
	const other = otherSpelling(piece);
	const names = quote(fileName) + (other === undefined ? '' : ` or ${quote(other)}`);
	const why = isOld
		? `The report is older than ${KEPT_DAYS} days, and MoEngage keeps reports no longer`
		: `MoEngage has no report with the file name ${names}`;
	return { ...refusal, message: `${why} (${refusal.message})`, target: String(parameter) };
}

function toOutput({ file, ...json }: IDataObject, { memo = {} }: Piece): IDataObject[] {
	return [withFile(json, String(memo.property), file)];
}
