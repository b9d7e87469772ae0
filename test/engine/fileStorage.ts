import { createRequire } from 'node:module';

import { BinaryDataService } from 'n8n-core';

const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: {
		get(type: typeof BinaryDataService): BinaryDataService;
		set(type: typeof BinaryDataService, instance: undefined): void;
	};
};

/** n8n keeps files on disk once its storage is started, and in memory as long as it is not. */
export async function startFileStorage(): Promise<BinaryDataService> {
	const service = Container.get(BinaryDataService);
	await service.init();
	return service;
}

/** The files to come are in memory again: n8n-core is loaded once for all test files of a process. */
export function endFileStorage(): void {
	Container.set(BinaryDataService, undefined);
}
