import axios, { type AxiosResponse } from 'axios';
import { randomUUID } from 'node:crypto';

import { lateBound } from '../../fixtures/lateBound';
import { startSimulator, type Simulator } from '../../simulator';

/**
 * Gives each test of a file a simulator of its own, and calls of its endpoints with the right key. All of it is to be
 * used within tests only.
 */
export function useSimulator() {
	let started: Simulator | undefined;

	beforeEach(async () => {
		started = await startSimulator();
	});
	afterEach(async () => await started?.close());

	const simulator = lateBound('The simulator', () => started);

	function keyHeader(key: Key): Headers {
		return { Authorization: basic(WORKSPACE, simulator.credential[key]) };
	}

	function api(path: string, body: unknown, key: Key, sent: Sent = {}): Promise<AxiosResponse> {
		return client.post(simulator.baseUrls.api + path, body, {
			...sent,
			headers: { 'Content-Type': 'application/json', ...keyHeader(key), ...sent.headers },
		});
	}

	function data(path: string, body: unknown, sent?: Sent): Promise<AxiosResponse> {
		return api(path, body, 'dataApiKey', sent);
	}

	function byAppId(path: string, body: unknown): Promise<AxiosResponse> {
		return data(path, body, { params: { app_id: WORKSPACE } });
	}

	function business(path: string, body: unknown, sent?: Sent): Promise<AxiosResponse> {
		return api(`/v1.0/business_event${path}`, body, 'campaignApiKey', sent);
	}

	function triggerV5(body: unknown, sent?: Sent): Promise<AxiosResponse> {
		return api('/v5/business-events/triggers', body, 'campaignApiKey', sent);
	}

	function personalize(path: string, body: unknown, sent: Sent = {}): Promise<AxiosResponse> {
		return client.post(`${simulator.baseUrls.sdk}/v1/experiences${path}`, body, {
			...sent,
			headers: {
				'Content-Type': 'application/json',
				'MOE-APPKEY': WORKSPACE,
				...keyHeader('personalizeApiKey'),
				...sent.headers,
			},
		});
	}

	function metadata(params: Record<string, string> = {}): Promise<AxiosResponse> {
		return client.get(`${simulator.baseUrls.sdk}/v1/experiences/metadata`, {
			params,
			headers: { 'MOE-APPKEY': WORKSPACE, ...keyHeader('personalizeApiKey') },
		});
	}

	return {
		simulator,
		keyHeader,
		api,
		data,
		byAppId,
		business,
		triggerV5,
		personalize,
		metadata,
		trackEvent: (body: unknown, sent?: Sent) => data(`/v1/event/${WORKSPACE}`, body, sent),
		importBulk: (body: unknown) => data(`/v1/transition/${WORKSPACE}`, body),
		trackUser: (body: unknown) => data(`/v1/customer/${WORKSPACE}`, body),
		trackDevice: (body: unknown) => data(`/v1/device/${WORKSPACE}`, body),
	};
}

export type Key =
	| 'dataApiKey'
	| 'campaignApiKey'
	| 'personalizeApiKey'
	| 'pushApiKey'
	| 'informApiKey';

type Headers = Record<string, string>;

export interface Sent {
	headers?: Headers;
	params?: Record<string, string>;
	timeout?: number;
}

export const WORKSPACE = 'DEMO_WORKSPACE_01';

/** The Data API's answer to what it takes. */
export const ACCEPTED = {
	status: 'success',
	message: 'Your request has been accepted and will be processed soon.',
};

export const client = axios.create({
	validateStatus: () => true,
	maxRedirects: 0,
	timeout: 30_000,
	proxy: false,
});

export function basic(user: string, password: string): string {
	return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** A body of Track Event. */
export function eventOf(customerId: string, ...names: string[]): Record<string, unknown> {
	return {
		type: 'event',
		customer_id: customerId,
		actions: names.map((action, index) => ({ action, attributes: { index } })),
	};
}

/** A body of Track Event with one action that has these fields. */
export function withAction(extra: Record<string, unknown>): Record<string, unknown> {
	return { type: 'event', customer_id: 'c1', actions: [{ action: 'Bought', ...extra }] };
}

/** What Fetch Experience hands out for a report. */
export const CONTEXT = {
	cid: '66d55ae445921e4d35ae4368_F_T_WP_AB_2_P_0_AU_5A',
	experience: 'Homepage Banner',
	moe_locale_id: '0',
	moe_variation_id: '2',
	audience_name: 'All Users',
	audience_id: '5A',
	type: 'Web Personalization',
};

/** An element of Report Experience Events. */
export function shown(
	customerId: string,
	action: Record<string, unknown> = {},
): Record<string, unknown> {
	return {
		customer_id: customerId,
		actions: [
			{
				action: 'MOE_PERSONALIZATION_MESSAGE_SHOWN',
				moe_event_uuid: randomUUID(),
				event_time: 1725258666,
				platform: 'web',
				attributes: CONTEXT,
				...action,
			},
		],
	};
}

/** The code with which a request fails. */
export async function failure(request: Promise<unknown>): Promise<string> {
	try {
		await request;
	} catch (error) {
		return (error as { code?: string }).code ?? 'no code';
	}
	return 'no failure';
}
