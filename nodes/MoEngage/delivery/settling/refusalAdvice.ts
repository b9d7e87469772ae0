import { adviceFor } from '../../transport/advice';
import type { Refused } from '../../transport/answer';
import type { Endpoint } from '../../transport/endpoints';

/** What a user can do about a rejection, in one or a few sentences. */
export function refusalAdvice(
	{ cause, concerns, refusal }: Refused,
	{ tile, path }: Endpoint,
): string {
	const { httpCode, message } = refusal;
	switch (concerns) {
		case 'key':
		case 'workspace':
			return adviceFor(cause, tile) ?? 'Ask MoEngage support.';
		case 'limit':
			return 'The workspace has reached its rate limit for this API. Resend the item later.';
		case 'server':
			return 'MoEngage could not finish the request. Resend the item later.';
		case 'request':
			return requestAdvice(httpCode, message, path);
	}
}

function requestAdvice(httpCode: number, message: string, path: string): string {
	if (httpCode === 403) {
		return 'A gateway or firewall between n8n and MoEngage rejected this request. Check the values of the item, or ask the administrator of the gateway.';
	}
	if (httpCode === 404) {
		const parts = path.includes('{workspaceId}')
			? 'the Workspace ID and the Data Center'
			: 'the Data Center';
		return `Check ${parts} of the credential.`;
	}
	if (httpCode === 413) return 'Remove large values, or attributes that nobody uses.';
	if (httpCode >= 300 && httpCode < 400) {
		return 'Check the Data Center and the base URLs of the credential.';
	}
	if (/no active campaign/i.test(message)) {
		return 'Activate a campaign or flow for this business event in MoEngage, then resend the item.';
	}
	return 'Fix the item and resend it.';
}
