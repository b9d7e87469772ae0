import type { IDataObject, INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../../engine/engine';
import { TOOLS, type ToolCase } from '../../operations';
import { reportFile } from '../../simulator/contract/campaignReports';
import { startChatModel, startToolCaller, type ToolCall } from '../n8n/chatModel';
import { useInstance } from '../n8n/useInstance';
import { chosenRelease, chosenVersion } from '../n8n/versions';
import { moEngageNode, workflowOf } from '../n8n/workflows';

const instance = useInstance();

const START = 'Start';

function node(name: string, type: string, rest: Partial<INode> = {}): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters: {}, ...rest };
}

const credentialOf = (id: string) => ({ moEngageApi: { id, name: 'MoEngage account' } });

describe("n8n's HTTP Request node with the credential", () => {
	const requesting = (url: string, items: IDataObject[]): SavedWorkflow => {
		const request = node('HTTP Request', 'n8n-nodes-base.httpRequest', {
			typeVersion: 4.2,
			parameters: {
				method: 'POST',
				url,
				authentication: 'predefinedCredentialType',
				nodeCredentialType: 'moEngageApi',
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ JSON.stringify($json.body) }}',
			},
			credentials: credentialOf(instance().credentialId),
		});
		return workflowOf('HTTP Request', [request], items);
	};

	test('is let in at the endpoints of three tiles, each with its own key', async () => {
		const { simulator } = instance();
		const { apiBaseUrl, personalizeBaseUrl, workspaceId } = simulator.credential;
		const items = [
			{
				url: `${apiBaseUrl}/v1/customers/export`,
				body: {
					type: 'customer_id',
					data: {
						identifiers: [{ identifier_type: 'customer_id', identifier: 'ann@example.com' }],
					},
				},
			},
			{
				url: `${apiBaseUrl}/v1.0/business_event/search`,
				body: { event_names: ['Price Drop'] },
			},
			{
				url: `${personalizeBaseUrl}/v1/experiences/fetch`,
				body: { customer_id: 'ann@example.com', experience_key: ['homepage-banner'] },
			},
		];
		const execution = await instance().run(
			requesting(`={{ $json.url }}?app_id=${workspaceId}`, items),
		);
		expect(execution.error).toBeUndefined();
		// The node sends them at once, so that any of them may arrive first.
		expect(simulator.requests.map(({ path, status }) => `${path} ${status}`).sort()).toEqual([
			'/v1.0/business_event/search 200',
			'/v1/customers/export 200',
			'/v1/experiences/fetch 200',
		]);
		const keys = simulator.requests.map(({ headers }) => headers.authorization);
		expect(new Set(keys).size).toBe(3);
	});

	test('cannot take a key to any other host', async () => {
		const stranger = await startChatModel([]);
		try {
			const execution = await instance().run(
				requesting(`${stranger.url}/steal`, [{ body: {} }, { body: {} }, { body: {} }]),
			);
			expect(execution.status).toBe('error');
			expect(execution.error?.message).toContain("sends its keys to MoEngage's own hosts only");
			expect(stranger.requests).toEqual([]);
		} finally {
			await stranger.close();
		}
	});
});

test("n8n's Extract from File reads a report's file as MoEngage has it", async () => {
	const days = [1, 2, 3].map((ago) => new Date(Date.now() - ago * 86_400_000));
	const items = days.map((day, index) => ({
		report: `Report_${index}`,
		day: day.toISOString().slice(0, 10),
	}));
	const files = items.map(({ report, day }) => `${report}_${day.replaceAll('-', '')}.zip`);
	const download = moEngageNode({
		resource: 'campaign',
		operation: 'downloadReport',
		reportName: '={{ $json.report }}',
		reportDate: '={{ $json.day }}',
	});
	const read = node('Extract from File', 'n8n-nodes-base.extractFromFile', {
		parameters: { operation: 'binaryToPropery', destinationKey: 'content', options: {} },
	});
	const workflow = workflowOf('Report', [download], items);
	workflow.nodes.push(read);
	workflow.connections[download.name] = {
		main: [[{ node: read.name, type: 'main', index: 0 }]],
	};
	const execution = await instance().run(workflow);
	expect(execution.error).toBeUndefined();
	const contents = files.map((file) => reportFile(file).toString('base64'));
	expect(execution.output(read.name).map(({ json }) => json.content)).toEqual(contents);
	// n8n 2 keeps files on disk, n8n 1 in the execution.
	const isOnDisk = Number(chosenVersion().split('.')[0]) >= 2;
	expect(execution.output(download.name).map(({ binary }) => binary?.data.data)).toEqual(
		contents.map((content) => (isOnDisk ? 'filesystem-v2' : content)),
	);
});

describe("n8n's AI Agent with the node as its tool, and a stand-in for the model", () => {
	const CALLS = [
		{ customer_id: 'ann@example.com', event: 'Cart Abandoned', attributes: { items: 3 } },
		{ customer_id: 'bea@example.com', event: 'Cart Abandoned', attributes: { items: 1 } },
		{ customer_id: 'guest', event: 'Cart Abandoned', attributes: { items: 2 } },
	];

	const agentWith = (version: number, modelCredential: string, tools: INode[]): SavedWorkflow => ({
		name: 'Agent',
		nodes: [
			node(START, 'n8n-nodes-base.manualTrigger'),
			node('Agent', '@n8n/n8n-nodes-langchain.agent', {
				typeVersion: version,
				parameters: { promptType: 'define', text: 'Do what there is to do', options: {} },
			}),
			node('Model', '@n8n/n8n-nodes-langchain.lmChatOpenAi', {
				typeVersion: 1.2,
				parameters: { model: { __rl: true, mode: 'id', value: 'stand-in' }, options: {} },
				credentials: { openAiApi: { id: modelCredential, name: 'Stand-in' } },
			}),
			...tools,
		],
		connections: {
			[START]: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Model: { ai_languageModel: [[{ node: 'Agent', type: 'ai_languageModel', index: 0 }]] },
			...Object.fromEntries(
				tools.map(({ name }) => [
					name,
					{ ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
				]),
			),
		},
		settings: { executionOrder: 'v1' },
		pinData: { [START]: [{ json: {} }] },
	});

	const toolOf = (name: string, parameters: IDataObject): INode =>
		node(name, 'n8n-nodes-moengage.moEngageTool', {
			parameters: parameters as INode['parameters'],
			credentials: credentialOf(instance().credentialId),
		});

	const trackTool = () =>
		toolOf('MoEngage', {
			descriptionType: 'manual',
			toolDescription: 'Records events of customers',
			resource: 'event',
			operation: 'track',
			customerId: "={{ $fromAI('customer_id', 'email address', 'string') }}",
			eventName: "={{ $fromAI('event', 'name', 'string') }}",
			specifyAttributes: 'json',
			attributesJson: "={{ $fromAI('attributes', 'facts', 'json') }}",
		});

	/** Runs an agent of this version with the tools, and the calls of its model. @returns what the model got back */
	async function runAgent(version: number, tools: INode[], calls: ToolCall[]): Promise<string[]> {
		const { client } = instance();
		const model = await startToolCaller(calls);
		try {
			const modelCredential = await client.createCredential(
				'Stand-in',
				{ apiKey: 'none', url: model.url },
				'openAiApi',
			);
			const execution = await instance().run(agentWith(version, modelCredential, tools));
			expect(execution.error).toBeUndefined();
			expect(execution.output('Agent').map(({ json }) => json)).toEqual([{ output: 'Done.' }]);
			return model.replies;
		} finally {
			await model.close();
		}
	}

	test.each(chosenRelease().agents)(
		'version %s tracks what the model asks for, and learns why not',
		async (version) => {
			const { simulator } = instance();
			const replies = await runAgent(
				version,
				[trackTool()],
				CALLS.map((args) => ({ args })),
			);
			expect(
				simulator.accepted.events
					.map(({ customerId, action, attributes }) => [customerId, action, attributes])
					.sort(),
			).toEqual([
				['ann@example.com', 'Cart Abandoned', { items: 3 }],
				['bea@example.com', 'Cart Abandoned', { items: 1 }],
			]);
			const [first, second, third] = replies.map(
				(reply) => (JSON.parse(reply) as Array<Record<string, string>>)[0],
			);
			expect([first.status, second.status]).toEqual(['success', 'success']);
			expect(third).toMatchObject({
				error: expect.stringContaining('Customer ID "guest" is a placeholder') as string,
				message: 'Use what belongs to one user, or filter out such items before this node.',
			});
		},
	);

	/** What one call deletes, another must not ask for at the same time. */
	const deletes = ({ name }: ToolCase) => name.endsWith('.delete');

	test.each(chosenRelease().agents)(
		'version %s has every operation called by the model',
		async (version) => {
			for (const cases of [TOOLS.filter((one) => !deletes(one)), TOOLS.filter(deletes)]) {
				const toolNames = cases.map(({ name }, index) => `${name.replace('.', '_')}_${index}`);
				const tools = cases.map(({ name, parameters }, index) => {
					const [resource, operation] = name.split('.');
					return toolOf(toolNames[index], {
						resource,
						operation,
						...parameters,
						// The editor offers no expression for it, and n8n 1 evaluates none.
						...('alertBy' in parameters && { alertBy: 'id' }),
					});
				});
				const calls = cases.map(({ calls: [args], parameters }, index) => ({
					tool: toolNames[index],
					// n8n asks a model for every argument, as text.
					args: { ...emptyArguments(parameters), ...asTexts(args) },
				}));
				const replies = await runAgent(version, tools, calls);
				expect(replies).toHaveLength(cases.length);
				const failed = replies.flatMap((reply, index) =>
					/"error"|rror:/.test(reply) ? [[cases[index].name, reply]] : [],
				);
				expect(failed).toEqual([]);
			}
		},
	);
});

/** An empty text for each `$fromAI` of the parameters. */
function emptyArguments(parameters: IDataObject): IDataObject {
	const names = [...JSON.stringify(parameters).matchAll(/\$fromAI\('(\w+)'/g)];
	return Object.fromEntries(names.map(([, name]) => [name, '']));
}

function asTexts(args: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(args).map(([name, value]) => [
			name,
			typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value),
		]),
	);
}
