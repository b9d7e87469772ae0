import type { Parameters } from '../../nodes/MoEngage/mapping/values';

/** Parameters of one item as a plain object, in place of a node in a workflow. */
export function parametersOf(values: Record<string, unknown>): Parameters {
	return { get: (name) => values[name] };
}
