/** Campaigns on a page of MoEngage's search, the most that it takes (`api/campaigns/campaign-draft.yaml`). */
export const CAMPAIGN_PAGE = 15;

/** The schema has email and push, the page about the change from V1 to V5 adds SMS. */
export const CHANNELS = [
	['Email', 'EMAIL'],
	['Push', 'PUSH'],
	['SMS', 'SMS'],
] as const;

export const DELIVERY_TYPES = [
	['API Triggered', 'API_TRIGGERED'],
	['Broadcast Live Activity', 'BROADCAST_LIVE_ACTIVITY'],
	['Business Event Triggered', 'BUSINESS_EVENT_TRIGGERED'],
	['Device Triggered', 'DEVICE_TRIGGERED'],
	['Event Triggered', 'EVENT_TRIGGERED'],
	['Location Triggered', 'LOCATION_TRIGGERED'],
	['One Time', 'ONE_TIME'],
	['Periodic', 'PERIODIC'],
] as const;

export const STATUSES = [
	['Active', 'ACTIVE'],
	['Archived', 'ARCHIVED'],
	['Draft', 'DRAFT'],
	['Paused', 'PAUSED'],
	['Scheduled', 'SCHEDULED'],
	['Sending', 'SENDING'],
	['Sent', 'SENT'],
	['Stopped', 'STOPPED'],
] as const;
