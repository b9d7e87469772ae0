/*
 * Times: the moment, the day or the zone that a value stands for, in whatever form it comes, and the expressions that
 * messages offer for forms that mean one time only. Whoever stands outside imports from here.
 */
export { countDays, requiredDay, shiftDay, splitDays, type Days } from './days';
export { readEpoch } from './epoch';
export { eventTimes, readMoment, type EventTimes } from './eventTimes';
export { parseIso } from './iso';
export { formatUtc, notFuture, toInstant } from './moments';
export { isInvalidDate, isoText, readTime } from './readTime';
export { BEFORE_EXPRESSION, withExpression } from './suggestedExpression';
export { readTimeZone, type TimeZone } from './timeZone';
