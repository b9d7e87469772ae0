import type { Resource } from '../resource';
import { create } from './create';
import { deleteItem } from './delete';
import { get } from './get';
import { update } from './update';

export const catalogItem: Resource = {
	value: 'catalogItem',
	name: 'Catalog Item',
	description: 'Products and other items of a catalog that was created by API',
	operations: [create, deleteItem, get, update],
	defaultOperation: create.value,
};
