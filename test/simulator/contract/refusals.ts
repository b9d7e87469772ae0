import type { DataRefusal } from '../answers';
import { isCustomerId, shown } from './values';

/** A required field of the Data API is not there. */
export function missing(attribute: string): DataRefusal {
	return {
		attribute,
		message: `${attribute} is not found in the payload`,
		type: 'MissingAttributeError',
	};
}

/** A required field of the Data API is there and empty. */
export function empty(attribute: string, kind: 'Unicode String' | 'Array'): DataRefusal {
	return {
		attribute,
		message: `${attribute} can not be empty ${kind}`,
		type: 'MissingAttributeError',
	};
}

/** A field of the Data API has the wrong type. */
export function expected(attribute: string, kind: string): DataRefusal {
	return {
		attribute,
		message: `${attribute} is expected to be ${kind}.`,
		type: 'MissingAttributeError',
	};
}

/** A field of the Data API has a value that is not allowed. */
export function notAllowed(attribute: string, message: string): DataRefusal {
	return { attribute, message, type: 'ValueError' };
}

/** More entries than one request may carry. */
export function tooMany(attribute: string, limit: number): DataRefusal {
	return { attribute, message: `max limit allowed is ${limit}`, type: 'LimitBreached' };
}

/** A required, non-empty string. */
export function textRefusal(attribute: string, value: unknown): DataRefusal | undefined {
	if (value === undefined || value === null) return missing(attribute);
	if (typeof value !== 'string') return expected(attribute, 'String or Unicode String');
	return value === '' ? empty(attribute, 'Unicode String') : undefined;
}

/** A `customer_id` that names one person. */
export function customerIdRefusal(value: unknown): DataRefusal | undefined {
	const refusal = textRefusal('customer_id', value);
	if (refusal || isCustomerId(value as string)) return refusal;
	return notAllowed('customer_id', `'${shown(value)}' is not allowed as customer_id`);
}

/** The field `type`, which names the kind of payload and is case-sensitive. */
export function typeRefusal(type: string, value: unknown): DataRefusal | undefined {
	if (value === undefined || value === null) return missing('type');
	return value === type
		? undefined
		: { attribute: 'type', message: `type should be ${type}`, type: 'AttributeError' };
}
