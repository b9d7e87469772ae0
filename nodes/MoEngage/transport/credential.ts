import { UserError } from 'n8n-workflow';

import type { Endpoint, Host, Tile } from './endpoints';

/** The fields of the credential `moEngageApi`, as n8n stores them. */
export type MoEngageCredential = {
	dataCenter: string;
	apiBaseUrl?: string;
	personalizeBaseUrl?: string;
	pushBaseUrl?: string;
	workspaceId: string;
	dataApiKey?: string;
	campaignApiKey?: string;
	personalizeApiKey?: string;
	pushApiKey?: string;
	informApiKey?: string;
	/** Credentials of version 1.0 have neither of these two. */
	apiKey?: string;
	/** Never sent to MoEngage's API: MoEngage has to show it when it calls a webhook. */
	webhookSecret?: string;
};

type KeyField = Extract<keyof MoEngageCredential, `${string}ApiKey`>;
type BaseUrlField = Extract<keyof MoEngageCredential, `${string}BaseUrl`>;

/** Tiles as the dashboard names them, with the credential field that holds their key. */
export const TILES: Record<Tile, { name: string; field: KeyField; label: string }> = {
	data: { name: 'Data', field: 'dataApiKey', label: 'Data API Key' },
	campaign: {
		name: 'Campaign report/Business events/Custom templates/Catalog API/Inform Report',
		field: 'campaignApiKey',
		label: 'Campaign API Key',
	},
	personalize: { name: 'Personalize', field: 'personalizeApiKey', label: 'Personalize API Key' },
	push: { name: 'Push', field: 'pushApiKey', label: 'Push API Key' },
	inform: { name: 'Inform', field: 'informApiKey', label: 'Inform API Key' },
};

/**
 * The field for a key of MoEngage's API key dashboard. One such key may open several APIs
 * (`user-guide/settings/account/api-and-api-keys/api-key-dashboard.mdx` of MoEngage's documentation).
 */
export const API_KEY = { field: 'apiKey', label: 'API Key' } as const;

/** Whether requests of a tile go out with the tile's own key, or with the one that may open several APIs. */
export type KeySource = 'tile' | 'apiKey';

/** The fields for the hosts of a custom data center. */
export const BASE_URLS: Record<Host, { field: BaseUrlField; label: string }> = {
	api: { field: 'apiBaseUrl', label: 'API Base URL' },
	sdk: { field: 'personalizeBaseUrl', label: 'Personalize Base URL' },
	pushapi: { field: 'pushBaseUrl', label: 'Push Base URL' },
	// A custom data center has no fields for these two. A gateway serves file imports, whose paths are their
	// own, below the API; a sandbox of alerts has the path of the live one and could message customers.
	'sandbox-api': { field: 'apiBaseUrl', label: 'API Base URL' },
	'fileimports-data-api': { field: 'apiBaseUrl', label: 'API Base URL' },
};

/** Data centers that MoEngage runs; the dashboard's address shows which one a workspace lives in. */
const DATA_CENTERS = ['01', '02', '03', '04', '05', '06', '101'];

/** The credential cannot be used for a request; the message says which field to fill in or correct. */
export class CredentialGap extends UserError {}

/**
 * The base URL of a host, without a trailing slash.
 * @throws CredentialGap when the data center or, for `custom`, the base URL is missing or unusable
 */
export function baseUrl(credential: MoEngageCredential, host: Host): string {
	const { dataCenter } = credential;
	if (DATA_CENTERS.includes(dataCenter)) return `https://${host}-${dataCenter}.moengage.com`;
	if (dataCenter !== 'custom') {
		throw new CredentialGap(
			'The MoEngage credential has no Data Center. Select the one in the address of your dashboard (dashboard-01, dashboard-02 …)',
		);
	}
	if (host === 'sandbox-api') {
		throw new CredentialGap(
			"The sandbox is a host of MoEngage's own data centers, and the MoEngage credential has a custom one. Turn off Sandbox, or use a credential with a Data Center of MoEngage",
		);
	}
	const { field, label } = BASE_URLS[host];
	const text = filledIn(credential[field]);
	if (text === '') throw new CredentialGap(`The MoEngage credential has no ${label}. Fill it in`);
	if (!/^https?:\/\//i.test(text)) {
		throw new CredentialGap(
			`The ${label} of the MoEngage credential has to begin with https://, or with http:// for this machine`,
		);
	}
	const url = parseUrl(text);
	const isLoopback = url && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(url.hostname);
	const isAllowed = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback));
	if (!isAllowed || url.username !== '' || url.password !== '' || url.search || url.hash) {
		throw new CredentialGap(
			`The ${label} of the MoEngage credential is not usable. Use an https address without log-in, query or fragment. Use http for this machine only`,
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * The workspace id, trimmed.
 * @throws CredentialGap when it is missing
 */
export function workspaceId(credential: MoEngageCredential): string {
	const id = filledIn(credential.workspaceId);
	if (id === '') {
		throw new CredentialGap(
			'The MoEngage credential has no Workspace ID. Copy it from Settings > Account > APIs in the MoEngage dashboard',
		);
	}
	return id;
}

/**
 * The API key for requests of a tile, trimmed: the tile's own, or else the one that may open several APIs.
 * @throws CredentialGap naming the tile and both fields when neither is filled in
 */
export function tileKey(credential: MoEngageCredential, tile: Tile): string {
	const source = keySource(credential, tile);
	if (source === undefined) {
		const { name, label } = TILES[tile];
		throw new CredentialGap(
			`The MoEngage credential has no ${label}. Copy the key of the "${name}" tile from Settings > Account > APIs in the MoEngage dashboard. Or fill in ${API_KEY.label}, if your dashboard has Settings > Account > API keys`,
		);
	}
	return filledIn(credential[source === 'tile' ? TILES[tile].field : API_KEY.field]);
}

/** What Basic authentication makes of a key. */
export function basicToken(workspaceId: string, key: string): string {
	return Buffer.from(`${workspaceId}:${key}`).toString('base64');
}

/** Where the key for requests of a tile comes from; `undefined` when there is none. */
export function keySource(credential: MoEngageCredential, tile: Tile): KeySource | undefined {
	if (filledIn(credential[TILES[tile].field]) !== '') return 'tile';
	return filledIn(credential[API_KEY.field]) === '' ? undefined : 'apiKey';
}

/** A field of the credential, trimmed; empty when it is not filled in. */
export function filledIn(value: unknown): string {
	return String(value ?? '').trim();
}

/**
 * Tells a workspace on a host from any other.
 * @throws CredentialGap as {@link baseUrl} and {@link workspaceId}
 */
export function accountOf(credential: MoEngageCredential, host: Host): string {
	return JSON.stringify([baseUrl(credential, host), workspaceId(credential)]);
}

/**
 * What the credential lacks for requests to the endpoint, as a message; `undefined` when it has everything.
 */
export function credentialGap(
	credential: MoEngageCredential,
	{ host, tile }: Pick<Endpoint, 'host' | 'tile'>,
): string | undefined {
	try {
		workspaceId(credential);
		baseUrl(credential, host);
		tileKey(credential, tile);
		return undefined;
	} catch (error) {
		return (error as Error).message;
	}
}

/** `undefined` for text that is no URL. */
export function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}
