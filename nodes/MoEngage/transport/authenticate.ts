import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';

import {
	BASE_URLS,
	baseUrl,
	basicToken,
	CredentialGap,
	filledIn,
	parseUrl,
	tileKey,
	workspaceId,
	type MoEngageCredential,
} from './credential';
import { PATH_GROUPS, type PathGroup } from './documentedPaths';
import type { Host } from './endpoints';

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
		own.Authorization = `Basic ${basicToken(id, tileKey(credential, tile))}`;
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
	let gap: unknown;
	let hasUsableHost = false;
	for (const host of Object.keys(BASE_URLS) as Host[]) {
		const isConfigured =
			credential.dataCenter !== 'custom' || filledIn(credential[BASE_URLS[host].field]) !== '';
		if (!isConfigured) continue;
		let base: URL;
		try {
			base = new URL(baseUrl(credential, host));
			hasUsableHost = true;
		} catch (error) {
			// A base URL that cannot be used keeps nothing from the other hosts.
			gap ??= error;
			continue;
		}
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
	if (!hasUsableHost && gap !== undefined) throw gap;
	if (ownPaths.length > 0) {
		throw new CredentialGap(
			`MoEngage documents no API at the path ${ownPaths[0]}, so the credential cannot choose a key. Check the path of the URL`,
		);
	}
	throw new CredentialGap(
		`The MoEngage credential sends its keys to MoEngage's own hosts only, not to ${url.host}. Check the URL and the Data Center of the credential`,
	);
}

/** As n8n's HTTP client joins them: a complete or protocol-relative URL stands alone. */
function joinUrl(base: string | undefined, path: string): string {
	if (!base || /^([a-z][a-z\d+.-]*:)?\/\//i.test(path)) return path;
	return path ? `${base.replace(/\/+$/, '')}/${path.replace(/^\//, '')}` : base;
}
