import type { INodeProperties } from 'n8n-workflow';

import type { Operation } from '../delivery/operation';
import { alert } from './alert';
import { businessEvent } from './businessEvent';
import { campaign } from './campaign';
import { catalogItem } from './catalogItem';
import { cohort } from './cohort';
import { coupon } from './coupon';
import { device } from './device';
import { event } from './event';
import { experience } from './experience';
import { fileImport } from './fileImport';
import { flow } from './flow';
import { operationField, resourceOption, showFor, withOptions } from './resource';
import { segment } from './segment';
import { subscription } from './subscription';
import { user } from './user';

/** Every resource of the node, in the order of the drop-down. */
export const RESOURCES = [
	alert,
	businessEvent,
	campaign,
	catalogItem,
	cohort,
	coupon,
	device,
	event,
	experience,
	fileImport,
	flow,
	segment,
	subscription,
	user,
].map(withOptions);

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
		options: RESOURCES.map(resourceOption),
		default: 'event',
	},
	...RESOURCES.map(operationField),
	...RESOURCES.flatMap((resource) =>
		resource.operations.flatMap((operation) =>
			operation.fields.map((field) => showFor(resource, operation, field)),
		),
	),
];
