/**
 * Brings packed requests to MoEngage. {@link send} hands them out in the order of their lanes and splits what MoEngage
 * rejects because of single items. `exchange.ts` sends one request until it is settled: after the breaker
 * (`breaker.ts`, for outages) and the limits (`../limits`), and again where that is allowed (`retry.ts`). `compose.ts` makes
 * the request of its items, and `line.ts` is the way to n8n's HTTP helper.
 */
export { compose, freshKeys } from './compose';
export { notSendable, openLine } from './line';
export { pack, packLimits } from './pack';
export type { SendOutcomes, Unsent } from './ports';
export { send } from './send';
