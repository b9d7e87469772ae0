import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import type { Host, Tile } from './endpoints';
import { PATH_GROUPS, type PathGroup } from './tiles';

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
	// A custom data center has no fields for these two. A gateway serves file imports, whose paths are their
	// own, below the API; a sandbox of alerts has the path of the live one and so cannot be told from it.
	'sandbox-api': { field: 'apiBaseUrl', label: 'API Base URL' },
	'fileimports-data-api': { field: 'apiBaseUrl', label: 'API Base URL' },
};

/** Data centers that MoEngage runs; the dashboard's address shows which one a workspace lives in. */
const DATA_CENTERS = ['01', '02', '03', '04', '05', '06', '101'];

/** The credential cannot be used for a request; the message says which field to fill in or correct. */
export class CredentialGap extends Error {}

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
	const { field, label } = BASE_URLS[host];
	const text = String(credential[field] ?? '').trim();
	if (text === '') throw new CredentialGap(`The MoEngage credential has no ${label}. Fill it in`);
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
	const id = String(credential.workspaceId ?? '').trim();
	if (id === '') {
		throw new CredentialGap(
			'The MoEngage credential has no Workspace ID. Copy it from Settings > Account > APIs in the MoEngage dashboard',
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
	const key = String(credential[field] ?? '').trim();
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

/** Whether a pattern of `PATH_GROUPS` describes the path. */
function matches(pattern: string, path: string): boolean {
	const parts = pattern.split('/');
	const segments = path.split('/');
	return (
		parts.length === segments.length &&
		parts.every((part, i) =>
			part === '*' ? segments[i] !== '' : part.split('|').includes(segments[i]),
		)
	);
}

/**
 * Finds out which of MoEngage's documented operations a request is for.
 * @throws CredentialGap for an address that is not one of the credential's own hosts, or a path that no
 *   document of MoEngage has
 */
function target(credential: MoEngageCredential, url: URL): PathGroup {
	const ownPaths: string[] = [];
	for (const host of Object.keys(BASE_URLS) as Host[]) {
		const isConfigured =
			credential.dataCenter !== 'custom' ||
			String(credential[BASE_URLS[host].field] ?? '').trim() !== '';
		if (!isConfigured) continue;
		const base = new URL(baseUrl(credential, host));
		// `origin` holds scheme, host and port, so neither look-alike hosts nor other ports get through.
		const isSameHost = url.origin === base.origin && url.username === '' && url.password === '';
		const prefix = base.pathname.replace(/\/$/, '');
		if (!isSameHost || !url.pathname.startsWith(`${prefix}/`)) continue;
		const path = url.pathname.slice(prefix.length);
		const group = PATH_GROUPS.find(
			(one) => one.host === host && one.paths.some((pattern) => matches(pattern, path)),
		);
		if (group !== undefined) return group;
		// One gateway may serve several hosts of MoEngage, so another may know the path.
		ownPaths.push(path);
	}
	if (ownPaths.length > 0) {
		throw new CredentialGap(
			`MoEngage documents no API at the path ${ownPaths[0]}, so the credential cannot choose a key. Check the path of the URL`,
		);
	}
	throw new CredentialGap(
		`The MoEngage credential sends its keys to MoEngage's own hosts only, not to ${url.host}. Check the URL and the Data Center of the credential`,
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
 * belongs to, and `MOE-APPKEY` where MoEngage requires it, both as `PATH_GROUPS` has them from MoEngage's
 * OpenAPI documents. Used by the MoEngage node and by n8n's HTTP Request node alike.
 * @throws CredentialGap when the URL is not MoEngage's, its path is in no document, or a field is missing;
 *   nothing is sent then
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
	const { tile, appKey } = target(credential, url);
	const own: Record<string, string> = {};
	if (tile !== 'none') {
		const id = workspaceId(credential);
		const token = Buffer.from(`${id}:${tileKey(credential, tile)}`, 'utf8').toString('base64');
		own.Authorization = `Basic ${token}`;
		for (const name of appKey) own[name] = id;
	}
	// A header given in another spelling would be sent beside the credential's.
	const ownNames = Object.keys(own).map((name) => name.toLowerCase());
	const others = Object.entries(rest.headers ?? {}).filter(
		([name]) => !ownNames.includes(name.toLowerCase()),
	);
	const authenticated: AnyRequestOptions = {
		...rest,
		// The very address that was checked, so that no client can read it another way.
		url: url.href,
		headers: { ...Object.fromEntries(others), ...own },
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
