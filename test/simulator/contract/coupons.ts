import type { Answer, ErrorShape } from '../answers';
import type { SimulatedCouponFile, SimulatedCouponList } from '../coupons';
import { objectId } from '../ids';
import type { JsonObject } from '../types';
import type { Call, Endpoint } from './endpoint';
import { isEmail, isObject, isText } from './values';

/** Coupon lists and their codes (OpenAPI). What it leaves open is refused here. */

function couponError(status: number, code: string, message: string): Answer {
	return { status, json: { error: { code, message } } };
}

const TEXTS: Record<number, [code: string, message: string]> = {
	400: ['bad-request', 'Possible issues include invalid data types, or missing attributes.'],
	401: [
		'request-unauthenticated',
		'Your request is unauthorized. Please verify your credentials and try again.',
	],
	403: [
		'request-forbidden',
		'Your account does not have access to the Coupon Management features. Please contact the MoEngage team for further assistance.',
	],
	404: ['not-found', 'The requested resource was not found.'],
};

const couponErrors: ErrorShape = {
	ofStatus(status) {
		const [code, message] = TEXTS[status] ?? [
			'unexpected-error',
			'Something went wrong with your request. Please contact the MoEngage team for further assistance.',
		];
		return couponError(status, code, message);
	},
	unauthorized: () => couponErrors.ofStatus(401),
	malformedJson: () => invalid('The requested JSON is incorrect. Please verify and try again.'),
	notAnObject: () => couponErrors.malformedJson(),
	badElement: () => couponErrors.ofStatus(400),
};

const invalid = (message: string) => couponError(400, 'invalid-request', message);

const NO_CONTENT: Answer = { status: 204, text: '' };

function shownList(list: SimulatedCouponList): JsonObject {
	return {
		_id: list.id,
		name: list.name,
		label: list.label,
		expires_at: list.expiresAt,
		status: list.status,
		total_coupons: list.available,
		available_coupons: list.available,
		personalization_snippet: `{{CouponCode['${list.label}']}}`,
		alert_conditions: { success_alert: false, failure_alert: false },
		email_alert_subscribers: [],
		created_by: 'jane@example.com',
		created_at: '2026-01-31T18:29:00',
		updated_at: '2026-01-31T18:29:00',
	};
}

const STATUSES = ['ACTIVE', 'ARCHIVED', 'EXPIRED'];

function listLists({ query, workspace }: Call): Answer {
	const { status } = query;
	if (status !== undefined && !STATUSES.includes(status)) return couponErrors.ofStatus(400);
	const found = [...workspace.couponLists.values()].filter(
		(list) => status === undefined || list.status === status,
	);
	return { status: 200, json: { data: found.map(shownList) } };
}

/** What a list may have; `undefined` if it is fine. */
function fieldsRefusal(body: JsonObject, now: number): Answer | undefined {
	const { name, label, expires_at: expires, email_alert_subscribers: emails } = body;
	for (const text of [name, label]) {
		if (text !== undefined && !isText(text)) return couponErrors.ofStatus(400);
	}
	if (expires !== undefined) {
		if (typeof expires !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(expires)) {
			return invalid('expires_at has to be yyyy-mm-dd.');
		}
		if (Date.parse(`${expires}T23:59:59Z`) < now) return invalid('expires_at is in the past.');
	}
	if (emails !== undefined && !(Array.isArray(emails) && emails.every(isEmail))) {
		return couponErrors.ofStatus(400);
	}
	return alertsRefusal(body.alert_conditions);
}

function alertsRefusal(conditions: unknown): Answer | undefined {
	if (conditions === undefined) return undefined;
	if (!isObject(conditions)) return couponErrors.ofStatus(400);
	const { coupon_shortage_alert: shortage, expiry_alert: expiry } = conditions;
	const isFine =
		(shortage === undefined ||
			(isObject(shortage) &&
				shortage.alert === true &&
				Number.isInteger(shortage.threshold_count))) &&
		(expiry === undefined ||
			(isObject(expiry) && expiry.alert === true && Number.isInteger(expiry.days_before)));
	return isFine ? undefined : couponErrors.ofStatus(400);
}

function duplicateRefusal({ body, workspace }: Call): Answer | undefined {
	const lists = [...workspace.couponLists.values()];
	if (lists.some(({ name }) => name === body.name)) {
		const message =
			'The coupon list name already exists. Please enter a unique name and try again.';
		return couponError(400, 'duplicate-coupon-list-name', message);
	}
	if (lists.some(({ label }) => label === body.label)) {
		const message =
			'The coupon list label already exists. Please enter a unique label and try again.';
		return couponError(400, 'duplicate-coupon-list-label', message);
	}
	return undefined;
}

function createList(call: Call): Answer {
	const { body, workspace, now } = call;
	const isWhole = ['name', 'label', 'expires_at', 'created_by'].every((name) => isText(body[name]));
	if (!isWhole) {
		const message = 'Missing mandatory key. Please verify and try again.';
		return couponError(400, 'missing-mandatory-attributes', message);
	}
	const refusal = fieldsRefusal(body, now) ?? duplicateRefusal(call);
	if (refusal) return refusal;
	const list: SimulatedCouponList = {
		id: objectId(),
		name: body.name as string,
		label: body.label as string,
		expiresAt: `${String(body.expires_at)}T18:29:00`,
		status: 'ACTIVE',
		available: 0,
		files: [],
	};
	workspace.couponLists.set(list.id, list);
	workspace.accepted.couponChanges.push({ change: 'created', id: list.id, raw: body });
	const json = { ...body, expires_at: list.expiresAt, status: 'ACTIVE', _id: list.id };
	return { status: 201, json };
}

/** Answers for the list that the path names. */
const ofList = (handle: (list: SimulatedCouponList, call: Call) => Answer) => (call: Call) => {
	const list = call.workspace.couponLists.get(call.path.list);
	return list === undefined ? couponErrors.ofStatus(404) : handle(list, call);
};

function updateList(list: SimulatedCouponList, call: Call): Answer {
	const { body, workspace, now } = call;
	const known = ['name', 'expires_at', 'email_alert_subscribers', 'alert_conditions'];
	const isKnown = Object.keys(body).every((name) => known.includes(name));
	if (!isKnown || Object.keys(body).length === 0) return couponErrors.ofStatus(400);
	const refusal = fieldsRefusal(body, now) ?? duplicateRefusal(call);
	if (refusal) return refusal;
	if (isText(body.name)) list.name = body.name;
	if (isText(body.expires_at)) list.expiresAt = `${body.expires_at}T18:29:00`;
	workspace.accepted.couponChanges.push({ change: 'updated', id: list.id, raw: body });
	return { status: 200, json: shownList(list) };
}

/** "This API reactivates archived coupon lists": one that is active is refused. */
function activateList(list: SimulatedCouponList, { body, workspace, now }: Call): Answer {
	const refusal = isText(body.expires_at) ? fieldsRefusal(body, now) : couponErrors.ofStatus(400);
	if (refusal) return refusal;
	if (list.status === 'ACTIVE') return couponErrors.ofStatus(400);
	Object.assign(list, { status: 'ACTIVE', expiresAt: `${String(body.expires_at)}T18:29:00` });
	workspace.accepted.couponChanges.push({ change: 'activated', id: list.id, raw: body });
	return NO_CONTENT;
}

function archiveList(list: SimulatedCouponList, { workspace }: Call): Answer {
	if (list.status === 'ARCHIVED') return couponErrors.ofStatus(400);
	Object.assign(list, { status: 'ARCHIVED', available: 0, files: [] });
	workspace.accepted.couponChanges.push({ change: 'archived', id: list.id, raw: {} });
	return NO_CONTENT;
}

function shownFile(list: SimulatedCouponList, file: SimulatedCouponFile): JsonObject {
	return {
		_id: file.id,
		name: file.name,
		status: file.status,
		added_coupons: file.added,
		file_url: file.url,
		created_by: 'jane@example.com',
		created_at: '2026-01-31T18:29:00',
		updated_at: '2026-01-31T18:29:00',
		coupon_list_id: list.id,
	};
}

const FILE_FIELDS = [
	...['name', 'file_url', 'file_url_auth_username', 'file_url_auth_password', 'created_by'],
	'callback_url',
];

function uploadFile(list: SimulatedCouponList, { body, workspace }: Call): Answer {
	if (!Object.keys(body).every((name) => FILE_FIELDS.includes(name) && isText(body[name]))) {
		return couponErrors.malformedJson();
	}
	if (!/^https?:\/\/\S+$/.test(String(body.file_url))) {
		const message =
			"The 'file_url' can not be empty. Please provide the coupon file url and try again.";
		return invalid(message);
	}
	if (list.status !== 'ACTIVE') return couponErrors.ofStatus(400);
	const url = body.file_url as string;
	const name = (body.name as string | undefined) ?? url.split('/').slice(-1)[0];
	const file = { id: objectId(), name, url, added: 0, status: 'PENDING' };
	list.files.push(file);
	workspace.accepted.couponUploads.push({ listId: list.id, raw: body });
	const { created_by: createdBy } = body;
	const shown = { name, file_url: url, ...(isText(createdBy) && { created_by: createdBy }) };
	return {
		status: 201,
		json: { ...shown, status: 'PENDING', coupons_list_id: list.id, _id: file.id },
	};
}

const common = {
	host: 'api' as const,
	tile: 'campaign' as const,
	errors: couponErrors,
	appKeyRefusal: () => couponErrors.ofStatus(401),
};

/** MoEngage documents limits per day, and for uploads one per list; no test reaches them. */
export const couponEndpoints: Endpoint[] = [
	{
		...common,
		method: 'GET',
		path: '/v1/coupon-list',
		handle: listLists,
	},
	{ ...common, method: 'POST', path: '/v1/coupon-list', handle: createList },
	{
		...common,
		method: 'GET',
		path: '/v1/coupon-list/:list',
		handle: ofList((list) => ({ status: 200, json: shownList(list) })),
	},
	{ ...common, method: 'PATCH', path: '/v1/coupon-list/:list', handle: ofList(updateList) },
	{
		...common,
		method: 'PUT',
		path: '/v1/coupon-list/:list/activate',
		handle: ofList(activateList),
	},
	{
		...common,
		method: 'PUT',
		path: '/v1/coupon-list/:list/archive',
		takesNoBody: true,
		handle: ofList(archiveList),
	},
	{ ...common, method: 'POST', path: '/v1/coupon-list/:list/files', handle: ofList(uploadFile) },
	{
		...common,
		method: 'GET',
		path: '/v1/coupon-list/:list/files',
		handle: ofList((list) => ({
			status: 200,
			json: { data: list.files.map((file) => shownFile(list, file)) },
		})),
	},
];
