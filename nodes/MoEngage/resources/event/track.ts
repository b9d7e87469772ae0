import type { IDataObject } from 'n8n-workflow';

import { assertNoSystemPrefix, readAttributes } from '../../mapping/attributes';
import { eventTimes } from '../../mapping/eventTimes';
import { userIdentity } from '../../mapping/identifiers';
import { InvalidInput } from '../../mapping/invalidInput';
import { collection, oneOf, optionalText, requiredText } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import type { Envelope } from '../../transport/request';
import { bulkImportRoute, sendViaOption } from '../bulkImport';
import {
	attributesField,
	attributesJsonField,
	eventTimeField,
	identifyByFields,
	optionsField,
	specifyAttributesField,
	timezoneField,
} from '../fields';
import type { Operation } from '../operation';

/** Platforms and TV systems in the spelling of the Track Event API (S3). */
const PLATFORMS = ['ANDROID', 'iOS', 'web', 'TV', 'unknown'] as const;
const TV_SYSTEMS = [
	{ name: 'Android TV', value: 'AndroidTV' },
	{ name: 'Fire OS', value: 'FireOS' },
	{ name: 'Roku', value: 'ROKU' },
	{ name: 'Tizen', value: 'Tizen' },
	{ name: 'tvOS', value: 'tvOS' },
	{ name: 'Vizio TV', value: 'VizioTV' },
	{ name: 'WebOS', value: 'WebOS' },
	{ name: 'Xbox', value: 'Xbox' },
];

/** Track Event (S3, S5): the events of one user travel together. */
export const track: Operation = {
	value: 'track',
	name: 'Track',
	action: 'Track an event',
	description: 'Record actions of users in their profiles, such as an order or a visit',
	route: { endpoint: ENDPOINTS.trackEvent, toBody: ([user]) => user },
	otherRoutes: { bulkImport: bulkImportRoute },
	fields: [
		...identifyByFields,
		{
			displayName: 'Event Name',
			name: 'eventName',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. Order Placed',
			description: 'Name of the event in MoEngage. It must not begin with moe_.',
		},
		specifyAttributesField('fields', 'json', 'item'),
		attributesField,
		attributesJsonField,
		{
			displayName: 'Additional Fields',
			name: 'additionalFields',
			type: 'collection',
			placeholder: 'Add Field',
			default: {},
			options: [
				{
					displayName: 'App Version',
					name: 'appVersion',
					type: 'string',
					default: '',
					placeholder: 'e.g. 1.2.3',
					description: 'Version of the app in which the event happened',
				},
				{
					displayName: 'Device ID',
					name: 'deviceId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 9774d56d682e549c',
					description:
						'Device on which the event happened. If empty, MoEngage uses the customer ID.',
				},
				eventTimeField,
				{
					displayName: 'Platform',
					name: 'platform',
					type: 'options',
					options: [
						{ name: 'Android', value: 'ANDROID' },
						{ name: 'iOS', value: 'iOS' },
						{ name: 'TV', value: 'TV' },
						{ name: 'Unknown', value: 'unknown' },
						{ name: 'Web', value: 'web' },
					],
					default: 'unknown',
					description:
						'Platform of the event. If you are not sure, do not add it: a wrong platform distorts push and in-app campaigns.',
				},
				timezoneField,
				{
					displayName: 'TV Operating System',
					name: 'tvOs',
					type: 'options',
					options: TV_SYSTEMS,
					default: 'AndroidTV',
					description: 'Operating system of the TV. Only for the platform TV.',
				},
				{
					displayName: 'User Time',
					name: 'userTime',
					type: 'string',
					default: '',
					placeholder: 'e.g. 2026-01-31T22:00:00',
					description: "Time of the event on the user's clock, in the same formats as Event Time",
				},
			],
		},
		optionsField(
			ENDPOINTS.trackEvent,
			[
				{
					displayName: 'Client IP',
					name: 'clientIp',
					type: 'string',
					default: '',
					placeholder: 'e.g. 203.0.113.195',
					description: "IP address of the user's device, sent as X-Forwarded-For",
				},
				{
					displayName: 'Project Code',
					name: 'projectCode',
					type: 'string',
					default: '',
					placeholder: 'e.g. store-india',
					description: 'Project of the event, for workspaces with Portfolio',
				},
				sendViaOption('events'),
			],
			{ excludeFields: true },
		),
	],

	toPiece(parameters, { json, now, workflowZone }) {
		const identity = userIdentity(parameters);
		const eventName = requiredText(parameters.get('eventName'), 'eventName');
		assertNoSystemPrefix(eventName, 'eventName');
		const attributes = readAttributes(
			parameters,
			json,
			{ fields: 'attributes', json: 'attributesJson' },
			'event',
		);
		const additional = collection(parameters, 'additionalFields');
		const options = collection(parameters, 'options');
		const deviceId = optionalText(additional.deviceId, 'additionalFields.deviceId');

		const element: IDataObject = { type: 'event', ...identity };
		if (deviceId !== undefined) element.device_id = deviceId;
		const action: IDataObject = { action: eventName };
		if (Object.keys(attributes).length > 0) action.attributes = attributes as IDataObject;
		Object.assign(action, platformFields(additional), eventTimes(additional, now, workflowZone));
		return {
			envelope: envelopeOf(options),
			elementKey: JSON.stringify(element),
			element,
			action,
			lane: JSON.stringify(identity),
		};
	},
};

function platformFields(additional: Record<string, unknown>): IDataObject {
	const platform = oneOf(additional.platform, PLATFORMS, 'additionalFields.platform');
	const tvOs = oneOf(
		additional.tvOs,
		TV_SYSTEMS.map(({ value }) => value),
		'additionalFields.tvOs',
	);
	if (tvOs !== undefined && platform !== 'TV') {
		throw new InvalidInput(
			'additionalFields.tvOs',
			'is set, but Platform is not TV',
			'Set Platform to TV, or remove TV Operating System',
		);
	}
	const appVersion = optionalText(additional.appVersion, 'additionalFields.appVersion');
	return {
		...(platform === undefined ? {} : { platform }),
		...(tvOs === undefined ? {} : { moe_os_type: tvOs }),
		...(appVersion === undefined ? {} : { app_version: appVersion }),
	};
}

function envelopeOf(options: Record<string, unknown>): Envelope {
	const projectCode = optionalText(options.projectCode, 'options.projectCode');
	const clientIp = optionalText(options.clientIp, 'options.clientIp');
	return {
		...(projectCode === undefined ? {} : { query: { project_code: projectCode } }),
		...(clientIp === undefined ? {} : { headers: { 'X-Forwarded-For': clientIp } }),
	};
}
