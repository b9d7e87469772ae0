/**
 * When a request may leave. The rest of `delivery/` imports this file alone, asks {@link RunLimits.take} for each request,
 * and gives the ticket back with MoEngage's response.
 *
 * Five things decide, each in a file of its own:
 * - `slidingWindow.ts`: MoEngage's documented limits per second, minute, hour and day, as sliding-window logs.
 * - `headerPace.ts`: what the `x-ratelimit-*` headers of responses say is left, if they do (`rateHeaders.ts`), as long
 *   as it is true (`headerTrust.ts`), in the unit that it seems to have (`headerUnit.ts`).
 * - `refusalPace.ts`: without headers, the rate that refusals (429) teach: slower with each, faster with time (AIMD).
 * - `fairUse.ts`: what MoEngage takes of one user.
 * - `patience.ts`: how long a run waits without anything being accepted (the option Max Wait).
 *
 * `pool.ts` brings the first three together for one limit of a workspace: nothing is paced until a response shows that
 * others use the limit, too. From then on a token bucket (`bucket.ts`) fills at the rate of headers or refusals, and
 * after a refusal nothing leaves but one probe at a time (`pause.ts`). `gate.ts` is the line before a pool, first come,
 * first served, which all runs of the process share. `runLimits.ts` is what one run asks.
 */
export type { FairUse } from './fairUse';
export { settledBy, type Ticket, type UsedUp } from './gate';
export { LONG_WAIT_MS, type Patience, type WaitsFor } from './patience';
export { namedWait, readRateHeaders, type ToldLimit } from './rateHeaders';
export { limitsToKeep, type RunLimits } from './runLimits';
export { windowsOf, type WindowUnit } from './slidingWindow';
