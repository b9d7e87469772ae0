import type { IDataObject } from 'n8n-workflow';

import type { AcceptedRecords, Simulator } from '../simulator';
import { campaignId, flowId } from '../simulator/campaigns';

/** `{{ $fromAI('name') }}`: the model fills it in. */
export const ai = (name: string) => `={{ $fromAI('${name}') }}`;

/** An operation with the parameters that a model fills in, and what it sends. */
export type ToolCase = {
	/** `resource.operation` */
	name: string;
	parameters: IDataObject;
	/** At least three different calls. */
	calls: IDataObject[];
	/** What MoEngage's side must hold or have been asked afterwards, one entry for each call. */
	expected: unknown[];
	/** What the calls left there. */
	arrived(accepted: AcceptedRecords, simulator: Simulator): unknown[];
	/** Arguments that differ from the first call, and what the model must be told. */
	wrong: Array<{ args: IDataObject; says: RegExp[] }>;
};

const bodies =
	(path: string) =>
	(_: AcceptedRecords, { requests }: Simulator) =>
		requests.filter((request) => request.path.includes(path)).map(({ body }) => body);

const CONTEXT = {
	cid: 'campaign-1',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '1',
	audience_name: 'All Users',
	audience_id: '5A',
};

const CATALOG = '66d55ae445921e4d35ae4370';

/** Every operation of the node as a tool; the first is picked by its position. */
export const CASES: ToolCase[] = [
	{
		name: 'businessEvent.trigger',
		parameters: {
			businessEvent: ai('event'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: { triggeredBy: ai('by') },
		},
		calls: [
			{ event: 'Price Drop', attributes: '{"product_id":"A1","new_price":9.5}', by: '' },
			{ event: ' Back In Stock ', attributes: { sizes: ['S', 'M'], units: 3 }, by: null },
			{ event: 'Store Opened', attributes: '', by: 'jane@example.com' },
		],
		expected: [
			{ eventName: 'Price Drop', attributes: { product_id: 'A1', new_price: 9.5 } },
			{ eventName: 'Back In Stock', attributes: { sizes: ['S', 'M'], units: 3 } },
			{ eventName: 'Store Opened', attributes: {}, triggeredBy: 'jane@example.com' },
		],
		arrived: ({ businessEvents }) => businessEvents,
		wrong: [
			{ args: { attributes: '{"product_id": A1}' }, says: [/Attributes \(JSON\)/, /column 16/] },
			{ args: { attributes: ['A1'] }, says: [/Attributes \(JSON\) is a list/, /\{ "name"/] },
			{ args: { by: 'Jane' }, says: [/Triggered By "Jane"/, /email address/] },
			{ args: { event: '' }, says: [/Business Event is empty/] },
			{ args: { event: 'Price Rise' }, says: [/Business event does not exists/] },
		],
	},
	{
		name: 'businessEvent.search',
		parameters: {
			filters: { eventIds: ai('ids'), eventNames: ai('names') },
			simplify: ai('simple'),
		},
		calls: [
			{ ids: '', names: 'Price Drop, New Episode', simple: 'true' },
			{ ids: null, names: ['Store Opened', ''], simple: true },
			{ ids: '6447b078712cd8c650074840', names: '["Back In Stock"]', simple: '' },
		],
		expected: [
			{ event_names: ['Price Drop', 'New Episode'] },
			{ event_names: ['Store Opened'] },
			{ event_ids: ['6447b078712cd8c650074840'], event_names: ['Back In Stock'] },
		],
		arrived: bodies('/search'),
		wrong: [
			{ args: { names: '["Price Drop"' }, says: [/Event Names is not valid JSON/] },
			{ args: { names: [{ name: 'Price Drop' }] }, says: [/Event Names/, /not text/] },
		],
	},
	{
		name: 'businessEvent.create',
		parameters: {
			eventName: ai('event'),
			eventAttributes: {
				attribute: [
					{ name: ai('first'), dataType: ai('first_type') },
					{ name: ai('second'), dataType: ai('second_type') },
				],
			},
			createdBy: ai('by'),
		},
		calls: [
			{ event: 'Gate Changed', first: 'gate', first_type: 'String', by: 'jane@example.com' },
			{
				event: 'Sold Out',
				first: 'units',
				first_type: 'INT',
				second: 'at',
				second_type: 'Date',
				by: 'jane@example.com',
			},
			{
				event: 'New Store',
				first: 'city',
				first_type: null,
				second: 'discount',
				second_type: 'float',
				by: ' jane@example.com ',
			},
		],
		expected: [
			expect.objectContaining({ eventName: 'Gate Changed', attributes: { gate: 'string' } }),
			expect.objectContaining({ eventName: 'Sold Out', attributes: { units: 'int', at: 'date' } }),
			expect.objectContaining({ attributes: { city: 'string', discount: 'float' } }),
		],
		arrived: ({ createdBusinessEvents }) => createdBusinessEvents,
		wrong: [
			{
				args: { first_type: 'number' },
				says: [/Data Type "number"/, /array, date, float, int, string/],
			},
			{
				args: { first: '', first_type: '' },
				says: [/Event Attributes has no attribute/, /data type/],
			},
			{ args: { by: 'Jane' }, says: [/Created By "Jane" is not an email address/] },
		],
	},
	{
		name: 'event.track',
		parameters: {
			identifyBy: 'customerId',
			customerId: ai('customer'),
			eventName: ai('event'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: {
				platform: ai('platform'),
				eventTime: ai('time'),
				timezone: ai('zone'),
				appVersion: ai('version'),
			},
		},
		calls: [
			{
				customer: 'a@example.com',
				event: 'Order Placed',
				attributes: '{"total": 12.5}',
				platform: 'android',
				time: '1767225600',
				zone: '19800',
				version: '',
			},
			{
				customer: 4711,
				event: 'Order Placed',
				attributes: { skus: ['A1'] },
				platform: null,
				time: 1767225600000,
				zone: null,
				version: 2,
			},
			{
				customer: 'c@example.com',
				event: 'Visit',
				attributes: null,
				platform: '',
				time: '',
				zone: '',
				version: null,
			},
		],
		expected: [
			{
				action: 'Order Placed',
				attributes: { total: 12.5 },
				platform: 'ANDROID',
				current_time: '2026-01-01T00:00:00Z',
				user_timezone_offset: 19800,
			},
			{
				action: 'Order Placed',
				attributes: { skus: ['A1'] },
				current_time: '2026-01-01T00:00:00Z',
				app_version: '2',
			},
			{ action: 'Visit' },
		],
		arrived: ({ events }) => events.map(({ raw }) => raw),
		wrong: [
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV, unknown/] },
			{ args: { time: 'yesterday' }, says: [/Event Time "yesterday"/, /ISO 8601/] },
			{ args: { zone: 'Mars' }, says: [/Time Zone "Mars"/, /Europe\/Berlin|Asia\/Kolkata/] },
			{ args: { customer: 'guest' }, says: [/Customer ID "guest"/] },
		],
	},
	{
		name: 'event.track',
		parameters: {
			identifyBy: 'userIdentifiers',
			userIdentifiers: {
				identifier: [
					{ name: 'moe_mobile', value: ai('phone') },
					{ name: ai('other'), value: ai('other_value') },
				],
			},
			eventName: 'Visit',
			attributes: {
				assignments: [
					{ id: '1', name: 'page', value: ai('page'), type: 'string' },
					{ id: '2', name: 'items', value: ai('items'), type: 'number' },
					{ id: '3', name: 'member', value: ai('member'), type: 'boolean' },
					{ id: '4', name: 'skus', value: ai('skus'), type: 'array' },
				],
			},
		},
		calls: [
			{
				phone: '+911',
				other: 'uid',
				other_value: 7,
				page: 'home',
				items: '2',
				member: 'true',
				skus: '["A1"]',
			},
			{
				phone: 911,
				other: '',
				other_value: '',
				page: 'cart',
				items: 3,
				member: false,
				skus: ['B2', 'C3'],
			},
			{
				phone: '+913',
				other: null,
				other_value: null,
				page: 'pay',
				items: 0,
				member: 'false',
				skus: '[]',
			},
		],
		expected: [
			{
				identifiers: { moe_mobile: '+911', uid: '7' },
				attributes: { page: 'home', items: 2, member: true, skus: ['A1'] },
			},
			{
				identifiers: { moe_mobile: '911' },
				attributes: { page: 'cart', items: 3, member: false, skus: ['B2', 'C3'] },
			},
			{
				identifiers: { moe_mobile: '+913' },
				attributes: { page: 'pay', items: 0, member: false, skus: [] },
			},
		],
		arrived: ({ events }) =>
			events.map(({ userIdentifiers, attributes }) => ({
				identifiers: userIdentifiers,
				attributes,
			})),
		wrong: [
			{ args: { phone: '' }, says: [/User Identifiers|Value/, /empty/] },
			{
				args: { items: 'two' },
				says: [/Attribute "items" is set to Number, but "two" is not a number/],
			},
			{
				args: { member: 'maybe' },
				says: [/Attribute "member" is set to Boolean, but "maybe" is neither/],
			},
		],
	},
	{
		name: 'experience.fetch',
		parameters: {
			customerId: ai('customer'),
			experienceKeys: ai('keys'),
			simplify: ai('simple'),
			additionalFields: {
				sessionAttributes: ai('session'),
				timeOfDay: ai('hour'),
				dayOfWeek: ai('day'),
			},
		},
		calls: [
			{
				customer: 'a@example.com',
				keys: 'homepage-banner, promo-strip',
				simple: 'true',
				session: '{"utm_medium":"email"}',
				hour: 9,
				day: 'monday',
			},
			{
				customer: 4711,
				keys: ['cart-upsell'],
				simple: true,
				session: { visits: 3 },
				hour: '14',
				day: '',
			},
			{ customer: '', keys: '', simple: '', session: '', hour: null, day: null },
		],
		expected: [
			{
				utm_medium: 'email',
				identifiers: { customer_id: 'a@example.com' },
				experience_key: ['homepage-banner', 'promo-strip'],
				DAY_OF_THE_WEEK: 'Monday',
				TIME_OF_THE_DAY: '09',
			},
			{
				visits: 3,
				identifiers: { customer_id: '4711' },
				experience_key: ['cart-upsell'],
				TIME_OF_THE_DAY: '14',
			},
			{ identifiers: {} },
		],
		arrived: bodies('/fetch'),
		wrong: [
			{ args: { day: 'Mon' }, says: [/Day of the Week "Mon"/, /Monday, Tuesday/] },
			{ args: { hour: '2 pm' }, says: [/Time of Day "2 pm"/, /00 to 23/] },
			{ args: { session: 'utm=email' }, says: [/Session Attributes is not valid JSON/] },
		],
	},
	{
		name: 'experience.getMany',
		parameters: {
			returnAll: ai('all'),
			limit: ai('limit'),
			filters: { status: ai('status') },
		},
		calls: [
			{ all: 'true', limit: '', status: 'active, paused' },
			{ all: false, limit: 2, status: ['Scheduled'] },
			{ all: 'false', limit: '1', status: null },
			{ all: '', limit: '', status: '' },
		],
		expected: ['Active,Paused', 'Scheduled', 'Active,Paused,Scheduled', 'Active,Paused,Scheduled'],
		arrived: (_, { requests }) => requests.map(({ query }) => query.status),
		wrong: [
			{ args: { status: 'running' }, says: [/Status "running"/, /Active, Paused, Scheduled/] },
			{ args: { all: 'false', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
		],
	},
	{
		name: 'experience.report',
		parameters: {
			interaction: ai('interaction'),
			customerId: ai('customer'),
			experienceContext: ai('context'),
			additionalFields: {
				buttonId: ai('button'),
				platform: ai('platform'),
				userAttributes: ai('user'),
			},
		},
		calls: [
			{
				interaction: 'Clicked',
				customer: 'a@example.com',
				context: JSON.stringify(CONTEXT),
				button: 'Shop now',
				platform: 'WEB',
				user: '{"points":3}',
			},
			{
				interaction: 'shown',
				customer: 4711,
				context: CONTEXT,
				button: null,
				platform: null,
				user: null,
			},
			{
				interaction: '',
				customer: 'c@example.com',
				context: CONTEXT,
				button: '',
				platform: '',
				user: '',
			},
		],
		expected: [
			{ customer: 'a@example.com', attributes: { ...CONTEXT, b_id: 'Shop now' }, platform: 'web' },
			{ customer: '4711', attributes: CONTEXT },
			{ customer: 'c@example.com', attributes: CONTEXT },
		],
		arrived: ({ experienceEvents }) =>
			experienceEvents.map(({ customerId, attributes, platform }) => ({
				customer: customerId,
				attributes,
				platform,
			})),
		wrong: [
			{ args: { interaction: 'viewed' }, says: [/Interaction "viewed"/, /shown, clicked/] },
			{ args: { context: '{"cid":"1"}' }, says: [/Experience Context lacks experience, moe_loc/] },
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /web, android, ios, tv/] },
		],
	},
	{
		name: 'user.upsert',
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
		name: 'user.get',
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			additionalFields: { fields: ai('fields') },
		},
		calls: [
			{ kind: '', user: 'jane.doe@example.com', fields: '' },
			{ kind: 'CUSTOMER_ID', user: 'customer-1001', fields: 'first_name, points' },
			{ kind: null, user: 'customer-1002', fields: ['first_name'] },
		],
		expected: [undefined, ['first_name', 'points', 'customer_id'], ['first_name', 'customer_id']],
		arrived: (_, { requests }) =>
			requests.map(({ body }) => ((body as IDataObject).data as IDataObject).user_fields_to_export),
		wrong: [
			{
				args: { user: 'nobody@example.com' },
				says: [/No MoEngage user has the customer ID "nobody/],
			},
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
			{ args: { user: '' }, says: [/Identifier is empty/] },
		],
	},
	{
		name: 'user.merge',
		parameters: { mergedUser: ai('from'), retainedUser: ai('into') },
		calls: [
			{ from: 'old-1', into: 'jane.doe@example.com' },
			{ from: 4711, into: ' customer-1001 ' },
			{ from: 'old-3', into: 1002 },
		],
		expected: [
			{ mergedUser: 'old-1', retainedUser: 'jane.doe@example.com' },
			{ mergedUser: '4711', retainedUser: 'customer-1001' },
			{ mergedUser: 'old-3', retainedUser: '1002' },
		],
		arrived: ({ mergedPairs }) => mergedPairs,
		wrong: [
			{ args: { into: 'old-1' }, says: [/User to Merge and Delete is the same user/] },
			{ args: { from: null }, says: [/User to Merge and Delete is empty/] },
			{ args: { from: 'guest' }, says: [/User to Merge and Delete "guest"/, /real user/] },
		],
	},
	{
		name: 'user.delete',
		parameters: { identifierType: ai('kind'), identifier: ai('user') },
		calls: [
			{ kind: 'customer_id', user: 'jane.doe@example.com' },
			{ kind: '', user: 'customer-1001' },
			{ kind: null, user: ' customer-1002' },
		],
		expected: [
			{ identityType: 'customer_id', identityValue: 'jane.doe@example.com' },
			{ identityType: 'customer_id', identityValue: 'customer-1001' },
			{ identityType: 'customer_id', identityValue: 'customer-1002' },
		],
		arrived: ({ deletedUsers }) => deletedUsers,
		wrong: [
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
			{ args: { user: null }, says: [/Identifier is empty/] },
		],
	},
	{
		name: 'device.upsert',
		parameters: {
			customerId: ai('customer'),
			deviceId: ai('device'),
			platform: ai('platform'),
			pushId: ai('push'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
		},
		calls: [
			{
				customer: 'a@example.com',
				device: 'd-1',
				platform: 'android',
				push: 't-1',
				attributes: '',
			},
			{ customer: 4711, device: 2, platform: 'IOS', push: 3, attributes: { model: 'X' } },
			{
				customer: 'c@example.com',
				device: 'd-3',
				platform: 'web',
				push: 't-3',
				attributes: '{"app_version": 2}',
			},
		],
		expected: [
			{ device: 'd-1', attributes: { platform: 'ANDROID', push_id: 't-1' } },
			{ device: '2', attributes: { model: 'X', platform: 'iOS', push_id: '3' } },
			{ device: 'd-3', attributes: { app_version: 2, platform: 'web', push_id: 't-3' } },
		],
		arrived: ({ devices }) =>
			devices.map(({ deviceId, attributes }) => ({ device: deviceId, attributes })),
		wrong: [
			{ args: { platform: 'kiosk' }, says: [/Platform "kiosk"/, /ANDROID, iOS, web, TV/] },
			{ args: { platform: '' }, says: [/Platform is empty/, /ANDROID, iOS, web, TV/] },
			{ args: { push: null }, says: [/Push ID is empty/] },
			{ args: { attributes: { color: 'red' } }, says: [/"color"/, /app_version, idfv, model/] },
		],
	},
	{
		name: 'campaign.getMany',
		parameters: {
			returnAll: ai('all'),
			limit: ai('limit'),
			simplify: ai('simple'),
			filters: {
				name: ai('name'),
				statuses: ai('statuses'),
				channels: ai('channels'),
				createdFrom: ai('from'),
			},
		},
		calls: [
			{ all: 'true', name: 'Campaign 1', statuses: 'active, paused', channels: '', from: '' },
			{ all: false, limit: '2', statuses: ['DRAFT'], channels: ['Email'], simple: 'false' },
			{ all: '', limit: '', name: null, statuses: '', from: '2026-01-01T00:00:00Z' },
		],
		expected: [
			{ name: 'Campaign 1', status: ['ACTIVE', 'PAUSED'] },
			{ channels: ['EMAIL'], status: ['DRAFT'] },
			{ created_date: { from_date: '2026-01-01T00:00:00' } },
			{ created_date: { from_date: '2026-01-01T00:00:00' } },
			{ created_date: { from_date: '2026-01-01T00:00:00' } },
		],
		arrived: (_, { requests }) => requests.map(({ body }) => (body as IDataObject).campaign_fields),
		wrong: [
			{ args: { statuses: 'running' }, says: [/Statuses "running"/, /ACTIVE, ARCHIVED/] },
			{ args: { all: '', limit: 'ten' }, says: [/Limit "ten"/, /1 or more/] },
			{ args: { from: 'last week' }, says: [/Created From "last week"/, /ISO 8601/] },
		],
	},
	{
		name: 'campaign.getStatistics',
		parameters: {
			campaignIds: ai('ids'),
			startDate: ai('from'),
			endDate: ai('to'),
			attributionType: ai('attribution'),
			metricType: ai('metric'),
			simplify: ai('simple'),
		},
		calls: [
			{ ids: campaignId(0), from: '2026-01-01', to: '2026-01-07', attribution: '', metric: '' },
			{
				ids: [campaignId(1), campaignId(2)],
				from: '2026-01-01T10:00:00+01:00',
				to: 1767916800,
				attribution: 'in_session',
				metric: 'unique',
				simple: 'false',
			},
			{ ids: ` ${campaignId(3)} `, from: '2026-02-01', to: '2026-02-01', metric: null },
		],
		expected: [
			expect.objectContaining({
				campaign_ids: [campaignId(0)],
				start_date: '2026-01-01',
				end_date: '2026-01-07',
				attribution_type: 'VIEW_THROUGH',
				metric_type: 'TOTAL',
			}),
			expect.objectContaining({
				campaign_ids: [campaignId(1), campaignId(2)],
				end_date: '2026-01-09',
				attribution_type: 'IN_SESSION',
				metric_type: 'UNIQUE',
			}),
			expect.objectContaining({ campaign_ids: [campaignId(3)], end_date: '2026-02-01' }),
		],
		arrived: bodies('/campaign-stats'),
		wrong: [
			{ args: { ids: '' }, says: [/Campaign IDs is empty/] },
			{ args: { to: '2025-12-31' }, says: [/End Date 2025-12-31 is before Start Date/] },
			{ args: { metric: 'daily' }, says: [/Metric Type "daily"/, /TOTAL, UNIQUE/] },
		],
	},
	{
		name: 'campaign.changeStatus',
		parameters: { campaignId: ai('campaign'), action: ai('action') },
		calls: [
			{ campaign: campaignId(0), action: 'pause' },
			{ campaign: ` ${campaignId(7)} `, action: 'Resume' },
			{ campaign: campaignId(2).toUpperCase(), action: 'PAUSE' },
		],
		expected: [
			[campaignId(0), 'PAUSE'],
			[campaignId(7), 'RESUME'],
			[campaignId(2), 'PAUSE'],
		],
		arrived: ({ statusChanges }) => statusChanges.map(({ id, action }) => [id, action]),
		wrong: [
			{
				args: { campaign: 'Campaign 0' },
				says: [/Campaign "Campaign 0" is not the ID/, /Get Many/],
			},
			{ args: { action: 'start' }, says: [/Action "start"/, /PAUSE, PUBLISH, RESUME, STOP/] },
			{ args: { action: 'STOP' }, says: [/Action STOP is not valid/] },
		],
	},
	{
		name: 'flow.getMany',
		parameters: {
			returnAll: ai('all'),
			limit: ai('limit'),
			simplify: ai('simple'),
			filters: { name: ai('name'), statuses: ai('statuses'), tags: ai('tags') },
		},
		calls: [
			{ all: 'true', name: 'Flow 12', statuses: 'active, Paused', tags: '' },
			{ all: false, limit: '2', statuses: ['DRAFT'], tags: ['loyalty'], simple: 'false' },
			{ all: '', limit: '', name: null, statuses: '', tags: null },
		],
		expected: [
			{ limit: 100, name: 'Flow 12', status: ['ACTIVE', 'PAUSED'] },
			{ limit: 100, status: ['DRAFT'], tags: ['loyalty'] },
			{ limit: 100 },
		],
		arrived: bodies('/flows/search'),
		wrong: [
			{ args: { statuses: 'running' }, says: [/Statuses "running"/, /ACTIVE, COMPLETED/] },
			{ args: { all: '', limit: '0' }, says: [/Limit "0"/, /1 or more/] },
		],
	},
	{
		name: 'flow.changeStatus',
		parameters: { flowId: ai('flow'), action: ai('action'), updatedBy: ai('by') },
		calls: [
			{ flow: flowId(0), action: 'Pause', by: 'jane@example.com' },
			{ flow: flowId(7), action: 'archive', by: ' jane@example.com ' },
			{ flow: flowId(1), action: 'RETIRE', by: 'jane@example.com' },
		],
		expected: [
			{ action: 'pause', updated_by: 'jane@example.com' },
			{ action: 'archive', updated_by: 'jane@example.com' },
			{ action: 'retire', updated_by: 'jane@example.com' },
		],
		arrived: ({ statusChanges }) => statusChanges.map(({ raw }) => raw),
		wrong: [
			{ args: { by: 'Jane' }, says: [/Updated By "Jane" is not an email address/] },
			{ args: { flow: 'Flow 0' }, says: [/Flow "Flow 0" is not the ID of a flow/] },
			{ args: { action: 'delete' }, says: [/Action "delete"/, /archive, pause, resume/] },
		],
	},
	{
		name: 'subscription.get',
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			additionalFields: { channel: ai('channel') },
		},
		calls: [
			{ kind: '', user: 'jane.doe@example.com', channel: '' },
			{ kind: 'EMAIL', user: ' jane.doe@example.com ', channel: 'SMS' },
			{ kind: 'uid', user: 'customer-1001', channel: 'Email' },
		],
		expected: [
			{ user_identifier_type: 'uid', user_identifier_value: 'jane.doe@example.com' },
			{
				user_identifier_type: 'email',
				user_identifier_value: 'jane.doe@example.com',
				channel: 'sms',
			},
			{
				user_identifier_type: 'uid',
				user_identifier_value: 'customer-1001',
				channel: 'email',
			},
		],
		arrived: (_, { requests }) => requests.map(({ query }) => query),
		wrong: [
			{ args: { kind: 'phone' }, says: [/Identifier Type "phone"/, /email, moe_user_id, uid/] },
			{ args: { kind: 'email', user: 'jane' }, says: [/Identifier "jane" is not an email/] },
			{ args: { channel: 'push' }, says: [/Channel "push"/, /email, sms/] },
			{ args: { user: 'nobody@example.com' }, says: [/No user found for the given identifier/] },
		],
	},
	{
		name: 'subscription.getCategories',
		parameters: { filters: { channel: ai('channel') } },
		calls: [{ channel: '' }, { channel: 'SMS' }, { channel: null }, { channel: ' email ' }],
		expected: [{}, { channel: 'sms' }, {}, { channel: 'email' }],
		arrived: (_, { requests }) => requests.map(({ query }) => query),
		wrong: [{ args: { channel: 'push' }, says: [/Channel "push"/, /email, sms/] }],
	},
	{
		name: 'subscription.update',
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			globallyUnsubscribed: ai('all'),
			categories: {
				category: [
					{ name: ai('first'), subscribed: ai('first_on') },
					{ name: ai('second'), subscribed: ai('second_on') },
				],
			},
			additionalFields: { channel: ai('channel'), eventAttributes: ai('about') },
		},
		calls: [
			{
				kind: 'uid',
				user: 'customer-1001',
				all: 'false',
				first: 'newsletter',
				first_on: 'true',
				second: 'promotional',
				second_on: false,
				channel: '',
				about: '{"source": "agent", "try": 1}',
			},
			{
				kind: '',
				user: 'customer-1002',
				all: true,
				first: '',
				first_on: '',
				second: null,
				second_on: null,
				channel: null,
				about: '',
			},
			{
				kind: 'EMAIL',
				user: 'jane.doe@example.com',
				all: 'FALSE',
				first: 'flash_sale',
				first_on: 'False',
				second: '',
				second_on: null,
				channel: 'SMS',
				about: null,
			},
		],
		expected: [
			{
				user_identifier_type: 'uid',
				user_identifier_value: 'customer-1001',
				is_globally_unsubscribed: false,
				categories: { newsletter: true, promotional: false },
				event_attributes: { source: 'agent', try: '1' },
			},
			{
				user_identifier_type: 'uid',
				user_identifier_value: 'customer-1002',
				is_globally_unsubscribed: true,
			},
			{
				user_identifier_type: 'email',
				user_identifier_value: 'jane.doe@example.com',
				channel: 'sms',
				is_globally_unsubscribed: false,
				categories: { flash_sale: false },
			},
		],
		arrived: ({ subscriptionUpdates }) => subscriptionUpdates.map(({ raw }) => raw),
		wrong: [
			{ args: { all: '' }, says: [/Globally Unsubscribed is empty/, /no neutral value/, /false/] },
			{ args: { second: 'newsletter' }, says: [/Categories has .*"newsletter" twice/] },
			{ args: { first_on: '' }, says: [/Subscribed is empty/, /true .* false/] },
			{ args: { about: 'agent' }, says: [/Event Attributes is not valid JSON/] },
		],
	},
	...(['block', 'unblock'] as const).map<ToolCase>((action) => ({
		name: `device.${action}`,
		parameters: {
			identifierType: ai('kind'),
			identifier: ai('user'),
			additionalFields: {
				deviceIdentifiers: { identifier: [{ name: ai('device_kind'), value: ai('device') }] },
				clientReferenceId: ai('reference'),
				reason: ai('reason'),
			},
		},
		calls: [
			{
				kind: '',
				user: 'a@example.com',
				device_kind: 'push_id',
				device: 't-1',
				reference: '',
				reason: 'Lost',
			},
			{
				kind: 'MOENGAGE_ID',
				user: '64f1',
				device_kind: 'DEVICE_UNIQUE_ID',
				device: 7,
				reference: 12,
				reason: null,
			},
			{
				kind: null,
				user: 4711,
				device_kind: 'moe_gaid',
				device: 'g-1',
				reference: null,
				reason: '',
			},
		],
		expected: [
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: 'a@example.com',
				actionType: action,
				reason: 'Lost',
				deviceIdentifiers: [{ push_id: 't-1' }],
			},
			{
				userIdentifierType: 'moengage_id',
				userIdentifierValue: '64f1',
				actionType: action,
				clientReferenceId: '12',
				deviceIdentifiers: [{ device_unique_id: '7' }],
			},
			{
				userIdentifierType: 'customer_id',
				userIdentifierValue: '4711',
				actionType: action,
				deviceIdentifiers: [{ moe_gaid: 'g-1' }],
			},
		],
		arrived: ({ deviceActions }) => deviceActions,
		wrong: [
			{
				args: { device_kind: 'imei' },
				says: [/Name "imei"/, /device_unique_id, moe_gaid, push_id, unique_id/],
			},
			// Without any device, all devices of the user would be meant.
			{ args: { device: '' }, says: [/Value is empty/] },
			{ args: { device_kind: '', device: '' }, says: [/Device Identifiers/, /push_id/] },
			{ args: { kind: 'email' }, says: [/Identifier Type "email"/, /customer_id, moengage_id/] },
		],
	})),
	{
		name: 'alert.send',
		parameters: {
			alertBy: ai('by'),
			alertId: ai('id'),
			alertReferenceName: ai('name'),
			userId: ai('user'),
			channels: {
				channel: [
					{
						channel: ai('channel'),
						recipient: ai('to'),
						personalizedAttributes: ai('values'),
						attachments: ai('files'),
					},
					{ channel: ai('channel2'), recipient: ai('to2') },
				],
			},
			additionalFields: { transactionId: ai('transaction') },
		},
		calls: [
			{
				by: 'ID',
				id: '636b77e6e2cf83277195fb60',
				name: '',
				user: '',
				channel: 'email',
				to: ' a@example.com ',
				values: '{"order_id": 7}',
				transaction: 'order-7',
			},
			{
				by: 'referenceName',
				name: 'delivery_update',
				user: 4711,
				channel: 'SMS',
				to: null,
				values: '',
				channel2: 'whatsapp',
				to2: 4915123,
				transaction: 8,
			},
			{
				by: 'referencename',
				name: 'invoice',
				user: 'c@example.com',
				channel: 'EMAIL',
				to: '',
				values: { total: 9.5 },
				files: '',
				transaction: 'order-9',
			},
		],
		expected: [
			{
				alert: '636b77e6e2cf83277195fb60',
				transactionId: 'order-7',
				payloads: {
					EMAIL: { recipient: 'a@example.com', personalized_attributes: { order_id: 7 } },
				},
			},
			{
				alert: 'delivery_update',
				userId: '4711',
				transactionId: '8',
				payloads: { SMS: {}, WHATSAPP: { recipient: '4915123' } },
			},
			{
				alert: 'invoice',
				userId: 'c@example.com',
				transactionId: 'order-9',
				payloads: { EMAIL: { personalized_attributes: { total: 9.5 } } },
			},
		],
		arrived: ({ alerts }) => alerts,
		wrong: [
			{ args: { id: '' }, says: [/Alert ID is empty/] },
			{ args: { by: 'name' }, says: [/Identify Alert By "name"/, /id, referenceName/] },
			{ args: { channel: 'fax' }, says: [/Channel "fax"/, /EMAIL, PUSH, RCS, SMS, WHATSAPP/] },
			{ args: { to: 'Jane' }, says: [/Recipient "Jane" is not an email address/] },
			{ args: { to: '' }, says: [/Recipient is empty for EMAIL/, /User ID/] },
			{ args: { channel: '', to: '' }, says: [/Channels has no channel/, /Add a row/] },
			{ args: { channel2: 'EMAIL', to2: 'b@example.com' }, says: [/Channel EMAIL is in two rows/] },
			{ args: { files: 'invoice' }, says: [/Attachments names "invoice"/, /no binary data/] },
			{ args: { values: '[1]' }, says: [/Personalized Attributes is a list/] },
			{ args: { transaction: 'x'.repeat(51) }, says: [/Transaction ID/, /at most 50/] },
			{ args: { id: 'unknown' }, says: [/Invalid Alert ID/] },
		],
	},
	{
		name: 'catalogItem.create',
		parameters: {
			catalogId: ai('catalog'),
			itemId: ai('sku'),
			title: ai('title'),
			link: ai('link'),
			imageLink: ai('image'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
		},
		calls: [
			{
				catalog: CATALOG,
				sku: 'a-1',
				title: 'Mug',
				link: 'https://example.com/a-1',
				image: 'https://example.com/a-1.png',
				attributes: '{"price": 9.5}',
			},
			{
				catalog: ` ${CATALOG} `,
				sku: 4711,
				title: 'Cup',
				link: 'shop://cup',
				image: 'https://example.com/cup.png',
				attributes: { in_stock: true },
			},
			{
				catalog: CATALOG,
				sku: 'a-3',
				title: 'Pot',
				link: 'https://example.com/a-3',
				image: 'https://example.com/a-3.png',
				attributes: null,
			},
		],
		expected: [
			expect.objectContaining({ id: 'a-1', attributes: expect.objectContaining({ price: 9.5 }) }),
			expect.objectContaining({
				id: '4711',
				attributes: expect.objectContaining({ link: 'shop://cup', in_stock: true }),
			}),
			expect.objectContaining({ id: 'a-3', catalogId: CATALOG }),
		],
		arrived: ({ catalogChanges }) => catalogChanges,
		wrong: [
			{ args: { catalog: 'Summer' }, says: [/Catalog ID "Summer"/, /24 digits/] },
			{ args: { link: '' }, says: [/Link is empty/] },
			{
				args: { sku: 'sku-1001' },
				says: [/Item ids within a catalog must be unique/, /Use Update/],
			},
			{
				args: { attributes: '{"color": "red"}' },
				says: [/Undefined attributes: color/, /Add the/],
			},
		],
	},
	{
		name: 'catalogItem.update',
		parameters: {
			catalogId: CATALOG,
			itemId: ai('sku'),
			attributes: {
				assignments: [
					{ id: '1', name: 'price', value: ai('price'), type: 'number' },
					{ id: '2', name: 'in_stock', value: ai('in_stock'), type: 'boolean' },
				],
			},
		},
		calls: [
			{ sku: 'sku-1001', price: '9.5', in_stock: 'true' },
			{ sku: ' sku-1002 ', price: 3, in_stock: '' },
			{ sku: 'sku-1003', price: null, in_stock: false },
		],
		expected: [
			{ id: 'sku-1001', attributes: { price: 9.5, in_stock: true } },
			{ id: 'sku-1002', attributes: { price: 3 } },
			{ id: 'sku-1003', attributes: { in_stock: false } },
		],
		arrived: ({ catalogChanges }) =>
			catalogChanges.map(({ id, attributes }) => ({ id, attributes })),
		wrong: [
			{ args: { sku: 'sku-9' }, says: [/Item with id sku-9 not found/, /use Create/] },
			{ args: { price: 'cheap' }, says: [/Attribute "price" is set to Number/] },
			{ args: { price: '', in_stock: '' }, says: [/Attributes has no attribute to change/] },
		],
	},
	{
		name: 'catalogItem.delete',
		parameters: { catalogId: CATALOG, itemId: ai('sku') },
		calls: [{ sku: 'sku-1001' }, { sku: ' sku-1002 ' }, { sku: 'sku-1003' }],
		expected: ['sku-1001', 'sku-1002', 'sku-1003'],
		arrived: ({ catalogChanges }) => catalogChanges.map(({ id }) => id),
		wrong: [
			{ args: { sku: '' }, says: [/Item ID is empty/] },
			{ args: { sku: 'sku-9' }, says: [/The catalog has no item with the ID "sku-9"/] },
		],
	},
	{
		name: 'catalogItem.get',
		parameters: { catalogId: ai('catalog'), itemId: ai('sku') },
		calls: [
			{ catalog: CATALOG, sku: 'sku-1001' },
			{ catalog: ` ${CATALOG}`, sku: ' sku-1002' },
			{ catalog: CATALOG, sku: 'sku-1003' },
		],
		expected: [{ items: ['sku-1001'] }, { items: ['sku-1002'] }, { items: ['sku-1003'] }],
		arrived: bodies('/items/search'),
		wrong: [
			{ args: { catalog: '' }, says: [/Catalog ID is empty/] },
			{ args: { sku: 'sku-9' }, says: [/The catalog has no item with the ID "sku-9"/] },
		],
	},
	{
		name: 'businessEvent.trigger',
		parameters: {
			businessEvent: ai('event'),
			specifyAttributes: 'json',
			attributesJson: ai('attributes'),
			additionalFields: { triggeredBy: ai('by') },
			options: { apiVersion: 'v5' },
		},
		calls: [
			{ event: 'Price Drop', attributes: '{"new_price":9.5}', by: ' jane@example.com ' },
			{ event: 'Back In Stock', attributes: { sizes: ['S'], units: 3 }, by: 'joe@example.com' },
			{ event: 'Store Opened', attributes: '', by: 'jane@example.com' },
		],
		expected: [
			{
				eventName: 'Price Drop',
				attributes: { new_price: 9.5 },
				triggeredBy: 'jane@example.com',
			},
			{
				eventName: 'Back In Stock',
				attributes: { sizes: ['S'], units: 3 },
				triggeredBy: 'joe@example.com',
			},
			{ eventName: 'Store Opened', attributes: {}, triggeredBy: 'jane@example.com' },
		],
		arrived: ({ businessEvents }) => businessEvents,
		wrong: [
			{ args: { by: '' }, says: [/Triggered By is empty/, /V5/, /API Version to V1/] },
			{ args: { event: 'Season Finale', attributes: '' }, says: [/no active campaign or flow/] },
			{ args: { attributes: '{"new_price":"9.5"}' }, says: [/Expected number, got string/] },
		],
	},
	{
		name: 'user.upsert',
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
	...(['added', 'removed'] as const).map<ToolCase>((change) => ({
		name: change === 'added' ? 'cohort.addUsers' : 'cohort.removeUsers',
		parameters: {
			cohortId: ai('id'),
			cohortName: ai('name'),
			customerId: ai('user'),
			additionalFields: { description: ai('about'), partner: ai('partner') },
		},
		calls: [
			{ id: 'vip', name: ' VIP ', user: 'a@example.com', about: '', partner: '' },
			{ id: 12, name: 'Lapsed', user: 4711, about: 'No order in a year', partner: null },
			{ id: 'vip', name: 'VIP', user: ' c@example.com ', about: null, partner: 'Warehouse' },
		],
		expected: [
			{ change, cohortId: 'vip', cohortName: 'VIP', partner: 'n8n', uid: 'a@example.com' },
			{
				change,
				cohortId: '12',
				cohortName: 'Lapsed',
				description: 'No order in a year',
				partner: 'n8n',
				uid: '4711',
			},
			{ change, cohortId: 'vip', cohortName: 'VIP', partner: 'Warehouse', uid: 'c@example.com' },
		],
		arrived: ({ cohortChanges }) => cohortChanges,
		wrong: [
			{ args: { id: '' }, says: [/Cohort ID is empty/] },
			{ args: { name: '.VIP' }, says: [/Cohort Name "\.VIP" begins with a period/] },
			{
				args: { name: 'VIP = gold' },
				says: [/Cohort Name "VIP = gold" contains =/, /without any/],
			},
			{ args: { user: 'null' }, says: [/Customer ID "null" is a placeholder/] },
		],
	})),
	{
		name: 'segment.getMany',
		parameters: { filters: { name: ai('name') }, simplify: ai('simple') },
		calls: [
			{ name: 'VIP customers', simple: 'false' },
			{ name: '', simple: true },
			{ name: ' No Such Segment ', simple: '' },
		],
		expected: [{ name: 'VIP customers' }, {}, { name: 'No Such Segment' }],
		arrived: (_, { requests }) => requests.map(({ query }) => query),
		wrong: [
			{ args: { simple: 'perhaps' }, says: [/Simplify "perhaps" is neither true nor false/] },
		],
	},
	{
		name: 'user.erase',
		parameters: { identifierType: ai('kind'), identifier: ai('who') },
		calls: [
			{ kind: 'EMAIL', who: ' jane@example.com ' },
			{ kind: 'id', who: 4711 },
			{ kind: 'mobile', who: '+91 98765 00000' },
			{ kind: null, who: 'customer-1001' },
		],
		expected: [
			{ identityType: 'email', identityValue: 'jane@example.com' },
			{ identityType: 'ID', identityValue: '4711' },
			{ identityType: 'mobile', identityValue: '+91 98765 00000' },
			{ identityType: 'ID', identityValue: 'customer-1001' },
		],
		arrived: ({ erasures }) => erasures,
		wrong: [
			{ args: { who: 'Jane' }, says: [/Identifier "Jane" is not an email address/] },
			{ args: { who: '' }, says: [/Identifier is empty/] },
			{ args: { kind: 'phone' }, says: [/Identifier Type "phone"/, /ID, email, mobile/] },
			{ args: { kind: 'mobile', who: 'n/a' }, says: [/"n\/a" is a placeholder that many users/] },
			{ args: { kind: 'id', who: 'guest' }, says: [/"guest" is a placeholder/] },
		],
	},
];
