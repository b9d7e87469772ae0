import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { quote } from '../../mapping/invalidInput';
import { ParameterReader } from './parameters';

/** Number of items that are asked for their value of an option that applies to the whole run. */
const MOST_ASKED = 20;

/** Reads options that apply to a whole run although n8n evaluates them for each item. */
export class RunOptions {
	private readonly parameters: ParameterReader;

	private readonly asked: number[];

	/** Is the whole collection one expression, so that its options have none of their own? */
	private readonly isWhole: boolean;

	/** @param collection the Options field, for the names of the options */
	constructor(
		private readonly context: IExecuteFunctions,
		items: INodeExecutionData[],
		private readonly collection: INodeProperties,
	) {
		this.parameters = new ParameterReader(context, items);
		const count = Math.min(MOST_ASKED, Math.max(1, items.length));
		const step = count > 1 ? (items.length - 1) / (count - 1) : 0;
		this.asked = Array.from({ length: count }, (_, index) => Math.round(index * step));
		const raw: unknown = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
		this.isWhole = typeof raw === 'string';
	}

	/** The value of the first item for which the option can be evaluated; `undefined` if there is none. */
	first(name: string): unknown {
		return this.valuesOf(name)[0]?.value;
	}

	/** Can items have other values than the first one? */
	mayDiffer(name: string): boolean {
		if (this.isWhole) return true;
		const raw: unknown = this.context.getNodeParameter(`options.${name}`, 0, '', {
			rawExpressions: true,
		});
		return typeof raw === 'string' && raw.startsWith('=');
	}

	/** As {@link first}, with a hint where items disagree: they are sent all the same. */
	read(name: string): unknown {
		const values = this.valuesOf(name);
		if (values.some(({ value }) => String(value) !== String(values[0].value))) {
			this.context.addExecutionHints?.({
				message: `The option ${this.labelOf(name)} differs between items, but it applies to the whole run. The node used ${quote(values[0].value)}, the value of the first item.`,
				location: 'outputPane',
			});
		}
		return values[0]?.value;
	}

	/** A number that is not below `least`, as text too; `undefined` for anything else. */
	atLeast(least: number, name: string): number | undefined {
		const value = this.read(name);
		const isBlank = value === null || (typeof value === 'string' && value.trim() === '');
		const number = isBlank ? Number.NaN : Number(value);
		return Number.isFinite(number) && number >= least ? number : undefined;
	}

	private valuesOf(name: string): Array<{ value: unknown }> {
		return this.asked.map((item) => this.valueFor(name, item)).filter(isEvaluated);
	}

	/** The value of one item; `undefined` if it cannot be evaluated, which is that item's failure. */
	valueFor(name: string, item: number): { value: unknown } | undefined {
		const parameters = this.parameters.at(item);
		try {
			if (this.isWhole) return { value: parameters.collection('options').get(name) };
			return { value: parameters.get(`options.${name}`) };
		} catch {
			return undefined;
		}
	}

	private labelOf(name: string): string {
		const options = (this.collection.options ?? []) as INodeProperties[];
		return options.find((option) => option.name === name)?.displayName ?? name;
	}
}

function isEvaluated(value: { value: unknown } | undefined): value is { value: unknown } {
	return value !== undefined;
}
