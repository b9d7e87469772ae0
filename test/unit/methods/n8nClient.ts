import axios from 'axios';
import type {
	IDataObject,
	ICredentialTestFunctions,
	IHttpRequestMethods,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { authenticate } from '../../../nodes/MoEngage/transport/authenticate';
import type { MoEngageCredential } from '../../../nodes/MoEngage/transport/credential';

type Asked = {
	method?: IHttpRequestMethods;
	qs?: IDataObject;
	body?: unknown;
	headers?: IDataObject;
	timeout?: number;
	encoding?: 'arraybuffer';
	/** Followed unless this is `false`, as n8n's clients do with a GET. */
	followRedirect?: boolean;
};

/** n8n's HTTP clients, as far as the node uses them: no status is an exception, and text that is no JSON stays text. */
async function answerTo(url: string, { qs, body, followRedirect, ...asked }: Asked) {
	const { status, headers, data } = await axios.request<unknown>({
		...{ method: asked.method, timeout: asked.timeout, headers: asked.headers as object },
		...{ url, params: qs, data: body, responseType: asked.encoding },
		maxRedirects: followRedirect === false ? 0 : 5,
		validateStatus: () => true,
	});
	return { statusCode: status, headers: { ...headers }, body: data };
}

/** Sends a request of the node, with the keys of the credential. */
export async function authenticated(credential: object, options: IHttpRequestOptions) {
	const { url, ...asked } = authenticate({ ...credential } as MoEngageCredential, options);
	return await answerTo(url, { ...(asked as Asked), followRedirect: false });
}

/** What n8n hands to the test of a credential. */
export function pressing(
	request = async ({ uri, ...asked }: Asked & { uri: string }): Promise<unknown> =>
		await answerTo(uri, asked),
): ICredentialTestFunctions {
	return { helpers: { request } } as unknown as ICredentialTestFunctions;
}

/** What n8n hands to a list of a node that a user edits, who has chosen this credential. */
export function editing(credential: IDataObject, parameters: IDataObject): ILoadOptionsFunctions {
	return {
		getNode: () => ({ name: 'Temp-Node', type: 'moEngage', parameters }),
		getCredentials: async () => credential,
		getCurrentNodeParameter: (name: string, options?: { extractValue?: boolean }) => {
			const value = parameters[name] as IDataObject | undefined;
			return options?.extractValue === true ? value?.value : value;
		},
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) =>
				await authenticated(credential, options),
		},
	} as unknown as ILoadOptionsFunctions;
}
