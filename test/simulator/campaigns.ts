import type { JsonObject } from './types';

/** One campaign, as Search Campaigns V5 returns it. */
export interface SimulatedCampaign {
	id: string;
	name: string;
	status: string;
	channel: 'EMAIL' | 'PUSH' | 'SMS';
	deliveryType: string;
	/** `YYYY-MM-DD HH:mm:ss.SSSSSS` in UTC. */
	createdAt: string;
	tags: string[];
	/** Of one send of a periodic campaign: that campaign. */
	parentId?: string;
	/** Of a campaign in a flow: the flow. */
	flowId?: string;
}

/** One flow, as Search Flows V5 returns it. */
export interface SimulatedFlow {
	id: string;
	name: string;
	status: string;
	archived: boolean;
	deliveryType: string;
	createdAt: string;
	tags: string[];
}

/** Who made every campaign. */
export const CREATOR = 'marketer@example.com';

const CAMPAIGNS = 40;
const FLOWS = 130;

/** The ID of the campaign with this number: numbers below 40 are there from the start. */
export function campaignId(index: number): string {
	return `64a1b2c3d4e5f6a7${index.toString(16).padStart(8, '0')}`;
}

/** The ID of the flow with this number: numbers below 130 are there from the start. */
export function flowId(index: number): string {
	return `69f1de84f9e401a2${index.toString(16).padStart(8, '0')}`;
}

function created(index: number): Date {
	return new Date(Date.UTC(2026, 0, 1, 8) + index * 86_400_000);
}

function statusOf(index: number): string {
	if (index % 13 === 12) return 'SCHEDULED';
	return index % 8 === 7 ? 'PAUSED' : 'ACTIVE';
}

/** Campaigns of every channel. All can be paused: which types may be is up to a test. */
export const defaultCampaigns: readonly SimulatedCampaign[] = Array.from(
	{ length: CAMPAIGNS },
	(_, index) => ({
		id: campaignId(index),
		name: `Campaign ${index}`,
		status: statusOf(index),
		channel: index % 2 === 0 ? 'EMAIL' : 'PUSH',
		deliveryType: index % 2 === 0 ? 'EVENT_TRIGGERED' : 'PERIODIC',
		createdAt: created(index).toISOString().replace('T', ' ').replace('Z', '000'),
		tags: index % 3 === 0 ? ['seasonal'] : ['loyalty', 'weekly'],
	}),
);

/** Flows, most recently updated first. */
export const defaultFlows: readonly SimulatedFlow[] = Array.from({ length: FLOWS }, (_, index) => ({
	id: flowId(index),
	name: `Flow ${index}`,
	status: index % 8 === 7 ? 'PAUSED' : 'ACTIVE',
	archived: false,
	deliveryType: 'EVENT_TRIGGERED',
	createdAt: created(index).toISOString(),
	tags: index % 3 === 0 ? ['onboarding'] : ['loyalty'],
}));

/** A campaign as MoEngage shows it. */
export function shownCampaign(campaign: SimulatedCampaign): JsonObject {
	return {
		id: campaign.id,
		campaign_id: campaign.id,
		status: campaign.status,
		channel: campaign.channel,
		campaign_delivery_type: campaign.deliveryType,
		created_by: CREATOR,
		...(campaign.parentId !== undefined && { parent_id: campaign.parentId }),
		...(campaign.flowId !== undefined && {
			flow_id: campaign.flowId,
			flow_name: `Flow ${campaign.flowId}`,
		}),
		created_at: campaign.createdAt,
		updated_at: campaign.createdAt,
		basic_details: { name: campaign.name, tags: campaign.tags, content_type: 'PROMOTIONAL' },
		segmentation_details: { included_filters: {} },
	};
}

/** A campaign as Get Campaign Meta shows it: with its reach, if it is of a type that has one. */
export function shownMeta(campaign: SimulatedCampaign): JsonObject {
	const hasReach = campaign.deliveryType === 'EVENT_TRIGGERED';
	return {
		campaign_id: campaign.id,
		channel: campaign.channel,
		platform: campaign.channel === 'PUSH' ? ['ANDROID', 'IOS'] : [],
		created_by: CREATOR,
		campaign_delivery_type: campaign.deliveryType,
		campaign_name: campaign.name,
		campaign_team: 'Growth Team',
		campaign_tags: campaign.tags,
		campaign_status: campaign.status,
		campaign_start_time: campaign.createdAt.slice(0, 19).replace(' ', 'T'),
		reachability_details: hasReach
			? {
					count: 1000 + 500 * Number.parseInt(campaign.id.slice(-8), 16),
					last_updated_time: '2026-02-01T09:05:42.661000',
				}
			: null,
	};
}

/** A flow as MoEngage shows it. */
export function shownFlow(flow: SimulatedFlow): JsonObject {
	return {
		flow_id: flow.id,
		name: flow.name,
		status: flow.status,
		archived: flow.archived,
		delivery_type: flow.deliveryType,
		active_version_name: 'Version 1',
		tags: flow.tags,
		created_at: flow.createdAt,
		updated_at: flow.createdAt,
		published_at: flow.createdAt,
		created_by: 'agent@example.com',
	};
}
