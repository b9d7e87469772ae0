import { DataDeduplicationService } from 'n8n-core/dist/data-deduplication-service';

import { ProcessedData } from '../fixtures/processedData';

/** Gives the tests of a file n8n's store of processed values, which the engine alone does not have. */
export function useProcessedData(): ProcessedData {
	const store = new ProcessedData();
	let restore: () => void;

	beforeAll(async () => {
		restore = await provideProcessedData(store);
	});
	beforeEach(() => store.clear());
	afterAll(() => restore());
	return store;
}

/**
 * Puts a store in the place of n8n's.
 * @returns puts back what was there
 */
export async function provideProcessedData(store = new ProcessedData()): Promise<() => void> {
	const service = DataDeduplicationService as unknown as { instance?: unknown };
	const before = service.instance;
	service.instance = undefined;
	await DataDeduplicationService.init(store as never);
	return () => {
		service.instance = before;
	};
}
