import type { IWorkflowExecuteAdditionalData } from 'n8n-workflow';

import { lateBound } from '../fixtures/lateBound';
import { useTriggerServer } from '../fixtures/triggerServer';
import { Engine } from './engine';

/** Gives the tests of a file a trigger in n8n's engine, behind a server that does what n8n's does with a call. */
export function useTrigger() {
	let started: Engine | undefined;

	beforeAll(async () => {
		started = await Engine.start();
	});
	afterAll(async () => await started?.stop());

	const engine = lateBound('The engine', () => started);
	const call = useTriggerServer(
		async (parameters, credential, handedOver, onWarning) =>
			await engine.receive(
				parameters,
				credential,
				handedOver as unknown as IWorkflowExecuteAdditionalData,
				onWarning,
			),
	);
	return { engine, call };
}
