import type { INodeProperties } from 'n8n-workflow';

import { businessEvent } from './businessEvent';
import { device } from './device';
import { event } from './event';
import { experience } from './experience';
import type { Operation, Resource } from './operation';
import { user } from './user';

/** Every resource of the node, in the order of the drop-down. */
const RESOURCES: Resource[] = [businessEvent, device, event, experience, user];

/** The declaration that a workflow's `resource` and `operation` name; `undefined` if there is none. */
export function findOperation(resource: string, operation: string): Operation | undefined {
	return RESOURCES.find(({ value }) => value === resource)?.operations.find(
		({ value }) => value === operation,
	);
}

/** All parameters of the node: Resource, the Operation of each, and each operation's own. */
export const nodeProperties: INodeProperties[] = [
	{
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: RESOURCES.map(({ name, value }) => ({ name, value })),
		default: 'event',
	},
	...RESOURCES.map(operationField),
	...RESOURCES.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.fields.map((field) => showFor(resource, operation, field)),
		),
	),
];

function operationField({
	value: resource,
	operations,
	defaultOperation,
}: Resource): INodeProperties {
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: operations.map(({ name, value, description, action }) => ({
			name,
			value,
			description,
			action,
		})),
		default: defaultOperation,
	};
}

function showFor(
	resource: Resource,
	operation: Operation,
	field: INodeProperties,
): INodeProperties {
	return {
		...field,
		displayOptions: {
			...field.displayOptions,
			show: {
				resource: [resource.value],
				operation: [operation.value],
				...field.displayOptions?.show,
			},
		},
	};
}
