import type { Answer, ErrorShape } from '../answers';
import { shortId } from '../ids';
import type { Call, Endpoint } from './endpoint';

/** Files of reports (`api/stats-report/stats-report.yaml`, Download Campaign Report). */

const KEPT_MS = 7 * 86_400_000;

/** Reports with these names are there, made on each of the last days; MoEngage writes `_` for blanks. */
const NAME = /^Report_\S+_(\d{4})(\d{2})(\d{2})\.zip$/;

/** The content of a file: every byte occurs, so that nothing that takes it for text keeps it. */
export function reportFile(name: string): Buffer {
	const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
	return Buffer.concat([Buffer.from('PK\u0003\u0004'), all, Buffer.from(name), all.reverse()]);
}

function refuse(message: string): Answer {
	const error = { attribute: 'FILENAME', message, type: 'BAD REQUEST', request_id: shortId() };
	return { status: 400, json: { error } };
}

const errors: ErrorShape = {
	ofStatus: (status) =>
		status === 401 ? { status, text: '' } : { ...refuse('The request failed'), status },
	unauthorized: () => errors.ofStatus(401),
	malformedJson: () => errors.ofStatus(400),
	notAnObject: () => errors.ofStatus(400),
	badElement: () => refuse('Invalid file name'),
};

function download({ path, workspace, now }: Call): Answer {
	if (path.app !== workspace.id) return refuse('Invalid APP_ID');
	const [, year, month, day] = NAME.exec(path.file) ?? [];
	if (year === undefined) return refuse('Invalid file name');
	if (now - Date.parse(`${year}-${month}-${day}`) > KEPT_MS + 86_400_000) {
		return refuse('The report has expired');
	}
	return { status: 200, bytes: reportFile(path.file), contentType: 'application/gzip' };
}

export const campaignReportEndpoints: Endpoint[] = [
	{
		host: 'api',
		method: 'GET',
		path: '/campaign_reports/rest_api/:app/:file',
		tile: 'campaign',
		isSigned: true,
		errors,
		handle: download,
	},
];
