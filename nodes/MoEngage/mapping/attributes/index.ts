/*
 * Attributes: their names and values, in whatever way they are given. Which rules hold for attributes of what stands in the
 * table of `rules.ts`; `asSent.ts` is the only way through. Whoever stands outside imports from here.
 */
export { withAttributeChanges } from './attributeChanges';
export { attributeName, eventName } from './attributeNames';
export { readAttributes, readObjectOfAttributes, withFields } from './attributes';
export { toldOfText } from './rules';
export { absentExclusionHint } from './wholeItem';
