import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyMode,
	INodePropertyOptions,
} from 'n8n-workflow';

import { MoEngageApi } from '../../../credentials/MoEngageApi.credentials';
import codex from '../../../nodes/MoEngage/MoEngage.node.json';
import { MoEngage } from '../../../nodes/MoEngage/MoEngage.node';
import { nodeProperties, RESOURCES } from '../../../nodes/MoEngage/resources';
import triggerCodex from '../../../nodes/MoEngageTrigger/MoEngageTrigger.node.json';
import { MoEngageTrigger } from '../../../nodes/MoEngageTrigger/MoEngageTrigger.node';
import { properties as triggerProperties } from '../../../nodes/MoEngageTrigger/properties';
import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { readExamples } from '../../demo/examples';
import { filled } from '../../fixtures/filled';
import { ENDPOINT_TABLE, FACTS } from '../../operations';

type Found = { path: string; property: INodeProperties };

/** Every property, those inside of collections included. */
function propertiesIn(properties: INodeProperties[], above = ''): Found[] {
	return properties.flatMap((property) => {
		const { resource = [], operation = [] } = property.displayOptions?.show ?? {};
		const place = above || [...resource, ...operation].join('.');
		const path = `${place} > ${property.name}`;
		const inner = ((property.options ?? []) as Array<INodeProperties | INodePropertyCollection>)
			.flatMap((option) => ('values' in option ? option.values : 'type' in option ? [option] : []))
			.filter((option) => option.type !== undefined);
		return [{ path, property }, ...propertiesIn(inner, path)];
	});
}

const OF_NODE = propertiesIn(nodeProperties);
const ALL = [...OF_NODE, ...propertiesIn(triggerProperties, 'trigger')];

/** Paths of the properties that break a rule. */
function breaking(rule: (property: INodeProperties) => boolean): string[] {
	return ALL.filter(({ property }) => rule(property)).map(({ path }) => path);
}

/** Names that say all there is to say. */
const EXPLAIN_THEMSELVES = ['resource', 'operation', 'options', 'additionalFields', 'filters'];

/** Classes of what reaches customers or cannot be undone, whether or not MoEngage knows a repeat for a while. */
const DELICATE = ['reachesCustomers', 'safeForMinutes'];

/** Endpoints of these classes, by the documents: the class that the node itself names proves nothing. */
const DELICATE_ENDPOINTS = Object.entries<Endpoint>(ENDPOINTS)
	.filter(([name]) => DELICATE.includes(ENDPOINT_TABLE[name].repeat))
	.map(([, endpoint]) => endpoint);

/** Words that Title Case leaves in lower case inside of a name. */
const SMALL_WORDS = [
	'a',
	'an',
	'and',
	'as',
	'by',
	'for',
	'in',
	'of',
	'or',
	'per',
	'the',
	'to',
	'with',
];

function isTitleCase(name: string): boolean {
	return name
		.split(' ')
		.every((word, index) =>
			index > 0 && SMALL_WORDS.includes(word) ? true : /^[(A-Z0-9]|^iOS$/.test(word),
		);
}

/** Options that a user picks from: neither nested properties nor groups of them. */
function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	return ['options', 'multiOptions'].includes(type) ? (options as INodePropertyOptions[]) : [];
}

test('the walk reaches fields at every depth', () => {
	const paths = ALL.map(({ path }) => path);
	expect(paths).toContain('experience.report > interaction');
	expect(paths).toContain('event.track > additionalFields > tvOs');
	expect(paths).toContain('user.upsert > additionalFields > platforms > active');
	expect(paths).toContain('trigger > filters > eventCodes');
	expect(paths.length).toBeGreaterThan(100);
});

test('every field has a name in Title Case', () => {
	expect(
		breaking(({ type, displayName }) => type !== 'notice' && !isTitleCase(displayName)),
	).toEqual([]);
});

test('every choice has a name in Title Case', () => {
	expect(
		breaking((property) =>
			choicesOf(property).some(({ name, value }) => name !== value && !isTitleCase(name)),
		),
	).toEqual([]);
});

test('every field is described, unless its name says it all', () => {
	expect(
		breaking(
			({ type, name, description = '' }) =>
				!['notice', 'hidden'].includes(type) &&
				!EXPLAIN_THEMSELVES.includes(name) &&
				description.trim() === '',
		),
	).toEqual([]);
});

test('every field for text or JSON shows an example of what to fill in', () => {
	const isTyped = ({ type }: INodeProperties) => type === 'string' || type === 'json';
	expect(
		breaking((property) => isTyped(property) && !(property.placeholder ?? '').startsWith('e.g. ')),
	).toEqual([]);
	const modes = ALL.flatMap(({ property }) => property.modes ?? []);
	const typed = modes.filter(({ type }: INodePropertyMode) => type === 'string');
	expect(typed.length).toBeGreaterThan(0);
	for (const { placeholder } of typed) expect(placeholder).toMatch(/^e\.g\. /);
});

test('every collection says what its button adds', () => {
	expect(
		breaking(
			({ type, placeholder = '' }) =>
				['collection', 'fixedCollection'].includes(type) && !placeholder.startsWith('Add '),
		),
	).toEqual([]);
});

test('every description of a switch begins with Whether, and no other', () => {
	expect(
		breaking(
			({ type, description = '' }) => (type === 'boolean') !== description.startsWith('Whether '),
		),
	).toEqual([]);
});

test('a description of one sentence has no full stop', () => {
	expect(breaking(({ description = '' }) => /^[^.]*\.$/.test(description))).toEqual([]);
});

test('five choices or more stand in alphabetical order, weekdays in that of the week', () => {
	expect(
		breaking((property) => {
			const names = choicesOf(property).map(({ name }) => name);
			const sorted = [...names].sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }));
			return names.length >= 5 && names.join() !== sorted.join();
		}),
	).toEqual(['experience.fetch > additionalFields > dayOfWeek']);
});

test('fields inside of a collection stand in alphabetical order', () => {
	expect(
		breaking(({ type, options = [] }) => {
			if (type !== 'collection') return false;
			const names = (options as INodeProperties[]).map(({ displayName }) => displayName);
			return names.join() !== [...names].sort((a, b) => a.localeCompare(b)).join();
		}),
	).toEqual([]);
});

test('what cannot be undone, or reaches customers, says so in a notice above all other fields', () => {
	// Other notices stand where they are about: at a field, or with the tools of an agent.
	const notices = OF_NODE.filter(
		({ property }) => property.type === 'notice' && !/^tool|^updateNotice$/.test(property.name),
	);
	const warned = notices.map(({ path }) => path.split(' > ')[0]);
	const delicate = RESOURCES.flatMap((resource) =>
		resource.operations
			.filter(({ route }) => DELICATE_ENDPOINTS.includes(route.endpoint))
			.map(({ value }) => `${resource.value}.${value}`),
	);
	// An event that was created messages nobody, as long as no campaign waits for it.
	expect([...warned, 'businessEvent.create'].sort()).toEqual(delicate.sort());
	for (const { path, property } of filled(notices)) {
		const [operation] = path.split(' > ');
		const first = OF_NODE.find((found) => found.path.startsWith(`${operation} > `));
		expect(first?.property).toBe(property);
		expect(property.displayName).toMatch(/cannot be (undone|brought back)|messages customers/);
	}
});

/** Lists that have their value of version 1.0 still, and those of what a resource has. */
const OTHER_LISTS: Record<string, [name: string, action: string]> = {
	// Its other actions are about lists, too: no API returns the codes.
	'coupon.getMany': ['Get Many', 'Get many coupon lists'],
	'coupon.getUploads': ['Get Many Uploads', 'Get many uploads of coupon list'],
	'fileImport.getRuns': ['Get Many Runs', 'Get many runs of file import'],
	'businessEvent.search': ['Get Many', 'Get many business events'],
	'subscription.getCategories': ['Get Many Categories', 'Get many subscription categories'],
};

test('lists are called Get Many, and actions have no articles', () => {
	const operations = RESOURCES.flatMap(({ value: resource, name: ofWhat, operations: all }) =>
		all.map(({ value, name, action }) => ({
			path: `${resource}.${value}`,
			found: [name, action],
			asList: ['Get Many', `Get many ${ofWhat.toLowerCase()}s`],
		})),
	);
	for (const { path, found, asList } of operations) {
		if (path in OTHER_LISTS) expect(found).toEqual(OTHER_LISTS[path]);
		else if (path.endsWith('.getMany')) expect(found).toEqual(asList);
		else expect(found[0]).not.toMatch(/^Get Many/);
		expect(found[1]).not.toMatch(/\b(an?|the)\b/i);
	}
	expect(
		operations.filter(({ found }) => /^Get Many/.test(found[0])).map(({ path }) => path),
	).toEqual(
		operations
			.map(({ path }) => path)
			.filter((path) => path.endsWith('.getMany') || path in OTHER_LISTS),
	);
});

test('every resource says what it is, and which key it needs', () => {
	const [{ options = [] }] = nodeProperties;
	expect(options.length).toBeGreaterThan(10);
	for (const { value, description = '' } of options as INodePropertyOptions[]) {
		const [, key = ''] = /^[A-Z][^.]{20,} \((\w+) API Key\)$/.exec(description) ?? [];
		const tiles = Object.entries(FACTS)
			.filter(([name]) => name.startsWith(`${String(value)}.`))
			.map(([, { endpoint }]) => endpoint.tile);
		expect([value, ...new Set(tiles)]).toEqual([value, key.toLowerCase()]);
	}
});

const DOCS = 'https://github.com/n8n-nodes-moengage/n8n-nodes-moengage/blob/main/docs/';

test("help leads to the project's own pages", () => {
	const { primaryDocumentation: ofNode, credentialDocumentation } = codex.resources;
	const { primaryDocumentation: ofTrigger } = triggerCodex.resources;
	expect({
		node: new MoEngage().description.documentationUrl,
		trigger: new MoEngageTrigger().description.documentationUrl,
		credential: new MoEngageApi().documentationUrl,
		codex: [ofNode, ofTrigger, credentialDocumentation].map(([{ url }]) => url),
	}).toEqual({
		node: `${DOCS}operations.md`,
		trigger: `${DOCS}trigger.md`,
		credential: `${DOCS}credential.md`,
		codex: ['operations.md', 'trigger.md', 'credential.md'].map((page) => DOCS + page),
	});
});

test('each notice of an operation leads to a heading of the documentation', () => {
	const links = OF_NODE.filter(({ property }) => property.type === 'notice').map(
		({ property }) => /href="([^"]+)" target="_blank"/.exec(property.displayName)?.[1] ?? '',
	);
	expect(links).toContain(`${DOCS}operations/user.md#erase`);
	expect(links).toContain(`${DOCS}ai-agents.md#set-up`);
	for (const link of links) {
		const [page, heading] = link.slice(DOCS.length).split('#');
		const text = readFileSync(join(__dirname, '../../../docs', page), 'utf8');
		const headings = [...text.matchAll(/^##+ (.+)$/gm)].map(([, words]) =>
			words
				.toLowerCase()
				.replace(/[^a-z -]/g, '')
				.replace(/ /g, '-'),
		);
		expect(headings).toContain(heading);
	}
});

test('fields for a customer ID do not suggest an email address, which makes a second profile', () => {
	const fields = OF_NODE.filter(({ property: { name } }) =>
		/^(customerId|identifier|mergedUser|retainedUser|userId)$/.test(name),
	);
	expect(fields.length).toBeGreaterThan(10);
	const placeholders = fields.map(({ property }) => property.placeholder);
	expect(placeholders.filter((text) => !/^e\.g\. customer-\d+$/.test(text ?? ''))).toEqual([]);
});

test('a model is kept from what cannot be undone, and told how to give attributes', () => {
	const notices = OF_NODE.filter(({ property }) => /^tool\w*Notice$/.test(property.name));
	const saying = (words: string) =>
		notices
			.filter(({ property }) => property.displayName.includes(words))
			.map(({ path }) => path.split(' > ')[0]);
	const toldOf = (what: string) =>
		Object.keys(FACTS).filter((name) => FACTS[name].toolNotice?.includes(what));
	expect(toldOf('approval').length).toBeGreaterThan(7);
	expect(saying('Add a human approval').sort()).toEqual(toldOf('approval'));
	expect(toldOf('attributes').length).toBeGreaterThan(5);
	expect(saying('Choose Using JSON').sort()).toEqual(toldOf('attributes'));
	for (const { property } of filled(notices)) {
		expect(property.displayOptions?.show?.['@tool']).toEqual([true]);
		// Not where it is already as it advises.
		const hidden = property.displayName.includes('JSON')
			? { specifyAttributes: ['json'] }
			: undefined;
		expect(property.displayOptions?.hide).toEqual(hidden);
	}
});

test('every operation says in a sentence what it does, and in another what it is for', () => {
	const operations = OF_NODE.filter(({ property }) => property.name === 'operation').flatMap(
		({ property }) => choicesOf(property),
	);
	expect(operations.length).toBeGreaterThan(10);
	for (const { name, action = '', description = '' } of operations) {
		expect(isTitleCase(name)).toBe(true);
		expect(action).toMatch(/^[A-Z][a-z]+ ([a-z ]+)$/);
		expect(description).not.toBe('');
	}
	const actions = operations.map(({ action }) => action);
	expect(new Set(actions).size).toBe(actions.length);
});

test('texts are in American spelling and name no failure', () => {
	const texts = ALL.flatMap(({ property }) => [
		property.displayName,
		property.description ?? '',
		property.hint ?? '',
		...choicesOf(property).flatMap(({ name, description = '' }) => [name, description]),
	]).join('\n');
	expect(texts).not.toMatch(/\b(error|problem|failure|mistake)s?\b/i);
	expect(texts).not.toMatch(/centre|personalis|behaviour|colour|catalogue|organis|recognis/i);
});

/** How n8n's node panel looks for a node: all letters of what was typed, in this order (sublime-search). */
function finds(typed: string, text: string): boolean {
	let at = -1;
	return [...typed.toLowerCase()].every((letter) => {
		at = text.toLowerCase().indexOf(letter, at + 1);
		return at >= 0;
	});
}

test.each([
	'moengage',
	'mo engage',
	'moengage event',
	'push campaign trigger',
	'personalize',
	'merge users',
	'user profile',
	'email',
	'sms',
	'whatsapp',
	'audience',
	'analytics',
	'loyalty',
	'coupon',
	'file import',
	'opt-in',
	'unsubscribe',
])('typing "%s" in the node panel finds the node', (typed) => {
	const { displayName } = new MoEngage().description;
	expect([displayName, ...codex.alias].filter((text) => finds(typed, text))).not.toEqual([]);
});

test.each([
	'moengage',
	'mo engage',
	'moengage trigger',
	'streams',
	'webhook',
	'alert',
	'connector',
	'segment',
])('typing "%s" in the node panel finds the trigger', (typed) => {
	const { displayName } = new MoEngageTrigger().description;
	const texts = [displayName, ...triggerCodex.alias];
	expect(texts.filter((text) => finds(typed, text))).not.toEqual([]);
});

test('aliases are short', () => {
	for (const alias of [...codex.alias, ...triggerCodex.alias]) {
		expect(alias.length).toBeLessThanOrEqual(24);
	}
});

test('a node of an example that is named by its action alone has the name that n8n gives it', () => {
	const wordsOf = (text: string) =>
		text
			.toLowerCase()
			.split(/[ -]/)
			.filter((word) => !['a', 'an', 'the'].includes(word));
	const nodes = readExamples().flatMap(({ file, workflow }) =>
		workflow.nodes
			.filter(({ type }) => type.endsWith('.moEngage'))
			.map(({ name, parameters: { resource = 'user', operation } }) => {
				const { operations } = RESOURCES.find(({ value }) => value === resource) ?? {
					operations: [],
				};
				return { file, name, action: operations.find(({ value }) => value === operation)?.action };
			}),
	);
	expect(nodes.length).toBeGreaterThan(40);
	const differing = nodes.filter(
		({ name, action = '' }) =>
			name !== action && wordsOf(name).every((word) => wordsOf(action).includes(word)),
	);
	expect(differing).toEqual([]);
});

test('below a node stand operation and resource in the words of the drop-downs', () => {
	const { subtitle = '' } = new MoEngage().description;
	const [, expression] = /^={{(.*)}}$/.exec(subtitle) ?? [];
	const shown = new Function('$parameter', `return ${expression};`) as (chosen: object) => string;
	for (const { value: resource, name: resourceName, operations } of RESOURCES) {
		for (const { value: operation, name } of operations) {
			expect(shown({ resource, operation })).toBe(`${name}: ${resourceName}`.toLowerCase());
		}
	}
});
