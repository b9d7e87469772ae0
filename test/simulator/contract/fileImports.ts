import type { Answer, ErrorShape } from '../answers';
import { shortId } from '../ids';
import { shownImport, type SimulatedImport } from '../imports';
import type { JsonObject } from '../types';
import type { Workspace } from '../workspace';
import type { Call, Endpoint } from './endpoint';
import { isObject, isText, isTextList } from './values';

/** Imports from files (`api/data/data.yaml`); a gateway in front of a custom data center has their host below the API's. */

const PAGE = 50;
const MOST_DAYS_APART = 30;
const DAY_MS = 86_400_000;

/** "Once in every five minutes for a specific schedule_id". */
const REST_MS = 5 * 60_000;

/** `error_type` of a 400, and `status`, differ from example to example. */
function refused(errorType: string, message: string, status = 'FAILURE'): Answer {
	return { status: 400, json: { status, error_type: errorType, message } };
}

const AUTHENTICATION =
	"Password (APP_KEY) doesn't match the one available on the dashboard. Kindly ensure the same APP_KEY available on the dashboard is used.";

const fileImportErrors: ErrorShape = {
	ofStatus(status) {
		const failed = (message: string, type: string) => ({
			status,
			json: { status: 'fail', error: { message, type, request_id: shortId() } },
		});
		if (status === 400) return fileImportErrors.badElement();
		if (status === 401) {
			const json = { title: 'AuthenticationInvalid', description: AUTHENTICATION };
			return { status, json };
		}
		if (status === 403) {
			return failed('Your account is suspended. Please contact MoEngage team.', 'BlockedClient');
		}
		if (status === 404) return { status, json: { status: 'fail', data: 'Resource not found.' } };
		if (status === 405) return { status, json: { status: 'fail', message: 'Method not allowed' } };
		if (status === 429) {
			return failed('Rate limits exceeded, please try after some time', 'Rate Limits Exceeded');
		}
		const description = 'An unexpected error was encountered while processing this request.';
		return { status, json: { title: 'Server Error', description, code: shortId() } };
	},
	unauthorized: () => fileImportErrors.ofStatus(401),
	malformedJson: () => unreadable(),
	notAnObject: () => unreadable(),
	badElement: () => unreadable(),
};

/** What a wrong letter case gets, too. */
function unreadable(): Answer {
	const data = 'Unable to process the request';
	return { status: 400, json: { success: false, status_code: '400 Bad Request', data } };
}

const ENUMS: Record<string, string[]> = {
	import_type: ['USERS', 'EVENTS', 'AUX_DATA'],
	schedule_type: ['PERIODIC', 'ONETIME'],
	file_source: ['SFTP', 'S3', 'CSV'],
	schedule_status: 'SUCCESSFUL FAILED PARTIAL_SUCCESS SCHEDULED PROCESSING QUEUED ARCHIVED'.split(
		' ',
	),
	file_status: 'SUCCESSFUL FAILED PARTIAL_SUCCESS PROCESSING QUEUED WAITING'.split(' '),
};

function filtersRefusal(body: JsonObject, known: string[]): Answer | undefined {
	if (!Object.keys(body).every((name) => known.includes(name))) return unreadable();
	for (const [name, allowed] of Object.entries(ENUMS)) {
		const value = body[name];
		if (value === undefined) continue;
		if (!isTextList(value) || !value.every((one) => allowed.includes(one))) return unreadable();
	}
	const { offset = 1, date } = body;
	if (!Number.isInteger(offset) || (offset as number) < 1) {
		return refused('Invalid Offset Value', 'The offset value you have provided is not valid.');
	}
	return date === undefined ? undefined : dateRefusal(date);
}

function dateRefusal(date: unknown): Answer | undefined {
	if (!isObject(date)) return unreadable();
	const { start_date: start, end_date: end, format } = date;
	const isDay = (value: unknown): value is string =>
		typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value);
	if (format !== 'YYYY-MM-DD' || !isDay(start) || !isDay(end)) {
		const message =
			"The provided date format is either incorrect or doesn't match the entered dates. Please ensure both the dates and the format are valid.";
		return refused('Invalid Date format', message);
	}
	if (Date.parse(end) - Date.parse(start) > MOST_DAYS_APART * DAY_MS) {
		const message = 'Please note that only imports with a date difference of 30 can be displayed.';
		return refused('Difference exceeds 30 days', message);
	}
	return undefined;
}

function page(records: JsonObject[], { offset = 1 }: JsonObject, more: (is: boolean) => unknown) {
	const first = ((offset as number) - 1) * PAGE;
	return {
		status: 200,
		json: {
			status: 'success',
			total_count: records.length,
			data: records.slice(first, first + PAGE),
			offset,
			more_files: more(first + PAGE < records.length),
		},
	};
}

const LIST_FIELDS = [
	...['import_name', 'import_type', 'date', 'schedule_type', 'file_source', 'schedule_status'],
	'offset',
];

function listImports({ body, workspace }: Call): Answer {
	const refusal = filtersRefusal(body, LIST_FIELDS);
	if (refusal) return refusal;
	const among = (name: string, value: string) =>
		body[name] === undefined || (body[name] as string[]).includes(value);
	const found = [...workspace.imports.values()].filter(
		(one) =>
			(body.import_name === undefined || one.importName === body.import_name) &&
			among('import_type', one.importType) &&
			among('schedule_type', one.scheduleType) &&
			among('file_source', one.source) &&
			among('schedule_status', one.status),
	);
	return page(found.map(shownImport), body, (isMore) => isMore);
}

function importNamedIn(body: JsonObject, workspace: Workspace): SimulatedImport | undefined {
	if (isText(body.import_id)) return workspace.imports.get(body.import_id);
	return [...workspace.imports.values()].find(({ importName }) => importName === body.import_name);
}

function listRuns({ body, workspace }: Call): Answer {
	const refusal = filtersRefusal(body, [
		...['import_id', 'import_name', 'date', 'file_status', 'offset'],
	]);
	if (refusal) return refusal;
	const found = importNamedIn(body, workspace);
	if (found === undefined) {
		const message = 'No import exist in the database with the given query parameters.';
		return refused("Import Doesn't Exist", message);
	}
	const wanted = body.file_status as string[] | undefined;
	const runs = found.runs.filter(
		({ file_status: status }) =>
			wanted?.includes(String(status).replace('PARTIAL_FAILURE', 'PARTIAL_SUCCESS')) ?? true,
	);
	// As text: the document has both.
	return page(runs, body, String);
}

function startImport({ path, workspace, now }: Call): Answer {
	const found = workspace.imports.get(path.schedule);
	if (found?.scheduleType !== 'PERIODIC') {
		return refused('NOT_FOUND', 'This import is either deleted or expired.', 'fail');
	}
	if (found.startedAt !== undefined && now - found.startedAt < REST_MS / workspace.importSpeed) {
		return refused('ALREADY_EXISTS', 'Import has run in the last 5 min.', 'fail');
	}
	found.startedAt = now;
	workspace.accepted.startedImports.push(found.importId);
	return { status: 200, json: { status: 'success', message: 'Triggered Import Successfully' } };
}

const common = {
	host: 'api' as const,
	method: 'POST' as const,
	tile: 'data' as const,
	errors: fileImportErrors,
	appKeyRefusal: (): Answer => {
		const json = { title: 'HeaderMissing', description: 'MOE-APPKEY is missing in Header' };
		return { status: 401, json };
	},
};

export const fileImportEndpoints: Endpoint[] = [
	{
		...common,
		path: '/v1.0/data/fileimports/trigger/:schedule',
		takesNoBody: true,
		handle: startImport,
	},
	{
		...common,
		path: '/v1.0/data/fileimports/import/status',
		charges: () => [{ limit: 'fileimports/status', perMinute: 50, amount: 1 }],
		handle: listImports,
	},
	{
		...common,
		path: '/v1.0/data/fileimports/import/run/history',
		charges: () => [{ limit: 'fileimports/run/history', perMinute: 50, amount: 1 }],
		handle: listRuns,
	},
];
