import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { tryParse } from '../MoEngage/mapping/json';
import { isPlainObject } from '../MoEngage/mapping/values';
import type { Filter } from './filters';
import { mediaType, textOf } from './form';

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

/**
 * The body's fields, one item for each element of a list. Without a body: the query's fields.
 * @param body as n8n parsed it by its content type
 * @param rawBody the bytes of the body; n8n has none of a form with files
 */
export function connectorItems(
	body: unknown,
	contentType: string | undefined,
	query: IDataObject,
	rawBody?: Buffer,
): INodeExecutionData[] {
	const content = contentOf(body, contentType, rawBody);
	if (Array.isArray(content)) return content.map((element) => ({ json: asFields(element) }));
	const isEmpty = hasNothing(content) || content === null || content === '';
	return [{ json: isEmpty ? query : asFields(content) }];
}

function contentOf(body: unknown, contentType: string | undefined, rawBody?: Buffer): unknown {
	// n8n parts such a body into fields and files.
	const type = mediaType(contentType);
	if (type === 'multipart/form-data' && isPlainObject(body)) return body.data;
	// n8n makes an object of XML, with names in lower case and without its order.
	const isXml = /[/+]xml$/.test(type) && rawBody !== undefined;
	return isXml || hasNothing(body) ? unparsed(rawBody, contentType) : body;
}

/**
 * What a body holds that n8n did not parse: JSON, or else the text. n8n goes by the content type, and MoEngage
 * documents none for the raw body of a Connector campaign (`…/connectors/create/create-a-connector-campaign.mdx`).
 */
function unparsed(rawBody: Buffer | undefined, contentType: string | undefined): unknown {
	const text = textOf(rawBody, contentType);
	if (text.trim() === '') return undefined;
	const json = tryParse(text)?.value;
	return isPlainObject(json) || Array.isArray(json) ? json : text;
}

function hasNothing(content: unknown): boolean {
	return content === undefined || (isPlainObject(content) && Object.keys(content).length === 0);
}

/** Text, and whatever else is no object, gets a name. */
function asFields(content: unknown): IDataObject {
	return (isPlainObject(content) ? { ...content } : { body: content }) as IDataObject;
}
