import {
	accepted,
	cohortErrors,
	dataError,
	dataUnauthorized,
	ok,
	segmentErrors,
	unknownSegmentClient,
	type Answer,
	type DataRefusal,
} from '../answers';
import { shortId } from '../ids';
import type { JsonObject } from '../types';
import type { Call, Endpoint } from './endpoint';
import { empty, expected, missing, notAllowed, textRefusal } from './refusals';
import { isObject, isText } from './values';

const ACTIONS = ['add_members', 'remove_members'];

/** No period in front, and none of these characters (Cohort Sync OpenAPI document). */
const COHORT_NAME = /^(?!\.)[^|*?\\:<>=$"]+$/;

function cohortRefusal({ action, partner, parameters }: JsonObject): DataRefusal | undefined {
	const refusal = textRefusal('action', action);
	if (refusal) return refusal;
	if (!ACTIONS.includes(action as string)) {
		return notAllowed('action', `action can only be in ['${ACTIONS.join("', '")}']`);
	}
	const noPartner = textRefusal('partner', partner);
	if (noPartner) return noPartner;
	if (parameters === undefined) return missing('parameters');
	if (!isObject(parameters)) return expected('parameters', 'JSON Object');
	const { cohort_name: name, cohort_id: id, cohort_description: description } = parameters;
	const noCohort = textRefusal('cohort_name', name) ?? textRefusal('cohort_id', id);
	if (noCohort) return noCohort;
	if (!COHORT_NAME.test(name as string)) {
		return notAllowed('cohort_name', 'cohort_name has restricted characters');
	}
	if (description !== undefined && typeof description !== 'string') {
		return expected('cohort_description', 'String or Unicode String');
	}
	return membersRefusal(parameters.members);
}

function membersRefusal(members: unknown): DataRefusal | undefined {
	if (members === undefined) return missing('members');
	if (!Array.isArray(members)) return expected('members', 'Array');
	if (members.length === 0) return empty('members', 'Array');
	for (const member of members) {
		if (!isObject(member)) return expected('members', 'Array of JSON Objects');
		const refusal = textRefusal('uid', member.uid);
		if (refusal) return refusal;
	}
	return undefined;
}

function syncCohort({ body, workspace, now }: Call): Answer {
	const refusal = cohortRefusal(body);
	if (refusal) return dataError(400, refusal);
	const { cohort_name, cohort_id, cohort_description, members } = body.parameters as JsonObject;
	const cohort = {
		change: body.action === 'add_members' ? ('added' as const) : ('removed' as const),
		cohortId: cohort_id as string,
		cohortName: cohort_name as string,
		...(isText(cohort_description) && { description: cohort_description }),
		partner: body.partner as string,
	};
	for (const { uid } of members as Array<{ uid: string }>) {
		workspace.accepted.cohortChanges.push({ ...cohort, uid });
	}
	if (!workspace.segments.has(cohort.cohortId)) {
		const createdTime = new Date(now).toISOString().replace('Z', '000');
		workspace.segments.set(cohort.cohortId, {
			id: cohort.cohortId,
			name: cohort.cohortName,
			createdTime,
			source: 'API',
		});
	}
	return accepted();
}

function listSegments({ query, workspace }: Call): Answer {
	const data = [...workspace.segments.values()]
		.filter(({ name }) => query.name === undefined || name === query.name)
		.map(({ id, name, createdTime, source }) => ({
			name,
			id,
			created_time: createdTime,
			type: 'ELASTIC_SEARCH',
			source,
		}));
	return ok({ data, response_id: shortId(), type: 'custom_segment' });
}

/** Tile "Data": cohort sync and the list of custom segments. */
export const segmentEndpoints: Endpoint[] = [
	{
		host: 'api',
		method: 'POST',
		path: '/v1/integrations/cohortsync',
		tile: 'data',
		errors: cohortErrors,
		appKeyRefusal: () => dataUnauthorized('App key mismatch in params and authentication'),
		maxBytes: 128 * 1024,
		charges: () => [{ limit: 'cohortsync', perMinute: 300, amount: 1 }],
		handle: syncCohort,
	},
	{
		host: 'api',
		method: 'GET',
		path: '/v3/custom-segments',
		tile: 'data',
		errors: segmentErrors,
		appKeyRefusal: unknownSegmentClient,
		charges: () => [{ limit: 'custom-segments', perMinute: 50, amount: 1 }],
		handle: listSegments,
	},
];
