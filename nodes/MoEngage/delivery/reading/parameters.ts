import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInput } from '../../mapping/invalidInput';
import { Reader } from '../../mapping/reader';
import { isPlainObject } from '../../mapping/values';
import { NOT_DIRECT, planDirect, resolveDirect, type DirectPlan } from './directExpression';

/**
 * Reads parameters for one item after another. n8n's engine takes about 0.6 ms for each expression of each
 * item, so it is asked only where its result cannot be had otherwise: a parameter without an expression is
 * read once, and a plain `{{ $json.path }}` is taken from the item itself.
 */
export class ParameterReader {
	private readonly plans = new Map<string, DirectPlan | 'engine'>();

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly items: INodeExecutionData[],
	) {}

	/**
	 * The parameters of one item.
	 * @param tell takes down what MoEngage changes in the item's values
	 */
	at(item: number, tell?: Reader['tell']): Reader {
		return new Reader(
			(name) => unwrapLocator(this.read(name, item)),
			'',
			(name) => this.context.getNodeParameter(name, item, '', { rawExpressions: true }),
			tell,
		);
	}

	private read(name: string, item: number): unknown {
		const plan = this.planOf(name, item);
		if (plan !== 'engine') {
			const value = resolveDirect(plan, this.items[item].json as IDataObject);
			if (value !== NOT_DIRECT) return value;
		}
		const value = this.evaluate(name, item);
		if (value instanceof InvalidInput) throw value;
		return value;
	}

	private planOf(name: string, item: number): DirectPlan | 'engine' {
		let plan = this.plans.get(name);
		if (plan === undefined) {
			const raw: unknown = this.context.getNodeParameter(name, item, '', { rawExpressions: true });
			plan = planDirect(raw) ?? 'engine';
			// The engine has the last word on a constant as well: it may convert it to the declared type.
			if (plan !== 'engine' && plan.kind === 'constant') {
				plan = { kind: 'constant', value: this.context.getNodeParameter(name, item, '') };
			}
			this.plans.set(name, plan);
		}
		return plan;
	}

	private evaluate(name: string, item: number): unknown {
		try {
			return this.context.getNodeParameter(name, item, '');
		} catch (error) {
			return new InvalidInput(
				name,
				`has an expression that n8n could not evaluate: ${(error as Error).message}`,
				'Fix the expression, or check that every item has the data it uses',
			);
		}
	}
}

/** n8n wraps a resource locator's value in an object that also contains its mode. */
function unwrapLocator(value: unknown): unknown {
	return isPlainObject(value) && value.__rl === true ? value.value : value;
}
