import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Host, Tile } from './endpoints';

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

const BASE_URLS: Record<Host, { field: BaseUrlField; label: string }> = {
	api: { field: 'apiBaseUrl', label: 'API Base URL' },
	sdk: { field: 'personalizeBaseUrl', label: 'Personalize Base URL' },
	pushapi: { field: 'pushBaseUrl', label: 'Push Base URL' },
};

/** Data centres that MoEngage runs; the dashboard's address shows which one a workspace lives in. */
export const DATA_CENTERS = ['01', '02', '03', '04', '05', '06', '101'];

/**
 * Which tile's key opens a path, longest prefix first. Paths of hosts other than `api` need no entry: the
 * whole host belongs to one tile.
 */
const TILE_OF_API_PATH: Array<[prefix: string, tile: Tile]> = [
	['/v1.0/business_event', 'campaign'],
	['/v1/event/', 'data'],
	['/v1/customer', 'data'],
	['/v1/device', 'data'],
	['/v1/transition/', 'data'],
	['/v1/integrations/authentication', 'data'],
];

/** The credential cannot be used for a request; the message says which field to fill in or correct. */
export class CredentialGap extends Error {}

/**
 * The base URL of a host, without a trailing slash.
 * @throws CredentialGap when the data centre or, for `custom`, the base URL is missing or unusable
 */
export function baseUrl(credential: MoEngageCredential, host: Host): string {
	const { dataCenter } = credential;
	if (DATA_CENTERS.includes(dataCenter)) return `https://${host}-${dataCenter}.moengage.com`;
	if (dataCenter !== 'custom') {
		throw new CredentialGap(
			'The MoEngage credential has no data center. Pick the one that the address of your dashboard shows (dashboard-01, dashboard-02 …)',
		);
	}
	const { field, label } = BASE_URLS[host];
	const text = (credential[field] ?? '').trim();
	if (text === '') throw new CredentialGap(`The MoEngage credential has no ${label}. Fill it in`);
	const url = parseUrl(text);
	const isLoopback = url && /^(127(\.\d+){3}|localhost|\[::1\])$/.test(url.hostname);
	const isAllowed = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback));
	if (!isAllowed || url.username !== '' || url.password !== '' || url.search || url.hash) {
		throw new CredentialGap(
			`The ${label} of the MoEngage credential is not usable. Use an https address without log-in, query or fragment; http is for this machine only`,
		);
	}
	return url.origin + url.pathname.replace(/\/+$/, '');
}

/**
 * The workspace id, trimmed.
 * @throws CredentialGap when it is missing
 */
export function workspaceId(credential: MoEngageCredential): string {
	const id = (credential.workspaceId ?? '').trim();
	if (id === '') {
		throw new CredentialGap(
			'The MoEngage credential has no workspace ID. Copy it from Settings > Account > APIs in the MoEngage dashboard',
		);
	}
	return id;
}

/**
 * The API key of a tile, trimmed.
 * @throws CredentialGap naming the tile and the field when it is missing
 */
export function tileKey(credential: MoEngageCredential, tile: Tile): string {
	const { name, field, label } = TILES[tile];
	const key = (credential[field] ?? '').trim();
	if (key === '') {
		throw new CredentialGap(
			`The MoEngage credential has no ${label}. Copy the key of the "${name}" tile from Settings > Account > APIs in the MoEngage dashboard`,
		);
	}
	return key;
}

function parseUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/**
 * Finds out which of the credential's hosts and tiles a request is for.
 * @throws CredentialGap for an address that is not one of the credential's own hosts, or not an API path
 *   that this credential has a key for
 */
function target(credential: MoEngageCredential, url: URL): { host: Host; tile: Tile } {
	for (const host of Object.keys(BASE_URLS) as Host[]) {
		const isConfigured =
			credential.dataCenter !== 'custom' || (credential[BASE_URLS[host].field] ?? '').trim() !== '';
		if (!isConfigured) continue;
		const base = new URL(baseUrl(credential, host));
		// `origin` holds scheme, host and port, so neither look-alike hosts nor other ports get through.
		const isSameHost = url.origin === base.origin && url.username === '' && url.password === '';
		const prefix = base.pathname.replace(/\/$/, '');
		if (!isSameHost || !url.pathname.startsWith(`${prefix}/`)) continue;
		const path = url.pathname.slice(prefix.length);
		if (host === 'sdk') return { host, tile: 'personalize' };
		if (host === 'pushapi') return { host, tile: 'push' };
		const tile = TILE_OF_API_PATH.find(([start]) => path.startsWith(start))?.[1];
		if (tile !== undefined) return { host, tile };
		throw new CredentialGap(
			`The MoEngage credential knows no key for the path ${path}. Check the URL`,
		);
	}
	throw new CredentialGap(
		`The MoEngage credential sends its keys to MoEngage's own hosts only, not to ${url.host}. Check the URL and the data center of the credential`,
	);
}

/** n8n's two HTTP helpers differ in the names of these options; the HTTP Request node uses the older ones. */
type AnyRequestOptions = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
};

/**
 * The `authenticate` of the credential: adds Basic authentication with the key of the tile that the URL
 * belongs to, and `MOE-APPKEY` where MoEngage requires it. Used by the MoEngage node and by n8n's HTTP
 * Request node alike.
 * @throws CredentialGap when the URL is not MoEngage's or a field is missing; nothing is sent then
 */
export function authenticate(
	data: ICredentialDataDecryptedObject,
	options: AnyRequestOptions,
): IHttpRequestOptions {
	const credential = data as MoEngageCredential;
	const { baseURL, uri, ...rest } = options;
	const url = parseUrl(joinUrl(baseURL, options.url ?? uri ?? ''));
	if (!url)
		throw new CredentialGap('The address of the request is not a complete URL. Check the URL');
	const { host, tile } = target(credential, url);
	const id = workspaceId(credential);
	const token = Buffer.from(`${id}:${tileKey(credential, tile)}`, 'utf8').toString('base64');
	const needsAppKey = host !== 'api' || url.pathname.endsWith('/integrations/authentication');
	const authenticated: AnyRequestOptions = {
		...rest,
		// The very address that was checked, so that no client can read it another way.
		url: url.href,
		headers: {
			...rest.headers,
			Authorization: `Basic ${token}`,
			...(needsAppKey ? { 'MOE-APPKEY': id } : {}),
		},
		// A redirect could carry the key to another host; MoEngage's API answers without any.
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
	return authenticated;
}

/** As n8n's HTTP client joins them: a complete or protocol-relative URL stands alone. */
function joinUrl(base: string | undefined, path: string): string {
	if (!base || /^([a-z][a-z\d+.-]*:)?\/\//i.test(path)) return path;
	return path ? `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}` : base;
}
