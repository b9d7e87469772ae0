import { InvalidInput } from '../MoEngage/mapping/invalidInput';
import { FIELD_LABELS } from './properties';

/** What keeps a parameter from being used, for the user: its label and the reason. Other faults speak for themselves. */
export function faultOf(error: unknown): string {
	return error instanceof InvalidInput
		? `${FIELD_LABELS[error.parameter]} ${error.reason}`
		: (error as Error).message;
}
