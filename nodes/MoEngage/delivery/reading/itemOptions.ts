import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';
import type { Reader } from '../../mapping/reader';
import { isPlainObject } from '../../mapping/values';

/**
 * The options of a write that each item answers for itself. Whoever has set one relies on it, so that an item for which
 * it has no value is rejected rather than sent.
 */
export class ItemOptions {
	/** The collection; text where it is one expression as a whole. */
	private readonly raw: unknown;

	constructor(
		context: IExecuteFunctions,
		private readonly isTool: boolean,
	) {
		this.raw = context.getNodeParameter('options', 0, {}, { rawExpressions: true });
	}

	/** May items have this option? */
	mayHave(name: 'dryRun' | 'sendOnceKey'): boolean {
		return typeof this.raw === 'string' || this.isSet(name);
	}

	/** @throws InvalidInput if an option that the item has says nothing that can be followed */
	read(parameters: Reader): ItemChoice {
		const choice: ItemChoice = {};
		const options = typeof this.raw === 'string' ? parameters.collection('options') : undefined;
		const has = (name: string) =>
			options === undefined ? this.isSet(name) : options.get(name) !== undefined;
		const of = (name: string): [Reader, string] =>
			options === undefined ? [parameters, `options.${name}`] : [options, name];
		if (has('dryRun') && isDry(...of('dryRun'))) choice.isDry = true;
		if (has('sendOnceKey')) choice.onceKey = this.keyOf(...of('sendOnceKey'));
		return choice;
	}

	private isSet(name: string): boolean {
		return isPlainObject(this.raw) && Object.prototype.hasOwnProperty.call(this.raw, name);
	}

	private keyOf(reader: Reader, name: string): string {
		if (this.isTool) {
			throw new InvalidInput(
				reader.path(name),
				'does not work in a tool of an AI agent: each of its calls counts',
				'Remove the option',
			);
		}
		const key = reader.requiredText(name);
		if (!NO_KEY.test(key)) return key;
		throw new InvalidInput(
			reader.path(name),
			`${quote(key)} has no value of this item in it, and other items may have the same`,
			'Check that the expression finds a value in every item',
		);
	}
}

/** What expressions make of a value that is not there, or of an object. */
const NO_KEY =
	/\[object |(?:^|[^a-z\d])undefined(?:$|[^a-z\d])|^(?:null|nan|invalid date(?:time)?)$/i;

function isDry(reader: Reader, name: string): boolean {
	const isOn = reader.flag(name);
	if (isOn !== undefined) return isOn;
	throw new InvalidInput(
		reader.path(name),
		'is neither true nor false for this item, but empty',
		'Check that the expression finds a value in every item',
	);
}

/** What an item itself says of its sending. */
export type ItemChoice = {
	/** It is shown and not sent. */
	isDry?: true;
	/** What was sent with this text is not sent again. */
	onceKey?: string;
};
