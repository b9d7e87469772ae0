import { STATUS_CODES } from 'node:http';

import { objectId, shortId } from './ids';
import type { JsonObject } from './types';

/** An answer before it is written: JSON, or text with its content type. */
export interface Answer {
	status: number;
	json?: unknown;
	text?: string;
	/** In place of text: a file. */
	bytes?: Buffer;
	contentType?: string;
	headers?: Record<string, string>;
}

/** Why a request's Basic authentication was refused. */
export type AuthFailure = 'missing' | 'notBasic' | 'workspace' | 'key';

/**
 * How one family of endpoints words what is refused before its own rules are looked at.
 * `moengage/api.md`, section "Error bodies", counts the families; their texts are the examples of
 * the OpenAPI documents.
 */
export interface ErrorShape {
	/** The documented body of `status`, or the nearest to it where none is documented. */
	ofStatus(status: number): Answer;
	unauthorized(why: AuthFailure): Answer;
	malformedJson(): Answer;
	/** JSON, but not an object. */
	notAnObject(): Answer;
	/** One element of the body is refused for its content. */
	badElement(): Answer;
}

/** What MoEngage answers to a body that it cannot read. */
export const UNDECODABLE =
	'Could not decode the request body. The JSON was incorrect or not encoded as UTF-8.';
const UNEXPECTED =
	'An unexpected error was encountered while processing this request. Please contact MoEngage Team';

function phrase(status: number): string {
	return STATUS_CODES[status] ?? 'Unknown';
}

/** A 200 with the given body. */
export function ok(json: unknown): Answer {
	return { status: 200, json };
}

/** The 200 of the endpoints that take data in (`GenericSuccess` of the Data OpenAPI document). */
export function accepted(extra?: JsonObject): Answer {
	return ok({
		status: 'success',
		message: 'Your request has been accepted and will be processed soon.',
		...extra,
	});
}

// Data API: {status: "fail", error: {message, type, request_id, attribute?}}

/** What is wrong with a request to the Data API, as its 400 says it. */
export interface DataRefusal {
	attribute?: string;
	message: string;
	type: string;
}

/** An error of the Data API. */
export function dataError(status: number, refusal: DataRefusal): Answer {
	return {
		status,
		json: { status: 'fail', error: { ...refusal, request_id: shortId() } },
	};
}

const DATA_UNAUTHORIZED: Record<AuthFailure, string> = {
	missing: 'Authentication Header Required',
	notBasic: "Invalid authorization used. MoEngage only supports 'Basic Auth' authorization.",
	workspace: 'App key mismatch in params and authentication.',
	key: 'App Secret key mismatch. Please login to the dashboard to verify key',
};

/** A 401 of the Data API. */
export function dataUnauthorized(message: string): Answer {
	return dataError(401, { message, type: 'Authentication required' });
}

type DataTexts = Record<number, { message: string; type: string }>;

function dataShape(texts: DataTexts): ErrorShape {
	const badElement = () =>
		dataError(400, { message: 'Invalid value in the payload', type: 'ValueError' });
	return {
		ofStatus: (status) => {
			if (status === 400) return badElement();
			if (status === 401) return dataUnauthorized(DATA_UNAUTHORIZED.key);
			const known = texts[status] ?? { message: phrase(status), type: phrase(status) };
			return dataError(status, known);
		},
		unauthorized: (why) => dataUnauthorized(DATA_UNAUTHORIZED[why]),
		malformedJson: () => dataError(400, { message: UNDECODABLE, type: 'Malformed JSON' }),
		notAnObject: () =>
			dataError(400, {
				message: 'A valid JSON document is required.',
				type: 'Body type is not JSON',
			}),
		badElement,
	};
}

const SUSPENDED = {
	message: 'Your account is suspended. Please contact MoEngage team.',
	type: 'Account Suspended',
};

/** Data API, users: `/customer`, `/customers/export`, `/customer/merge`. */
export const userErrors = dataShape({
	403: SUSPENDED,
	413: { message: 'Payload size exceeds 128 KB', type: 'PayloadTooLarge' },
	415: { message: 'Unsupported Media Type', type: 'MediaTypeError' },
	429: { message: 'Rate limit exceeded', type: 'RateLimitError' },
	500: { message: 'Internal Server Error', type: 'ServerError' },
});

/** Data API, events and devices: `/event`, `/device`, `/devices/manage`, `/integrations`. */
export const eventErrors = dataShape({
	403: SUSPENDED,
	413: { message: 'Payload size exceeds 128 KB', type: 'PayloadTooLarge' },
	415: { message: 'Content type is not supported', type: 'Unsupported media type' },
	429: {
		message: 'Rate limits for customers exceeded. Please Try After Some Time',
		type: 'Rate Limits Exceeded',
	},
	500: { message: UNEXPECTED, type: 'ServerError' },
});

/** Data API, bulk import: as events, with its own size. */
export const bulkErrors: ErrorShape = {
	...eventErrors,
	ofStatus: (status) =>
		status === 413
			? dataError(413, { message: 'Payload size exceeds 100 KB', type: 'PayloadTooLarge' })
			: eventErrors.ofStatus(status),
};

/** Data API, cohort sync: as events, with texts of its own (Cohort Sync OpenAPI document). */
export const cohortErrors: ErrorShape = {
	...eventErrors,
	ofStatus: (status) =>
		status === 413
			? dataError(413, { message: 'Payload can not exceed 128KB', type: 'Payload too large' })
			: eventErrors.ofStatus(status),
};

/** Data API, `/customer/delete`: 429 and 500 carry title and description beside the status. */
export const deleteErrors: ErrorShape = {
	...userErrors,
	ofStatus: (status) => {
		if (status === 403) {
			return dataError(403, {
				message: 'given app_id is invalid/blocked',
				type: 'InvalidParams',
			});
		}
		if (status !== 429 && status < 500) return userErrors.ofStatus(status);
		const [title, description] =
			status === 429
				? ['Rate limit exceeded', 'Exceeded rate limit for this url']
				: ['Internal Error', 'Please contact the MoEngage team.'];
		return { status, json: { status: 'fail', title, description } };
	},
};

// Business events: {error: {code, message, details: [{code, target, message}], request_id}}

/** One entry of `error.details` of a business event's 400 or 401. */
export interface BusinessErrorDetail {
	code: 'InvalidValue' | 'MissingValue';
	target: string | string[];
	message: unknown;
}

/** A business event error with details; `code` defaults to the status and its phrase. */
export function businessError(
	status: number,
	message: string,
	details: BusinessErrorDetail[],
	code = `${status} ${phrase(status)}`,
): Answer {
	return { status, json: { error: { code, message, details, request_id: objectId() } } };
}

function businessUnauthorized(why: AuthFailure): Answer {
	const target =
		why === 'key' ? 'APP_SECRET_KEY' : why === 'workspace' ? 'APP_ID' : 'Authorization';
	// The documents wrap the inner detail in an array for a wrong value, and not for a missing one.
	const message =
		target === 'Authorization'
			? {
					code: 'MissingValue',
					target,
					message: 'APP_ID and APP_SECRET_KEY is missing in Authorization Header.',
				}
			: [{ code: 'InvalidValue', target, message: `Invalid ${target} is provided.` }];
	return businessError(
		401,
		'Authentication required',
		[{ code: 'InvalidValue', target, message }],
		'401 Authentication error',
	);
}

/** Business events (references, Business Events OpenAPI document). */
export const businessErrors: ErrorShape = {
	ofStatus: (status) => {
		if (status === 400) return businessErrors.badElement();
		if (status === 401) return businessUnauthorized('key');
		if (status === 429) {
			return {
				status,
				json: {
					status: 'error',
					data: {
						code: 429,
						title: 'rate limiter exception',
						description: 'Exceeded rate limit for this app',
					},
				},
			};
		}
		if (status >= 500) return { status, json: { title: phrase(status), message: UNEXPECTED } };
		return businessError(status, phrase(status), []);
	},
	unauthorized: businessUnauthorized,
	malformedJson: () =>
		businessError(400, UNDECODABLE, [
			{ code: 'InvalidValue', target: 'body', message: UNDECODABLE },
		]),
	notAnObject: () =>
		businessError(400, 'Bad request', [
			{ code: 'InvalidValue', target: 'body', message: 'A valid JSON document is required.' },
		]),
	badElement: () => {
		const message = 'Wrong business event attribute passed in api request';
		return businessError(400, message, [
			{ code: 'InvalidValue', target: 'event_attributes', message },
		]);
	},
};

// Personalize: {title, description, code?}

/** An error of Personalize; validation failures carry a code, the others none. */
export function personalizeError(
	status: number,
	title: string,
	description: string,
	withCode = false,
): Answer {
	return { status, json: { title, description, ...(withCode && { code: shortId() }) } };
}

/** Personalize's 400 for a value that is not allowed. */
export function invalidField(description: string): Answer {
	return personalizeError(400, 'Invalid Field Value', description, true);
}

/** Personalize's 400 for a bad element; `field` is the element's own field that holds the fault. */
export function invalidElement(field: string): Answer {
	return invalidField(`elements - Validators Failed : Validator: Element, Errored Field: ${field}`);
}

/** Personalize's 400 for a header MOE-APPKEY that is missing or names no workspace. */
export function unknownAppKey(): Answer {
	return personalizeError(
		400,
		'Request Error',
		'MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME',
	);
}

const PERSONALIZE_UNAUTHORIZED: Record<AuthFailure, string> = {
	missing: 'Authentication Header Required',
	notBasic: 'Authentication Header Required',
	workspace: 'Invalid APP_ID is provided',
	key: 'Invalid API_KEY used in Authentication Header',
};

function personalizeUnauthorized(why: AuthFailure): Answer {
	return personalizeError(401, 'Authentication required', PERSONALIZE_UNAUTHORIZED[why]);
}

/** Personalize (reference, Personalize OpenAPI document). */
export const personalizeErrors: ErrorShape = {
	ofStatus: (status) => {
		if (status === 400) return personalizeErrors.badElement();
		if (status === 401) return personalizeUnauthorized('key');
		if (status === 429) {
			// No document of Personalize shows its 429; Cards answers in the same shape.
			return personalizeError(
				429,
				'Request limit reached',
				'This API call has exceeded the rate limit',
				true,
			);
		}
		return personalizeError(status, phrase(status), status >= 500 ? UNEXPECTED : phrase(status));
	},
	unauthorized: personalizeUnauthorized,
	malformedJson: () => personalizeError(400, 'Malformed JSON', UNDECODABLE),
	notAnObject: () => personalizeError(400, 'Malformed JSON', UNDECODABLE),
	badElement: () => invalidElement('actions'),
};

/** Transactional push, of which the simulator knows the host only (Push OpenAPI document). */
export const pushErrors: ErrorShape = {
	...eventErrors,
	ofStatus: (status) => ({
		status,
		json: {
			code: status,
			status: 'error',
			reason: status === 404 ? 'Page not found. Please recheck the URL' : phrase(status),
		},
	}),
};

// Version 5: {error: {code, message, target}, response_id}

/** The 403 of version 5 for a key that was not made for this API (Business Events V5 document). */
export function noPermission(): Answer {
	return {
		status: 403,
		json: {
			error: {
				code: 'FORBIDDEN',
				message: 'You do not have the required permission for this operation.',
				target: 'permission',
			},
			response_id: `resp_${objectId()}`,
		},
	};
}

// Catalog: {"error-code", message}

/** An error of the catalog API. */
export function catalogError(status: number, errorCode: string, message: string): Answer {
	return { status, json: { 'error-code': errorCode, message } };
}

const CATALOG_TEXTS: Record<number, [errorCode: string, message: string]> = {
	400: ['invalid-request', 'The data type provided for some of the attributes is invalid.'],
	401: [
		'request-unauthenticated',
		'Your request is unauthorized. Please verify your credentials and try again.',
	],
	403: ['request-denied', 'Your account does not have access to the Catalog APIs.'],
	413: [
		'payload-size-exceeded',
		'Your payload size exceeds the 5MB limit. Please reduce the payload size and try again.',
	],
};

/** Items of catalogs (Catalog document); of 429 and 5xx it shows no body. */
export const catalogErrors: ErrorShape = {
	ofStatus: (status) => {
		const [code, message] = CATALOG_TEXTS[status] ?? [phrase(status), phrase(status)];
		return catalogError(status, code, message);
	},
	unauthorized: () => catalogErrors.ofStatus(401),
	malformedJson: () =>
		catalogError(
			400,
			'invalid-request',
			'The request body is not a valid JSON. Please provide a valid JSON request body.',
		),
	notAnObject: () => catalogErrors.malformedJson(),
	badElement: () => catalogErrors.ofStatus(400),
};

// Segments: {response_id, type, error: {code, message}}

function segmentError(status: number, code: string, message: string): Answer {
	return {
		status,
		json: { response_id: shortId(), type: 'custom_segment', error: { code, message } },
	};
}

/** Segments' 400 for a header MOE-APPKEY that is missing or names no workspace. */
export function unknownSegmentClient(): Answer {
	return segmentError(
		400,
		'Request Error',
		'MoEngage Client not found. Please check values for headers - MOE-APPKEY or MOE-DBNAME',
	);
}

const SEGMENT_TEXTS: Record<number, [code: string, message: string]> = {
	400: [
		'Invalid request',
		'Invalid request format. Please check the documentation to ensure that the request has been formed correctly.',
	],
	429: ['Too Many Requests', 'API rate limit breached. Current limit: 50/1 mins'],
};

/** Segments (Segments OpenAPI document, V3). */
export const segmentErrors: ErrorShape = {
	ofStatus: (status) => {
		if (status === 401) return segmentErrors.unauthorized('key');
		const [code, message] = SEGMENT_TEXTS[status] ?? [phrase(status), phrase(status)];
		return segmentError(status, code, message);
	},
	unauthorized: (why) =>
		segmentError(
			401,
			'Authentication required',
			why === 'key'
				? 'APP_SECRET key mismatch. Please login to the dashboard to verify key'
				: 'Invalid APP_KEY used in Authentication Header',
		),
	malformedJson: () => segmentErrors.ofStatus(400),
	notAnObject: () => segmentErrors.ofStatus(400),
	badElement: () => segmentErrors.ofStatus(400),
};

// Inform: {message, err_code, status_code}

/** An error of Inform. */
export function informError(
	status: number,
	message: string,
	errorCode: string,
	statusCode?: number,
): Answer {
	return {
		status,
		json: {
			message,
			err_code: errorCode,
			...(statusCode !== undefined && { status_code: statusCode }),
		},
	};
}

/** Inform's 401, the same for a wrong workspace and a wrong key. */
export function informUnauthorized(): Answer {
	return informError(401, 'Invalid App Key or Basic Auth', 'UNAUTHORIZED', 120001);
}

/** Inform, transactional alerts (Inform OpenAPI document). */
export const informErrors: ErrorShape = {
	ofStatus: (status) => {
		if (status === 400) return informErrors.badElement();
		if (status === 401) return informUnauthorized();
		if (status === 409) {
			return informError(409, 'Duplicate Transaction ID', 'DUPLICATE_REQUEST_RECEIVED', 120105);
		}
		if (status === 429) return informError(429, 'Too many requests', 'Rate Limit', 140110);
		if (status === 500) {
			return informError(500, 'Unexpected error occurred', 'Internal Server Error', 140109);
		}
		return informError(status, phrase(status), phrase(status));
	},
	unauthorized: informUnauthorized,
	malformedJson: () => informError(400, UNDECODABLE, 'BAD_REQUEST', 120002),
	notAnObject: () => informErrors.malformedJson(),
	badElement: () => informError(400, 'Invalid Alert ID', 'BAD_REQUEST', 120002),
};
