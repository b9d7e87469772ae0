import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { isGiven } from '../../mapping/values';

/** Collections of which the workflow has one expression as a whole: what that gives are fields that nobody chose in the editor. */
export class WholeCollections {
	private readonly whole: INodeProperties[];

	/** @param fields of the operation, among them its collections */
	constructor(context: IExecuteFunctions, fields: INodeProperties[]) {
		this.whole = fields.filter(({ type, name }) => {
			if (type !== 'collection') return false;
			const raw: unknown = context.getNodeParameter(name, 0, {}, { rawExpressions: true });
			return typeof raw === 'string';
		});
	}

	/**
	 * Left out, a field such as `event_time` in place of `eventTime` would have the item sent with another time, and
	 * `sandbox_mode` a test to customers.
	 * @throws InvalidInput for a field with a value that the collection does not have
	 */
	check(parameters: Reader): void {
		for (const { name, options = [] } of this.whole) {
			const value = parameters.object(name) ?? {};
			const names = (options as INodeProperties[]).map((field) => field.name);
			const strange = Object.keys(value).find((one) => !names.includes(one) && isGiven(value[one]));
			if (strange === undefined) continue;
			throw new InvalidInput(
				name,
				`has ${quote(strange)}, which is none of its fields`,
				`Use ${names.join(', ')}`,
			);
		}
	}
}
