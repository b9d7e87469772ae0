import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import type { Operation } from '../delivery/operation';
import { optionsField } from '../delivery/settings';
import { TILES } from '../transport/credential';
import { withToolFields } from './toolFields';

/** A resource of the node with its operations. */
export type Resource = {
	value: string;
	name: string;
	description: string;
	operations: Operation[];
	/** The operation that a workflow means when it names none; fixed once released. */
	defaultOperation: string;
};

/** A resource whose operations have their Options too: their own, and those of sending to their endpoints. */
export function withOptions(resource: Resource): Resource {
	const operations = resource.operations.map((operation) => ({
		...operation,
		fields: [...withToolFields(operation), optionsField(operation)],
	}));
	return { ...resource, operations };
}

/** The choice of a resource: it says which key of the credential its operations need, all of them the same. */
export function resourceOption({
	name,
	value,
	description,
	operations: [{ route }],
}: Resource): INodePropertyOptions {
	const { label } = TILES[route.endpoint.tile];
	return { name, value, description: `${description} (${label})` };
}

/** The Operation drop-down of a resource. */
export function operationField({
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
		options: operations.map(({ name, value, description, action, hint }) => ({
			name,
			value,
			description,
			action,
			...(hint === undefined ? {} : { builderHint: { propertyHint: hint } }),
		})),
		default: defaultOperation,
	};
}

/** A field that shows for one operation only, besides its own conditions. */
export function showFor(
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
