import { segmentErrors, unknownSegmentClient, type Answer, type ErrorShape } from '../answers';
import { objectId, shortId } from '../ids';
import { knownSegment } from '../segments';
import type { AcceptedSegmentChange, JsonObject, SimulatedSegment } from '../types';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isText } from './values';

/** Segments by filters (V3) and by files (V2): `api/custom-segments/custom-segments.yaml`. */

function filterError(status: number, code: string, message: string, more: JsonObject = {}): Answer {
	const error = { code, message, ...more };
	return { status, json: { response_id: shortId(), type: 'custom_segment', error } };
}

const FILTER_TYPES = [
	...['user_attributes', 'actions', 'psychographic_event', 'custom_segments', 'nested_filters'],
];

function areFilters(value: unknown): boolean {
	if (!isObject(value) || !['and', 'or'].includes(String(value.filter_operator))) return false;
	const { filters } = value;
	return (
		Array.isArray(filters) &&
		filters.length > 0 &&
		filters.every((one) => isObject(one) && FILTER_TYPES.includes(String(one.filter_type)))
	);
}

function filterRefusal(body: JsonObject, more: string[] = []): Answer | undefined {
	const known = ['name', 'included_filters', 'excluded_filters', 'description', ...more];
	if (!Object.keys(body).every((name) => known.includes(name))) return segmentErrors.ofStatus(400);
	const { name, included_filters: included, excluded_filters: excluded } = body;
	const isFine =
		isText(name) &&
		!/[<>]/.test(name) &&
		name.trim() !== '' &&
		areFilters(included) &&
		(excluded === undefined || areFilters(excluded));
	if (isFine) return undefined;
	const message =
		"Invalid request. Please ensure that the filters are correct and the custom-segment name doesn't contain HTML characters/only whitespaces.";
	return filterError(400, 'Invalid Request', message);
}

const filtersOf = ({ included_filters: included, excluded_filters: excluded }: JsonObject) =>
	JSON.stringify([included, excluded]);

/** Another segment has the same name or filters. */
function conflict({ body, path, workspace }: Call): Answer | undefined {
	for (const { id, name, filters } of workspace.segments.values()) {
		if (id === path.segment) continue;
		if (name === body.name) {
			const message = `Another custom-segment already exists with the same name: ${name}. Please change the custom-segment name.`;
			return filterError(409, 'Resource not created', message);
		}
		if (filters !== undefined && filtersOf(filters) === filtersOf(body)) {
			const message = `Another custom-segment already exists containing the given filters: ${name}. Please reuse the same or update the filters`;
			const existing = { existing_cs_name: name, existing_cs_id: id };
			return filterError(409, 'Resource not created', message, existing);
		}
	}
	return undefined;
}

function note({ workspace, body }: Call, change: AcceptedSegmentChange['change'], segment: string) {
	workspace.accepted.segmentChanges.push({ change, segment, raw: body });
}

const stampOf = (now: number) => new Date(now).toISOString().replace('Z', '000');

function shown(segment: SimulatedSegment, now: number): JsonObject {
	return {
		name: segment.name,
		id: segment.id,
		created_time: segment.createdTime,
		updated_time: stampOf(now),
		type: 'ELASTIC_SEARCH',
		source: segment.source,
		description: 'A description',
		included_filters: segment.filters?.included_filters ?? {},
		...(segment.filters?.excluded_filters !== undefined && {
			excluded_filters: segment.filters.excluded_filters,
		}),
	};
}

const answered = (status: number, segment: SimulatedSegment, now: number): Answer => ({
	status,
	json: { data: shown(segment, now), response_id: shortId(), type: 'custom_segment' },
});

function create(call: Call): Answer {
	const { body, workspace, now } = call;
	const refusal = filterRefusal(body) ?? conflict(call);
	if (refusal) return refusal;
	const segment = {
		id: objectId(),
		name: body.name as string,
		createdTime: stampOf(now),
		source: 'API',
		filters: body,
	};
	workspace.segments.set(segment.id, segment);
	note(call, 'created', segment.name);
	return answered(201, segment, now);
}

function notFound(id: string): Answer {
	const message = `Custom segment not found with the given id: ${id}`;
	return filterError(404, 'Entity Not Found', message);
}

function update(call: Call): Answer {
	const { body, path, workspace, now } = call;
	const found = knownSegment(workspace.segments, path.segment);
	if (found === undefined) return notFound(path.segment);
	const refusal = filterRefusal(body, ['updated_by']) ?? conflict(call);
	if (refusal) return refusal;
	const segment = { ...found, name: body.name as string, filters: body };
	workspace.segments.set(segment.id, segment);
	note(call, 'updated', segment.id);
	return answered(200, segment, now);
}

function get({ path, workspace, now }: Call): Answer {
	const segment = knownSegment(workspace.segments, path.segment);
	return segment === undefined ? notFound(path.segment) : answered(200, segment, now);
}

// V2: {title, description}

const fileError = (status: number, title: string, description: string): Answer => ({
	status,
	json: { title, description },
});

const TEXTS: Record<number, [title: string, description: string]> = {
	400: ['Invalid Request', 'The request is not valid'],
	401: ['Authentication required', 'Invalid APP_KEY used in Authentication Header'],
	403: ['Forbidden', 'Forbidden'],
	404: ['Not Found', 'The custom segment does not exist'],
	429: ['Limit breached', 'file_segment ops per hour limit is breached'],
};

const fileErrors: ErrorShape = {
	ofStatus(status) {
		const [title, description] = TEXTS[status] ?? ['Internal Server Error', 'Something went wrong'];
		return fileError(status, title, description);
	},
	unauthorized: () => fileErrors.ofStatus(401),
	malformedJson: () => fileErrors.ofStatus(400),
	notAnObject: () => fileErrors.ofStatus(400),
	badElement: () => fileErrors.ofStatus(400),
};

const invalid = (description: string) => fileError(400, 'Invalid Request', description);

const databaseRefusal = ({ headers }: Call) =>
	isText(headers['moe-dbname']) ? undefined : invalid('MOE-DBNAME is missing in the headers');

const FILE_FIELDS = [
	...['name', 'attribute_name', 'attribute_type', 'file_url', 'callback_url', 'emails'],
];

function fileRefusal(body: JsonObject, more: string): Answer | undefined {
	const unknown = Object.keys(body).find((name) => ![...FILE_FIELDS, more].includes(name));
	if (unknown !== undefined) return invalid(`${unknown} is not allowed`);
	for (const name of ['name', 'attribute_name', 'file_url']) {
		if (!isText(body[name])) return invalid(`${name} is a required parameter`);
	}
	const { attribute_type: type, emails } = body;
	if (type !== 'string' && type !== 'double') return invalid('attribute_type is not valid');
	if (!/^https?:/.test(String(body.file_url))) return invalid('file_url is not valid');
	return emails === undefined || (Array.isArray(emails) && emails.every(isEmail))
		? undefined
		: invalid('emails is not valid');
}

const accepted = (message: string, name: string, id: string): Answer => ({
	status: 202,
	json: { message, success: true, cs_name: name, cs_id: id },
});

function createFromFile(call: Call): Answer {
	const { body, workspace, now } = call;
	const refusal = databaseRefusal(call) ?? fileRefusal(body, 'expiry_time');
	if (refusal) return refusal;
	const { name, expiry_time: days } = body as { name: string; expiry_time: unknown };
	if (!Number.isInteger(days) || (days as number) < 1) return invalid('expiry_time is not valid');
	if ([...workspace.segments.values()].some((one) => one.name === name)) {
		return fileError(409, 'Conflict', 'Custom segment with the given name already exists');
	}
	const segment = { id: objectId(), name, createdTime: stampOf(now), source: 'FILE' };
	workspace.segments.set(segment.id, segment);
	note(call, 'file created', name);
	return accepted('Your request is accepted and will be processed soon', name, segment.id);
}

/** Segments by file with names that begin so exist from the start. */
const KNOWN_FILE = /^File segment /;

function updateFromFile(call: Call): Answer {
	const { body, path, workspace } = call;
	const refusal = databaseRefusal(call) ?? fileRefusal(body, 'cs_id');
	if (refusal) return refusal;
	const { name, cs_id: id } = body as { name: string; cs_id?: string };
	const found =
		id === undefined
			? [...workspace.segments.values()].find((one) => one.name === name)
			: knownSegment(workspace.segments, id);
	if (found === undefined && (id !== undefined || !KNOWN_FILE.test(name))) {
		return fileErrors.ofStatus(404);
	}
	note(call, path.change as AcceptedSegmentChange['change'], name);
	const message = 'Your request is accepted and will be processed soon';
	return accepted(message, found?.name ?? name, found?.id ?? objectId());
}

const archiveAs = (change: 'archived' | 'unarchived') => (call: Call) => {
	const { name, cs_id: id } = call.body;
	if (!isText(name)) return invalid('name is a required parameter');
	const refusal = databaseRefusal(call);
	if (refusal) return refusal;
	const { segments } = call.workspace;
	const found =
		id === undefined
			? [...segments.values()].find((one) => one.name === name)
			: knownSegment(segments, String(id));
	if (found === undefined) return fileErrors.ofStatus(404);
	note(call, change, found.id);
	return accepted(`Successfully ${change} the custom segment`, found.name, found.id);
};

const common = { host: 'api' as const, tile: 'data' as const };

const ofFilters = {
	...common,
	errors: segmentErrors,
	appKeyRefusal: unknownSegmentClient,
	charges: () => [{ limit: 'custom-segments' as const, perMinute: 50, amount: 1 }],
};

const ofFiles = { ...common, errors: fileErrors };

export const segmentChangeEndpoints: Endpoint[] = [
	{ ...ofFilters, method: 'POST', path: '/v3/custom-segments', handle: create },
	{ ...ofFilters, method: 'PATCH', path: '/v3/custom-segments/:segment', handle: update },
	{ ...ofFilters, method: 'GET', path: '/v3/custom-segments/:segment', handle: get },
	{ ...ofFiles, method: 'POST', path: '/v2/custom-segments/file-segment', handle: createFromFile },
	{
		...ofFiles,
		method: 'PUT',
		path: '/v2/custom-segments/file-segment/:change',
		handle: updateFromFile,
	},
	{
		...ofFiles,
		method: 'PATCH',
		path: '/v2/custom-segments/archive',
		handle: archiveAs('archived'),
	},
	{
		...ofFiles,
		method: 'PATCH',
		path: '/v2/custom-segments/unarchive',
		handle: archiveAs('unarchived'),
	},
];
