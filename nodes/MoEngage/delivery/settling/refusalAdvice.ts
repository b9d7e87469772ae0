import { adviceFor } from '../../transport/advice';
import type { Refused } from '../../transport/answer';
import type { Endpoint } from '../../transport/endpoints';
import type { Refusal } from '../../transport/refusal';

/** What a user can do about a rejection, in one or a few sentences. */
export function refusalAdvice(
	{ cause, concerns, refusal }: Refused,
	{ tile, path }: Endpoint,
): string {
	switch (concerns) {
		case 'key':
		case 'workspace':
			return adviceFor(cause, tile) ?? 'Ask MoEngage support.';
		case 'limit':
			return 'The workspace has reached its rate limit for this API. Resend the item later.';
		case 'server':
			return 'MoEngage could not finish the request. Resend the item later.';
		case 'request':
			return requestAdvice(refusal, path);
	}
}

function requestAdvice({ httpCode, message, target }: Refusal, path: string): string {
	if (httpCode === 403) {
		return 'A gateway or firewall between n8n and MoEngage rejected this request. Check the values of the item, or ask the administrator of the gateway.';
	}
	if (httpCode === 404) {
		const parts = path.includes('{workspaceId}')
			? 'the Workspace ID and the Data Center'
			: 'the Data Center';
		// A field that MoEngage names, or an ID in the path, is what it did not find; else it is the path itself.
		const isOfItem = target !== undefined || /\{(?!workspaceId)/.test(path);
		return isOfItem
			? `MoEngage does not have it. Check the ID in the item. If it is correct, check ${parts} of the credential.`
			: `Check ${parts} of the credential.`;
	}
	if (httpCode === 413) return 'Remove large values, or attributes that nobody uses.';
	if (httpCode >= 300 && httpCode < 400) {
		return 'Check the Data Center and the base URLs of the credential.';
	}
	if (/no active campaign/i.test(message)) {
		return 'Activate a campaign or flow for this business event in MoEngage, then resend the item.';
	}
	if (/^business event does not exist/i.test(message) && target !== 'triggered_by') {
		return 'Choose Business Event from its list, or compare the name with the output of Business Event > Get Many.';
	}
	return 'Fix the item and resend it.';
}
