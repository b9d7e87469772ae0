import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { fieldsOf } from '../../delivery/outputChoice';
import { InvalidInput } from '../../mapping/invalidInput';
import { listedObjectId, objectId } from '../../mapping/objectIds';
import type { Reader } from '../../mapping/reader';
import { isPlainObject } from '../../mapping/values';

/** What names one campaign. */
export function campaignField(description: string): INodeProperties {
	return {
		displayName: 'Campaign',
		name: 'campaignId',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		description,
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				placeholder: 'Select a campaign...',
				typeOptions: { searchListMethod: 'searchCampaigns', searchable: true },
			},
			{
				displayName: 'By ID',
				name: 'id',
				type: 'string',
				placeholder: 'e.g. 64a1b2c3d4e5f6a7b8c9d0e1',
			},
		],
	};
}

/** Reads `campaignId`. */
export function campaignIdOf(parameters: Reader): string {
	return listedObjectId(parameters.requiredText('campaignId'), 'campaignId', 'campaign');
}

/** What names several campaigns. */
export function campaignsField(description: string): INodeProperties {
	return {
		displayName: 'Campaign IDs',
		name: 'campaignIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 66e933029ff25f3322d8279d',
		description,
	};
}

/** Reads `campaignIds`, each once. */
export function campaignIdsOf(parameters: Reader): string[] {
	const ids = parameters.list('campaignIds');
	if (ids !== undefined) {
		return [...new Set(ids.map((id) => objectId(id, 'campaignIds', 'campaign')))];
	}
	throw new InvalidInput(
		'campaignIds',
		'is empty for this item',
		'Use the ID of at least one campaign',
	);
}

const SIMPLE_FIELDS = [
	'id',
	'campaign_id',
	'version_number',
	'status',
	'channel',
	'campaign_delivery_type',
	'created_by',
	'created_at',
	'updated_at',
	'sent_time',
	'parent_id',
	'flow_id',
	'flow_name',
];

/** The fields of a campaign that most workflows need, with the name and the tags among them. */
export function simpleCampaign(campaign: IDataObject): IDataObject {
	const details = isPlainObject(campaign.basic_details) ? campaign.basic_details : {};
	const { id, ...rest } = fieldsOf(campaign, SIMPLE_FIELDS);
	return { id, ...fieldsOf(details as IDataObject, ['name', 'tags']), ...rest };
}
