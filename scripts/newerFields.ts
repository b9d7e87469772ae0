const subscriber = ['user_identifier_type', 'user_identifier_value', 'channel', 'MOE-PROJECT-CODE'];

/**
 * Fields of requests that MoEngage has documented since the snapshot of its OpenAPI documents, which is of August 2026, by
 * method, host and path: from `api/data/data.yaml`, `api/data/data-overview.mdx`, `…/business-events-v5.yaml` and
 * `…/subscription-categories-v5.yaml` of its documentation's repository.
 */
export const newerFields: Record<string, string[]> = {
	'POST api /v1/event/*': ['dedup_id', 'project_code', 'update_existing_only'],
	'POST api /v1/customer/*': ['project_code', 'unset_attributes', 'unset_attributes.attr'],
	'POST api /v1/transition/*': ['elements.dedup_id', 'elements.unset_attributes', 'project_code'],
	'POST api /v5/business-events/triggers': [
		...['event_name', 'triggered_by', 'event_attributes', 'moe_request_id', 'X-MOE-Request-Id'],
	],
	'GET api /v5/subscription-categories': ['channel', 'MOE-PROJECT-CODE'],
	'GET api /v5/subscription-preferences': subscriber,
	'PATCH api /v5/subscription-preferences': [
		...subscriber,
		...['is_globally_unsubscribed', 'categories', 'event_attributes', 'request_id'],
		...['Idempotency-Key', 'X-MOE-Request-Id'],
	],
};
