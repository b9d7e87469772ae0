import type { IConnection, IDataObject, INode } from 'n8n-workflow';

import type { SavedWorkflow } from '../engine/engine';
import { FACTS } from './facts';

/** Settings of the MoEngage node that a user finds in its Settings tab. */
export type NodeSettings = Partial<
	Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>
> & { parameters?: IDataObject };

/** Tests change the workflows that they get. */
const ownCopy = (parameters: IDataObject) => JSON.parse(JSON.stringify(parameters)) as IDataObject;

/**
 * The workflow of an operation as n8n saves it, its node between a start, what succeeds and what fails.
 * @param name `resource.operation`
 * @param settings changes of the node, as a user would make them
 */
export function savedWorkflow(name: string, settings: NodeSettings = {}): SavedWorkflow {
	const facts = FACTS[name];
	if (facts === undefined) throw new Error(`test/operations/ has no ${name.replace('.', '/')}.ts`);
	const { parameters, ...rest } = settings;
	const [resource, operation] = name.split('.');
	const chosen = facts.isDefault ? {} : { resource, operation };
	const names = ['Start', 'MoEngage', 'Done', 'Failed'];
	const node = (own: Omit<INode, 'id' | 'typeVersion' | 'parameters'> & Partial<INode>): INode => ({
		parameters: {},
		id: `b3a1c9a0-0000-4000-8000-00000000000${names.indexOf(own.name) + 1}`,
		typeVersion: 1,
		...own,
	});
	const to = (target: string): IConnection[] => [{ node: target, type: 'main', index: 0 }];
	return {
		name,
		nodes: [
			node({ name: 'Start', type: 'n8n-nodes-base.manualTrigger', position: [0, 0] }),
			node({
				name: 'MoEngage',
				type: 'n8n-nodes-moengage.moEngage',
				position: [240, 0],
				parameters: { ...chosen, ...ownCopy(facts.workflow), ...parameters } as INode['parameters'],
				credentials: { moEngageApi: { id: 'moengage-1', name: 'MoEngage account' } },
				...rest,
			}),
			node({ name: 'Done', type: 'n8n-nodes-base.noOp', position: [480, -80] }),
			node({ name: 'Failed', type: 'n8n-nodes-base.noOp', position: [480, 80] }),
		],
		connections: {
			Start: { main: [to('MoEngage')] },
			MoEngage: { main: [to('Done'), to('Failed')] },
		},
		settings: { executionOrder: 'v1', timezone: 'Europe/Berlin' },
	};
}
