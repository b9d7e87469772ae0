import type { IDataObject } from 'n8n-workflow';

import { BULK_IMPORT } from '../event/track';
import { ai, json, write } from '../operation';

export default write({
	// The last update wins.
	endpoint: {
		name: 'upsertUser',
		address: 'POST api /v1/customer/{workspaceId}',
		tile: 'data',
		rate: 'users 10000/minute',
		repeat: 'safe',
		tracksUsers: true,
	},
	workflow: {
		customerId: json('user'),
		attributes: {
			assignments: [
				{ id: '1', name: 'plan', value: json('plan'), type: 'string' },
				{ id: '2', name: 'points', value: json('points'), type: 'number' },
			],
		},
		additionalFields: { updateExistingOnly: json('existing') },
	},
	hasBuilderHint: true,
	toolNotice: 'attributes',
	names: {
		fields: [
			'identifyBy',
			'customerId',
			'userIdentifiers',
			'standardAttributes',
			'specifyAttributes',
			'attributes',
			'attributesJson',
			'excludeFields',
			'skipEmptyValues',
			'additionalFields',
		],
		additional: [
			'addToArrays',
			'platforms',
			'removeFromArrays',
			'unsetAttributes',
			'updateExistingOnly',
		],
		options: ['eventsPerMinute', 'excludeFields', 'keepDates', 'projectCode', 'sendVia'],
	},
	item: (index) => ({
		user: `user-${index}@example.com`,
		plan: `plan-${index}`,
		points: index * 1.5,
		existing: index % 2 === 0 ? '' : 'false',
	}),
	mark: 'plan',
	arrived: ({ users }) => users.map(({ attributes }) => attributes.plan),
	lastWins: true,
	invalidChange: { user: 'guest' },
	invalidParameter: 'Customer ID',
	poison: 'plan',
	answer: { status: 'success' },
	row: ['customer_id'],
	routes: [{ by: 'bulk import', options: { sendVia: 'bulkImport' }, endpoint: BULK_IMPORT }],
	tools: [
		{
			parameters: {
				customerId: ai('customer'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
				additionalFields: {
					platforms: { platform: [{ platform: ai('platforms'), active: ai('active') }] },
					updateExistingOnly: ai('existing'),
				},
			},
			calls: [
				{
					customer: 'a@example.com',
					attributes: '{"first_name":"Ann"}',
					platforms: 'ANDROID, ios',
					existing: 'false',
				},
				{
					customer: 4711,
					attributes: { points: 3 },
					platforms: ['web'],
					active: 'false',
					existing: false,
				},
				{
					customer: 'jane.doe@example.com',
					attributes: '{"points":4}',
					platforms: '["web","IOS"]',
					active: true,
					existing: 'TRUE',
				},
				{ customer: 'd@example.com', attributes: '{"points":5}', platforms: null, existing: '' },
				{
					customer: 'e@example.com',
					attributes: '{"points":6}',
					platforms: ['web'],
					existing: null,
				},
			],
			expected: [
				{
					type: 'customer',
					customer_id: 'a@example.com',
					attributes: { first_name: 'Ann' },
					platforms: [
						{ platform: 'ANDROID', active: 'true' },
						{ platform: 'iOS', active: 'true' },
					],
					update_existing_only: false,
				},
				{
					type: 'customer',
					customer_id: '4711',
					attributes: { points: 3 },
					platforms: [{ platform: 'web', active: 'false' }],
					update_existing_only: false,
				},
				{
					type: 'customer',
					customer_id: 'jane.doe@example.com',
					attributes: { points: 4 },
					platforms: [
						{ platform: 'web', active: 'true' },
						{ platform: 'iOS', active: 'true' },
					],
					update_existing_only: true,
				},
				{ type: 'customer', customer_id: 'd@example.com', attributes: { points: 5 } },
				{
					type: 'customer',
					customer_id: 'e@example.com',
					attributes: { points: 6 },
					platforms: [{ platform: 'web', active: 'true' }],
				},
			],
			arrived: ({ users }) => users.map(({ raw }) => raw),
			wrong: [
				{ args: { platforms: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web/] },
				{ args: { existing: 'maybe' }, says: [/Update Existing Only "maybe"/, /true or false/] },
				{ args: { attributes: { id: 7 } }, says: [/Attributes \(JSON\).*"id"/] },
			],
		},
		{
			parameters: {
				customerId: ai('customer'),
				specifyAttributes: 'json',
				attributesJson: ai('attributes'),
				additionalFields: {
					addToArrays: { attribute: [{ name: ai('to'), values: ai('add') }] },
					removeFromArrays: { attribute: [{ name: ai('from'), values: ai('remove') }] },
					unsetAttributes: { attribute: [{ name: ai('unset') }] },
				},
			},
			calls: [
				{ customer: 'a@example.com', to: 'tags', add: ['x', 'y'], unset: 'plan, city' },
				{ customer: 'b@example.com', from: ' tags ', remove: 'x, y', unset: ['plan'] },
				{
					...{ customer: 'c@example.com', to: 'tags', add: '["x", 2]', from: null, remove: '' },
					...{ unset: '', attributes: { points: 1 } },
				},
			],
			expected: [
				[{ addValueToArrayField: { tags: ['x', 'y'] } }, ['plan', 'city']],
				[{ removeValueFromArrayField: { tags: ['x', 'y'] } }, ['plan']],
				[{ points: 1, addValueToArrayField: { tags: ['x', 2] } }, undefined],
			],
			arrived: ({ users }) =>
				users.map(({ raw }) => [
					raw.attributes,
					(raw.unset_attributes as IDataObject[] | undefined)?.map(({ attr }) => attr),
				]),
			wrong: [
				{
					args: { from: 'tags', remove: 'x' },
					says: [/Remove From Arrays has "tags", which is also in Add to Arrays/, /one of the two/],
				},
				{ args: { unset: 'tags' }, says: [/"tags", which is also in Unset Attributes/] },
				{ args: { unset: { tags: true } }, says: [/Name /, /not text/] },
				{ args: { add: { tags: 'x' } }, says: [/Values has/, /array of texts or numbers/] },
				{ args: { to: '' }, says: [/Name is empty/] },
				{ args: { unset: 'customer_id' }, says: [/"customer_id"/, /keep their ID/] },
			],
		},
	],
});
