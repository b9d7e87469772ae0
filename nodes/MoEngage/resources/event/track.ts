import type { IDataObject } from 'n8n-workflow';

import type { Operation } from '../../delivery/operation';
import { eventName, readAttributes } from '../../mapping/attributes';
import { eventTimes } from '../../mapping/times';
import { isOfNobody, keyOfUser, userIdentity } from '../../mapping/users';
import { InvalidInput, quote } from '../../mapping/invalidInput';
import { ipAddresses } from '../../mapping/ipAddresses';
import type { Reader } from '../../mapping/reader';
import { given } from '../../mapping/values';
import { ENDPOINTS } from '../../transport/endpoints';
import type { Envelope } from '../../transport/request';
import {
	attributesField,
	attributesJsonField,
	excludeFieldsOption,
	keepDatesOption,
	specifyAttributesField,
	wholeItemFields,
} from '../attributeFields';
import { bulkImportRoute, sendViaOption } from '../bulkImport';
import { additionalFields, eventTimeField, identifyByFields, timezoneField } from '../fields';
import { projectCodeOption, projectQuery } from '../portfolio';

/** Platforms and TV systems in the spelling of the Track Event API. */
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

/** Track Event API, current and older reference: the events of one user share a request. */
export const track: Operation = {
	value: 'track',
	name: 'Track',
	action: 'Track event',
	description: 'Record actions of users in their profiles, such as an order or a visit',
	hint: 'For what one user does. For what happens in the business and concerns many users, use businessEvent with trigger.',
	route: { endpoint: ENDPOINTS.trackEvent },
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
		...wholeItemFields,
		additionalFields([
			{
				displayName: 'App Version',
				name: 'appVersion',
				type: 'string',
				default: '',
				placeholder: 'e.g. 1.2.3',
				description: 'Version of the app in which the event happened',
			},
			{
				displayName: 'Deduplication ID',
				name: 'dedupId',
				type: 'string',
				default: '',
				placeholder: 'e.g. order-4711-placed',
				description:
					'Your ID of this event. MoEngage drops an event that comes again with this ID and the same content for the same customer. Map Event Time too, or leave it empty: another time is other content. Early access: ask MoEngage support to enable it, or MoEngage ignores it.',
			},
			{
				displayName: 'Device ID',
				name: 'deviceId',
				type: 'string',
				default: '',
				placeholder: 'e.g. 9774d56d682e549c',
				description: 'Device on which the event happened. If empty, MoEngage uses the customer ID.',
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
			{
				displayName: 'Start Triggered Campaigns',
				name: 'realTimeAction',
				type: 'boolean',
				default: false,
				description:
					'Whether to ask MoEngage to start the campaigns that this event triggers (real_time_action). A help article says that events sent by API need it, the API reference does not mention it: turn it on if such campaigns do not start.',
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
				description:
					"Time of the event on the user's clock, in the same formats as Event Time. Without a zone, the node sends the time unchanged and ignores the workflow's zone. With an offset such as +05:30, it also sends that offset as the user's.",
			},
		]),
	],
	options: [
		{
			displayName: 'Client IP',
			name: 'clientIp',
			type: 'string',
			default: '',
			placeholder: 'e.g. 203.0.113.195',
			description: "IP address of the user's device, sent as X-Forwarded-For",
		},
		projectCodeOption('Project of the event, for workspaces with Portfolio'),
		excludeFieldsOption,
		keepDatesOption,
		sendViaOption('events'),
	],

	toPiece(parameters, { json, now, workflowZone }) {
		const identity = userIdentity(parameters);
		const name = eventName(parameters, 'eventName');
		const attributes = readAttributes(
			parameters,
			json,
			{ fields: 'attributes', json: 'attributesJson' },
			'event',
		);
		const additional = parameters.collection('additionalFields');
		const element: IDataObject = {
			type: 'event',
			...identity,
			...given({ device_id: additional.text('deviceId'), dedup_id: dedupId(additional) }),
		};
		return {
			envelope: envelopeOf(parameters.collection('options')),
			// MoEngage compares the element with all of its actions, so that no other item may be in it.
			...(element.dedup_id === undefined && { elementKey: JSON.stringify(element) }),
			element,
			action: {
				action: name,
				...given({ attributes: Object.keys(attributes).length > 0 ? attributes : undefined }),
				...platformFields(additional),
				...given({ real_time_action: realTimeAction(additional) }),
				...eventTimes(additional, now, workflowZone),
			} as IDataObject,
			lane: JSON.stringify(identity),
			user: keyOfUser(identity),
			about: identity,
		};
	},
};

/** MoEngage drops an event of an ID and a content that it has: two orders alike are one, if the ID of both stands for none. */
function dedupId(additional: Reader): string | undefined {
	const id = additional.text('dedupId');
	if (id === undefined || !isOfNobody(id)) return id;
	throw new InvalidInput(
		additional.path('dedupId'),
		`${quote(id)} may be the ID of other events as well: MoEngage would drop those of the user with the same content`,
		'Check that the expression finds an ID in every item, or leave the field empty',
	);
}

function platformFields(additional: Reader): IDataObject {
	const platform = additional.oneOf('platform', PLATFORMS);
	const tvOs = additional.oneOf(
		'tvOs',
		TV_SYSTEMS.map(({ value }) => value),
	);
	if (tvOs !== undefined && platform !== 'TV') {
		throw new InvalidInput(
			additional.path('tvOs'),
			'is set, but Platform is not TV',
			'Set Platform to TV, or remove TV Operating System',
		);
	}
	return given({ platform, moe_os_type: tvOs, app_version: additional.text('appVersion') });
}

/**
 * As text: `user-guide/data/faqs-data/triggered-campaigns-not-working-on-s2s-events-how-to-resolve.mdx` shows "true", and
 * knows no other value.
 */
function realTimeAction(additional: Reader): 'true' | undefined {
	return additional.flag('realTimeAction') === true ? 'true' : undefined;
}

function envelopeOf(options: Reader): Envelope {
	const clientIp = ipAddresses(...options.at('clientIp'));
	return given({
		query: projectQuery(options),
		headers: clientIp === undefined ? undefined : { 'X-Forwarded-For': clientIp },
	});
}
