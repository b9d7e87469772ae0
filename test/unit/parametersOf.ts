import { Reader } from '../../nodes/MoEngage/mapping/reader';

/** Parameters of one item as a plain object, in place of a node in a workflow. */
export function parametersOf(values: Record<string, unknown>): Reader {
	return new Reader((name) => values[name]);
}

/** Fields of the collection Additional Fields as a plain object. */
export function additionalFieldsOf(values: Record<string, unknown>): Reader {
	return parametersOf({ additionalFields: values }).collection('additionalFields');
}
