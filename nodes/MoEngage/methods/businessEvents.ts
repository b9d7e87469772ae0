import { createHash } from 'crypto';
import type {
	FieldType,
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchResult,
	ResourceMapperFields,
} from 'n8n-workflow';

import { isGiven } from '../mapping/values';
import { baseUrl, tileKey, workspaceId, type MoEngageCredential } from '../transport/credential';
import { ENDPOINTS } from '../transport/endpoints';
import { ask, usableCredential } from './ask';
import { entryOf, recordsIn, searched } from './entries';

const { searchBusinessEvents: SEARCH } = ENDPOINTS;

/** A business event as the Search Business Event API describes it. */
type BusinessEvent = { name: string; attributes: Array<{ name: string; type: string }> };

/** n8n's type for each that Create Business Event documents; any other stays text. */
const FIELD_TYPES: Record<string, FieldType> = {
	int: 'number',
	float: 'number',
	array: 'array',
	date: 'dateTime',
	string: 'string',
};

/** What n8n's type leaves open: it takes a list as JSON only, and any number where MoEngage has whole ones. */
const FIELD_NOTES: Record<string, string> = {
	array: ' (as ["A", "B"])',
	int: ' (whole number)',
};

/** While a user types, n8n asks for the list again at every keystroke. */
const LIST_LIVES_MS = 30_000;
const MOST_LISTS = 100;

type RecentList = { at: number; events: Promise<BusinessEvent[]> };

const recentLists = new Map<string, RecentList>();

/**
 * The drop-down of business events, by name. Opening it asks MoEngage; typing into its search searches what
 * the opening found.
 * @param filter what the user has typed so far; a name has to hold each word of it
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function searchBusinessEvents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const credential = await usableCredential(this, SEARCH);
	const events = await listFor(credential, (filter ?? '').trim() !== '', async () =>
		findEvents(this, await ask(this, credential, SEARCH, { body: {} })),
	);
	const entries = events.map(({ name, attributes }) =>
		entryOf(name, name, [`${attributes.length} attribute${attributes.length === 1 ? '' : 's'}`]),
	);
	return searched(
		this,
		entries,
		filter,
		'This workspace has no business events yet. Create one with Business Event > Create, or in the dashboard',
	);
}

/**
 * The fields of the resource mapper: the attributes of the chosen business event, with the types that
 * MoEngage declares. None is required (Trigger Business Event API).
 * @throws NodeOperationError or NodeApiError that says which tile's key is needed
 */
export async function getBusinessEventAttributes(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const chosen = this.getCurrentNodeParameter('businessEvent', { extractValue: true });
	if (!isGiven(chosen)) {
		return nothing(
			'Choose a business event first. If an expression or a model chooses it, set Specify Attributes to Using JSON',
		);
	}
	const name = String(chosen).trim();
	// For an expression that has no value in the editor, such as one of a model, n8n hands over the whole locator.
	if (name.startsWith('=') || typeof chosen === 'object') {
		return nothing(
			'Business Event is an expression, so n8n cannot show its attributes. Choose an event from the list, or set Specify Attributes to Using JSON',
		);
	}
	const credential = await usableCredential(this, SEARCH);
	const answer = await ask(this, credential, SEARCH, { body: { event_names: [name] } });
	const event = findEvents(this, answer).find((candidate) => candidate.name === name);
	if (event === undefined) return nothing(`MoEngage has no business event named "${name}"`);
	if (event.attributes.length === 0) {
		return nothing(`The business event "${name}" has no attributes in MoEngage`);
	}
	return {
		fields: event.attributes.map((attribute) => ({
			id: attribute.name,
			displayName: `${attribute.name}${FIELD_NOTES[attribute.type] ?? ''}`,
			type: FIELD_TYPES[attribute.type] ?? 'string',
			required: false,
			display: true,
			defaultMatch: false,
			canBeUsedToMatch: false,
		})),
	};
}

function nothing(emptyFieldsNotice: string): ResourceMapperFields {
	return { fields: [], emptyFieldsNotice };
}

function findEvents(context: ILoadOptionsFunctions, { data }: IDataObject): BusinessEvent[] {
	return recordsIn(context, SEARCH, data)
		.filter((record) => isGiven(record.event_name))
		.map((record) => ({
			name: String(record.event_name),
			attributes: (Array.isArray(record.event_attributes)
				? (record.event_attributes as IDataObject[])
				: []
			).map((attribute) => ({
				name: String(attribute.attribute_name),
				type: String(attribute.attribute_data_type),
			})),
		}));
}

/** A list that was fetched a moment ago with the very same credential, or a new one. */
async function listFor(
	credential: MoEngageCredential,
	mayBeRecent: boolean,
	fetchList: () => Promise<BusinessEvent[]>,
): Promise<BusinessEvent[]> {
	const owner = ownerOf(credential);
	const recent = recentLists.get(owner);
	if (mayBeRecent && recent !== undefined && Date.now() - recent.at < LIST_LIVES_MS) {
		return await recent.events;
	}
	// The promise is kept, so that keystrokes before MoEngage has answered share the request.
	const list: RecentList = { at: Date.now(), events: fetchList() };
	keep(owner, list);
	list.events.catch(() => {
		if (recentLists.get(owner) === list) recentLists.delete(owner);
	});
	return await list.events;
}

/** One user must not see the list of another's workspace, so the key counts, but only as a hash. */
function ownerOf(credential: MoEngageCredential): string {
	const parts = [
		baseUrl(credential, SEARCH.host),
		workspaceId(credential),
		tileKey(credential, SEARCH.tile),
	];
	return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function keep(owner: string, list: RecentList): void {
	recentLists.delete(owner);
	for (const [other, { at }] of recentLists) {
		// Oldest first, as they were added.
		const isStale = list.at - at >= LIST_LIVES_MS;
		if (!isStale && recentLists.size < MOST_LISTS) break;
		recentLists.delete(other);
	}
	recentLists.set(owner, list);
}
