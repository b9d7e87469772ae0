import type { INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { asBoolean, isGiven, requiredText } from '../../mapping/values';
import { rowsNamedBy } from '../fields';

/**
 * Reads `categories`; `undefined` if none is chosen.
 * @throws InvalidInput for a category that is there twice, or without a state
 */
export function categories(parameters: Reader): Record<string, boolean> | undefined {
	const parameter = parameters.path('categories');
	const chosen = new Map<string, boolean>();
	for (const row of parameters.rows('categories', 'category', 'subscribed')) {
		if (!isGiven(row.name) && !isGiven(row.value)) continue;
		const name = requiredText(row.name, `${parameter}.category.name`);
		if (chosen.has(name)) {
			throw new InvalidInput(
				parameter,
				`has the category ${quote(name)} twice`,
				'Keep one row for each category',
			);
		}
		chosen.set(name, isSubscribed(row.value, `${parameter}.category.subscribed`));
	}
	return chosen.size > 0 ? Object.fromEntries(chosen) : undefined;
}

/** An empty cell is no consent. */
function isSubscribed(value: unknown, parameter: string): boolean {
	const subscribed = asBoolean(value, parameter);
	if (subscribed !== undefined) return subscribed;
	throw new InvalidInput(
		parameter,
		'is empty for a category',
		'Use true to subscribe the user to it, or false to unsubscribe',
	);
}

export const categoriesField: INodeProperties = {
	displayName: 'Categories',
	name: 'categories',
	type: 'fixedCollection',
	typeOptions: rowsNamedBy('name'),
	placeholder: 'Add Category',
	default: {},
	description: 'Categories to change. MoEngage leaves all others as they are.',
	options: [
		{
			displayName: 'Category',
			name: 'category',
			values: [
				{
					displayName: 'Category Name or ID',
					name: 'name',
					type: 'options',
					typeOptions: {
						loadOptionsMethod: 'getSubscriptionCategories',
						loadOptionsDependsOn: ['options.projectCode'],
					},
					default: '',
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				},
				{
					displayName: 'Subscribed',
					name: 'subscribed',
					type: 'boolean',
					default: true,
					description: 'Whether the user is subscribed to the category',
				},
			],
		},
	],
};
