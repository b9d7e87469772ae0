/**
 * The outcome of each item. {@link Outcomes} records it: in the ledger, which a retry of the execution reads
 * (`ledger.ts`), and as the output of this run. `failure.ts` says why an item failed, and `report.ts` brings that into
 * n8n's forms.
 */
export { hintAtDryRun, showRequests } from './dryRun';
export {
	failureOf,
	INVALID_INPUT,
	unforeseen,
	unusableSetup,
	whatHappened,
	type FailedItem,
	type Failure,
} from './failure';
export type { Ledger } from './ledger';
export { Outcomes } from './outcomes';
export { failedOutput, failedRun, failedRunOf, nodeErrorOf } from './report';
export { nameOf, noteTry, openLedger } from './tries';
