import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { isPlainObject } from '../MoEngage/mapping/values';
import type { Filter } from './filters';
import { mediaType } from './form';

/*
 * What of a call goes into the workflow. Objects are copied at their outermost level only: a batch of Streams may have
 * thousands of events.
 */

/** One item per event that passes, in order, with the fields of its batch. The event's own fields come first. */
export function streamItems(body: IDataObject, passes: Filter): INodeExecutionData[] {
	const { app_name: appName, moe_request_id: requestId } = body;
	const items: INodeExecutionData[] = [];
	for (const event of body.events as unknown[]) {
		if (!passes(event)) continue;
		const json = (isPlainObject(event) ? { ...event } : { event }) as IDataObject;
		if (appName !== undefined) json.app_name ??= appName;
		if (requestId !== undefined) json.moe_request_id ??= requestId;
		items.push({ json });
	}
	return items;
}

/** The alert if it passes. If split: one item per campaign or flow that it is about, with the alert's other fields. */
export function alertItems(
	body: IDataObject,
	passes: Filter,
	splitEntities: boolean,
): INodeExecutionData[] {
	if (!passes(body)) return [];
	const { entity_data: entityData, ...alert } = body;
	const entities = isPlainObject(entityData) ? entityData.content : undefined;
	// Some types of alerts have no entities, such as the expiry of a token.
	if (!splitEntities || !Array.isArray(entities) || entities.length === 0) {
		return [{ json: { ...body } }];
	}
	return entities.map((entity: unknown) => ({
		json: { ...alert, ...(isPlainObject(entity) ? entity : { entity }) } as IDataObject,
	}));
}

/** The body's fields, one item for each element of a list. Without a body: the query's fields. */
export function connectorItems(
	body: unknown,
	contentType: string | undefined,
	query: IDataObject,
): INodeExecutionData[] {
	// n8n parts such a body into fields and files.
	const isMultipart = mediaType(contentType) === 'multipart/form-data' && isPlainObject(body);
	const content = isMultipart ? body.data : body;
	if (Array.isArray(content)) return content.map((element) => ({ json: asFields(element) }));
	const isEmpty =
		content === undefined ||
		content === null ||
		content === '' ||
		(isPlainObject(content) && Object.keys(content).length === 0);
	return [{ json: isEmpty ? query : asFields(content) }];
}

/** Text, and whatever else is no object, gets a name. */
function asFields(content: unknown): IDataObject {
	return (isPlainObject(content) ? { ...content } : { body: content }) as IDataObject;
}
