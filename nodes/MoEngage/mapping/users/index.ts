/*
 * Users: whatever names one, in whatever form it comes. All rules stand in the table of `rules.ts`. Whoever stands
 * outside imports from here.
 */
export {
	customerId,
	identifier,
	keyOfUser,
	namedByAttribute,
	userIdentifiers,
	userIdentity,
	userNamedBy,
} from './identifiers';
export { isOfNobody, type UserNamedBy } from './rules';
