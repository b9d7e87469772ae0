import type { Resource } from '../resource';
import { activate } from './activate';
import { archive } from './archive';
import { create } from './create';
import { get } from './get';
import { getMany } from './getMany';
import { getUploads } from './getUploads';
import { update } from './update';
import { uploadCodes } from './uploadCodes';

export const coupon: Resource = {
	value: 'coupon',
	name: 'Coupon',
	description: 'Lists of coupon codes for campaigns, and their codes',
	operations: [activate, archive, create, get, getMany, getUploads, update, uploadCodes],
	defaultOperation: getMany.value,
};
