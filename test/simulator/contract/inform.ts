import { informError, informErrors, informUnauthorized, ok, type Answer } from '../answers';
import { objectId } from '../ids';
import { defaultAlerts, type SimulatedAlert } from '../seed';
import type { JsonObject } from '../types';
import type { Call, Endpoint } from './endpoint';
import { isObject, isText } from './values';

const LONGEST_TRANSACTION_ID = 50;

/** So long a transaction is known again. */
const TRANSACTION_MS = 5 * 60_000;

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

function refuse(message: string): Answer {
	return informError(400, message, 'BAD_REQUEST', 120002);
}

function findAlert({ alert_id: id, alert_reference_name: name }: JsonObject) {
	return defaultAlerts.find((alert) =>
		id === undefined ? alert.referenceName === name : alert.id === id,
	);
}

/** Why one channel of an alert is refused; a recipient may be taken from the profile of the user. */
function channelRefusal(
	channel: string,
	payload: unknown,
	{ channels }: SimulatedAlert,
	hasUser: boolean,
): string | undefined {
	if (!channels.includes(channel)) return `Invalid payload format: ${channel}`;
	if (!isObject(payload)) return `Invalid payload format: ${channel}`;
	const { recipient, personalized_attributes: values, personalized_attachments: files } = payload;
	if (recipient === undefined ? !hasUser : !isText(recipient)) {
		return `Invalid payload format: ${channel}.recipient`;
	}
	if (values !== undefined && !isObject(values)) {
		return `Invalid payload format: ${channel}.personalized_attributes`;
	}
	const areFiles =
		files === undefined ||
		(isObject(files) &&
			['EMAIL', 'PUSH'].includes(channel) &&
			Object.values(files).every((file) => isText(file) && BASE64.test(file)));
	return areFiles ? undefined : `Invalid payload format: ${channel}.personalized_attachments`;
}

function send({ body, workspace, now }: Call): Answer {
	const alert = findAlert(body);
	if (alert === undefined) return informErrors.badElement();
	const { transaction_id: transactionId, payloads, user_id: userId } = body;
	if (!isText(transactionId) || transactionId.length > LONGEST_TRANSACTION_ID) {
		return refuse('Invalid payload format: transaction_id');
	}
	if (userId !== undefined && !isText(userId)) return refuse('Invalid payload format: user_id');
	if (!isObject(payloads) || Object.keys(payloads).length === 0) {
		return refuse('Invalid payload format: payloads');
	}
	for (const [channel, payload] of Object.entries(payloads)) {
		const refusal = channelRefusal(channel, payload, alert, userId !== undefined);
		if (refusal !== undefined) return refuse(refusal);
	}
	const before = workspace.transactions.get(transactionId);
	if (before !== undefined && now - before < TRANSACTION_MS) return informErrors.ofStatus(409);
	workspace.transactions.set(transactionId, now);
	workspace.accepted.alerts.push({
		alert: (body.alert_id ?? body.alert_reference_name) as string,
		...(userId !== undefined && { userId }),
		transactionId,
		payloads: payloads as Record<string, JsonObject>,
	});
	return ok({ message: 'Successfully Received', request_id: objectId() });
}

/**
 * Tile "Inform": transactional alerts (`api/inform/inform.yaml`). The sandbox, whose path is the same, is not
 * simulated.
 */
export const informEndpoints: Endpoint[] = [
	{
		host: 'api',
		method: 'POST',
		path: '/v1.0/alerts/send',
		tile: 'inform',
		errors: informErrors,
		appKeyRefusal: informUnauthorized,
		charges: () => [{ limit: 'alerts/send', perMinute: 10_000, amount: 1 }],
		handle: send,
	},
];
