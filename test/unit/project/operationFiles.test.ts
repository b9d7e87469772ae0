import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { ENDPOINTS, type Endpoint } from '../../../nodes/MoEngage/transport/endpoints';
import { RESOURCES } from '../../../nodes/MoEngage/resources';
import { FACTS } from '../../operations/facts';
import type { OperationFacts } from '../../operations/operation';
import { findEndpoint } from '../../simulator/routes';
import type { SimulatedHost } from '../../simulator';

const PROJECT = resolve(__dirname, '..', '..', '..');

/** What the suites need of every operation, and what for. */
const PARTS: Record<string, string> = {
	endpoint: "the endpoint, from MoEngage's document",
	workflow: 'the parameters of a saved workflow',
	names: 'the names of its parameters',
	item: 'good items',
	invalidChange: 'what makes an item one that cannot be sent',
	poison: 'where an item has room for text',
	tools: 'calls of a model',
};

const PARTS_OF_WRITES: Record<string, string> = {
	invalidParameter: 'the parameter that the message about the invalid item names',
	arrived: 'what the simulator has accepted',
	mark: 'what tells items apart',
	answer: "part of MoEngage's answer",
	row: 'the fields of the output that say whose row it is',
};

/** Of the pages of the resources: `User: Erase`. */
const HEADINGS = readdirSync(join(PROJECT, 'docs/operations')).flatMap((page) => {
	const text = read(`docs/operations/${page}`);
	const [, resource] = /^# (.+)$/m.exec(text) ?? [];
	return [...text.matchAll(/^## (.+)$/gm)].flatMap(([, names]) =>
		names.split(' and ').map((name) => `${resource}: ${name}`),
	);
});

const pageOf = (resource: string) =>
	`docs/operations/${resource.toLowerCase().replaceAll(' ', '-')}.md`;

function read(file: string): string {
	return readFileSync(join(PROJECT, file), 'utf8');
}

/** Of a file of `test/operations/`: what it lacks. */
function lacks(name: string, facts: Partial<OperationFacts> | undefined): string[] {
	const file = `test/operations/${name.replace('.', '/')}.ts`;
	if (facts === undefined) return [`Write ${file}: all that the suites need to know of ${name}`];
	const wanted = { ...PARTS, ...(facts.isRead ? {} : PARTS_OF_WRITES) };
	const missing = Object.entries(wanted)
		.filter(([part]) => !(part in facts))
		.map(([part, what]) => `Write \`${part}\` into ${file}: ${what}`);
	if (facts.isRead && !('empty' in facts) && !('notFound' in facts))
		missing.push(
			`Write \`empty\` or \`notFound\` into ${file}: MoEngage's response if nothing is found`,
		);
	const { tools = [] } = facts;
	if (tools.some(({ calls, wrong }) => calls.length < 3 || wrong.length === 0))
		missing.push(`Write more calls into ${file}: three that differ, and one that is wrong`);
	return missing;
}

const without = (facts: OperationFacts, part: string) =>
	Object.fromEntries(
		Object.entries(facts).filter(([name]) => name !== part),
	) as Partial<OperationFacts>;

/** What else an operation needs, each in a file of its own. */
function lacksElsewhere(name: string, title: string, endpoint: Endpoint): string[] {
	const missing: string[] = [];
	const schema = `nodes/MoEngage/__schema__/v1.0.0/${name.replace('.', '/')}.json`;
	if (!existsSync(join(PROJECT, schema))) missing.push(`Write ${schema}: the fields of an output`);
	if (!HEADINGS.includes(title)) {
		const [resource, heading] = title.split(': ');
		missing.push(`Write "## ${heading}" into ${pageOf(resource)}`);
	}
	const { method, host, path } = endpoint;
	const place = {
		// A gateway in front of a custom data center, as the simulator, has file imports below the API.
		host: (host === 'fileimports-data-api' ? 'api' : host) as SimulatedHost,
		path: path.split('?')[0].replace(/\{\w+\}/g, 'x'),
		query: {},
	};
	if (findEndpoint(place, method).endpoint?.method !== method)
		missing.push(`Write a file into test/simulator/contract/ that answers ${method} ${path}`);
	return missing;
}

const OPERATIONS = RESOURCES.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}.${operation.value}`,
		title: `${resource.name}: ${operation.name}`,
		endpoint: operation.route.endpoint,
	})),
);

test('every operation has its file of facts, its schema, its section, and a simulator that answers it', () => {
	expect(OPERATIONS.length).toBeGreaterThan(30);
	const missing = OPERATIONS.flatMap(({ name, title, endpoint }) => [
		...lacks(name, FACTS[name]),
		...lacksElsewhere(name, title, endpoint),
	]);
	expect(missing).toEqual([]);
});

test('each file of facts is of an operation, and states the endpoint that the operation uses', () => {
	expect(Object.keys(FACTS).sort()).toEqual(OPERATIONS.map(({ name }) => name).sort());
	for (const { name, endpoint } of OPERATIONS) {
		const [stated] = Object.entries<Endpoint>(ENDPOINTS).find(([, one]) => one === endpoint) ?? [];
		expect([name, FACTS[name].endpoint.name]).toEqual([name, stated]);
	}
});

describe('an operation that is new', () => {
	test('is told which files to write', () => {
		const endpoint: Endpoint = { ...ENDPOINTS.trackEvent, path: '/v1/vouchers/{workspaceId}' };
		expect([
			...lacks('voucher.create', undefined),
			...lacksElsewhere('voucher.create', 'Voucher: Create', endpoint),
		]).toEqual([
			'Write test/operations/voucher/create.ts: all that the suites need to know of voucher.create',
			'Write nodes/MoEngage/__schema__/v1.0.0/voucher/create.json: the fields of an output',
			'Write "## Create" into docs/operations/voucher.md',
			'Write a file into test/simulator/contract/ that answers POST /v1/vouchers/{workspaceId}',
		]);
	});

	test.each([...Object.keys(PARTS), ...Object.keys(PARTS_OF_WRITES)])(
		'is told to write %s, and where',
		(part) => {
			expect(lacks('voucher.create', without(FACTS['user.erase'], part))).toEqual([
				expect.stringMatching(`^Write \`${part}\` into test/operations/voucher/create\\.ts: `),
			]);
		},
	);

	test('is told that a read needs responses without records, and a tool three calls and a wrong one', () => {
		const read = without(FACTS['segment.getMany'], 'empty');
		const {
			tools: [tool],
		} = FACTS['segment.getMany'];
		expect(lacks('voucher.getMany', read)).toEqual([
			expect.stringContaining('`empty` or `notFound`'),
		]);
		for (const tools of [[{ ...tool, wrong: [] }], [{ ...tool, calls: tool.calls.slice(1) }]]) {
			expect(
				lacks('voucher.getMany', { ...read, empty: [], tools } as Partial<OperationFacts>),
			).toEqual([
				'Write more calls into test/operations/voucher/getMany.ts: three that differ, and one that is wrong',
			]);
		}
	});
});
