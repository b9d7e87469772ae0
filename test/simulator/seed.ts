import type { JsonObject, SimulatedBusinessEvent, SimulatedSegment, SimulatedUser } from './types';

/** One experience of Personalize. */
export interface SimulatedExperience {
	key: string;
	name: string;
	status: 'Active' | 'Paused' | 'Scheduled';
	campaignId: string;
	localeId: string;
	variationId: string;
	audienceName: string;
	audienceId: string;
	payload: Record<string, { value: unknown; data_type: string }>;
}

/** One subscription category, as MoEngage lists it. */
export interface SubscriptionCategory {
	name: string;
	display_name: string;
	description: string;
	channel: 'email';
	group: string;
	status: 'active';
}

function category(
	channel: SubscriptionCategory['channel'],
	name: string,
	displayName: string,
	group: string,
): SubscriptionCategory {
	const description = `${displayName} by ${channel}`;
	return { name, display_name: displayName, description, channel, group, status: 'active' };
}

/** Categories that every simulated workspace has. */
export const defaultCategories: SubscriptionCategory[] = [
	category('email', 'promotional', 'Promotional', 'Marketing'),
	category('email', 'newsletter', 'Newsletter', 'Updates'),
	category('email', 'product_update', 'Product Update', 'Updates'),
];

/** The audience that everybody belongs to, anonymous visitors included. */
export const ALL_USERS = 'All Users';

/** One alert of Inform. */
export interface SimulatedAlert {
	id: string;
	referenceName: string;
	channels: string[];
}

/** Alerts of a shop. */
export const defaultAlerts: SimulatedAlert[] = [
	{
		id: '636b77e6e2cf83277195fb60',
		referenceName: 'order_confirmation',
		channels: ['EMAIL', 'SMS', 'PUSH', 'WHATSAPP', 'RCS'],
	},
	{
		id: '636b77e6e2cf83277195fb61',
		referenceName: 'delivery_update',
		channels: ['SMS', 'PUSH', 'WHATSAPP'],
	},
	{ id: '636b77e6e2cf83277195fb62', referenceName: 'invoice', channels: ['EMAIL'] },
];

/** Custom segments that were made in the dashboard, by the API and from a file. */
export const defaultSegments: SimulatedSegment[] = [
	['6388a97a02adb9071ca84c01', 'VIP customers', '2022-12-01T13:17:46.409000', 'API'],
	['6388a97a02adb9071ca84c02', 'Lapsed customers', '2023-02-11T08:02:10.112000', 'DASHBOARD'],
	['6388a97a02adb9071ca84c03', 'Newsletter readers', '2024-06-30T21:45:00.000000', 'DASHBOARD'],
	['6388a97a02adb9071ca84c04', 'Store visitors', '2025-10-05T10:00:59.100000', 'FILE'],
].map(([id, name, createdTime, source]) => ({ id, name, createdTime, source }));

/** Business events of a retailer, a streaming service and an airline. */
export const defaultBusinessEvents: SimulatedBusinessEvent[] = [
	{
		eventName: 'Price Drop',
		attributes: {
			product_id: 'string',
			old_price: 'float',
			new_price: 'float',
			valid_until: 'date',
		},
	},
	{
		eventName: 'Back In Stock',
		attributes: { product_id: 'string', sizes: 'array', units: 'int' },
	},
	{
		eventName: 'New Episode',
		attributes: {
			series: 'string',
			season: 'int',
			episode: 'int',
			cast: 'array',
			released_on: 'date',
		},
	},
	{
		eventName: 'Flight Delayed',
		attributes: {
			flight_number: 'string',
			delay_minutes: 'int',
			new_departure: 'date',
			airports: 'array',
		},
	},
	{
		eventName: 'Store Opened',
		attributes: { city: 'string', opens_on: 'date', discount: 'float' },
	},
	{
		eventName: 'Season Finale',
		attributes: { series: 'string', airs_on: 'date' },
		activeCampaign: false,
	},
];

/** Users whom Get User finds without an upsert before. */
export const defaultUsers: SimulatedUser[] = [
	{
		customerId: 'jane.doe@example.com',
		attributes: { first_name: 'Jane', last_name: 'Doe', u_em: 'jane.doe@example.com', points: 20 },
	},
	{
		customerId: 'customer-1001',
		attributes: { first_name: 'Arjun', last_name: 'Rao', u_mb: '919800000001', points: 340 },
	},
	{
		customerId: 'customer-1002',
		attributes: { first_name: 'Mei', last_name: 'Tan', super_user: true },
	},
];

/** The attributes by which Identity Resolution finds a user without a `customer_id`. */
export const defaultIdentifiers = ['u_em', 'u_mb', 'uid', 'moe_mobile', 'moe_email'];

/** Two experiences for everybody, one for some, and one each that Fetch does not serve. */
export const defaultExperiences: SimulatedExperience[] = [
	{
		key: 'homepage-banner',
		name: 'Homepage Banner',
		status: 'Active',
		campaignId: '66d55ae445921e4d35ae4368_F_T_WP_AB_2_P_0_AU_5A',
		localeId: '0',
		variationId: '2',
		audienceName: ALL_USERS,
		audienceId: '5A',
		payload: {
			title: { value: 'Free shipping this week', data_type: 'string' },
			cta: { value: 'Shop now', data_type: 'string' },
		},
	},
	{
		key: 'cart-upsell',
		name: 'Cart Upsell',
		status: 'Active',
		campaignId: '66d55ae445921e4d35ae4369_F_T_WP_AB_1_P_0_AU_42D',
		localeId: '0',
		variationId: '1',
		audienceName: 'High Intent Users',
		audienceId: '42D',
		payload: {
			discount: { value: 12.5, data_type: 'float' },
			layout: { value: { columns: 3, products: ['A1', 'B2'] }, data_type: 'json' },
		},
	},
	{
		key: 'promo-strip',
		name: 'Promo Strip',
		status: 'Active',
		campaignId: '66d55ae445921e4d35ae436a_F_T_WP_AB_1_P_0_AU_5A',
		localeId: '0',
		variationId: '1',
		audienceName: ALL_USERS,
		audienceId: '5A',
		payload: { visible: { value: true, data_type: 'boolean' } },
	},
	{
		key: 'winter-teaser',
		name: 'Winter Teaser',
		status: 'Paused',
		campaignId: '66d55ae445921e4d35ae436b_F_T_WP_AB_1_P_0_AU_5A',
		localeId: '0',
		variationId: '1',
		audienceName: ALL_USERS,
		audienceId: '5A',
		payload: { title: { value: 'Winter is near', data_type: 'string' } },
	},
	{
		key: 'new-year-sale',
		name: 'New Year Sale',
		status: 'Scheduled',
		campaignId: '66d55ae445921e4d35ae436c_F_T_WP_AB_1_P_0_AU_5A',
		localeId: '0',
		variationId: '1',
		audienceName: ALL_USERS,
		audienceId: '5A',
		payload: { title: { value: 'New year, new prices', data_type: 'string' } },
	},
];

/** What Fetch hands out, and Report Experience Events takes back as `attributes`. */
export function experienceContext(experience: SimulatedExperience): JsonObject {
	return {
		cid: experience.campaignId,
		experience: experience.name,
		moe_locale_id: experience.localeId,
		moe_variation_id: experience.variationId,
		audience_name: experience.audienceName,
		audience_id: experience.audienceId,
		type: 'Web Personalization',
		experience_type: 'API based Experience',
	};
}
