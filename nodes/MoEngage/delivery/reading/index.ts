/**
 * What the user has set, read for each item. n8n's engine is asked only where its result cannot be had otherwise
 * (`directExpression.ts`). Options that apply to the whole run are read once (`runOptions.ts`), and others for each item
 * (`itemOptions.ts`).
 */
export { FixedExpressions } from './fixedExpressions';
export { ItemOptions } from './itemOptions';
export { ParameterReader } from './parameters';
export { readCredential } from './readCredential';
export { readItems } from './readItems';
export { RunOptions } from './runOptions';
export { WholeCollections } from './strangeFields';
