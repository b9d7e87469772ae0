import type { IDataObject, IHookFunctions, INodeParameters, IWebhookFunctions } from 'n8n-workflow';

import { MoEngageTrigger } from '../../../nodes/MoEngageTrigger/MoEngageTrigger.node';
import { useTriggerServer, type HandedOver } from '../../fixtures/triggerServer';

const trigger = new MoEngageTrigger();

/** What n8n makes of an expression without data, as far as tests have it. */
function evaluated(value: unknown): unknown {
	const [, code] = /^=\{\{(.*)\}\}$/.exec(String(value)) ?? [];
	if (code !== undefined) return new Function(`return ${code}`)() as unknown;
	return value;
}

/** What n8n hands to a trigger. */
function contextOf(
	parameters: INodeParameters,
	credential: IDataObject,
	call?: HandedOver,
	onWarning: (line: string) => void = () => undefined,
): IHookFunctions & IWebhookFunctions {
	const given = (path: string) =>
		path.split('.').reduce<unknown>((value, key) => (value as IDataObject)?.[key], parameters);
	return {
		getNode: () => ({ id: 'trigger', name: 'MoEngage Trigger', parameters }),
		getWorkflow: () => ({ id: 'test-workflow' }),
		getNodeParameter(path: string, fallback?: unknown, { rawExpressions = false } = {}) {
			const value = given(path);
			if (value === undefined) return fallback;
			if (rawExpressions) return value;
			return path === 'filters'
				? Object.fromEntries(
						Object.entries(value as IDataObject).map(([name, one]) => [name, evaluated(one)]),
					)
				: evaluated(value);
		},
		getCredentials: async () => await Promise.resolve({ ...credential }),
		getRequestObject: () => call?.httpRequest,
		getResponseObject: () => call?.httpResponse,
		logger: { warn: onWarning },
	} as unknown as IHookFunctions & IWebhookFunctions;
}

/** Gives the tests of a file the sources of the trigger, behind a server that does what n8n's does with a call. */
export function useReceiver() {
	const call = useTriggerServer(
		async (...given) => await trigger.webhook.call(contextOf(...given)),
	);
	/** Publishes a workflow with the trigger, as far as that is up to the trigger. */
	async function publish(parameters: INodeParameters, credential: IDataObject): Promise<boolean> {
		const { checkExists, create } = trigger.webhookMethods.default;
		const context = contextOf(parameters, credential);
		return !(await checkExists.call(context)) && (await create.call(context));
	}
	return { call, publish };
}
