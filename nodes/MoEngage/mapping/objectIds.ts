import { InvalidInput, quote } from './invalidInput';

/** IDs of campaigns and flows (`api/campaigns/campaign-draft.yaml`, `api/flows/flows.yaml`). */
const OBJECT_ID = /^[a-f0-9]{24}$/i;

/**
 * An ID of MoEngage's own.
 * @param what names what it is the ID of, e.g. `campaign`
 * @throws InvalidInput for anything else, such as a name
 */
export function objectId(text: string, parameter: string, what: string): string {
	return idOr(text, parameter, what, `Use the ID that Get Many has of the ${what}, not its name`);
}

/** The same of a field that has a list to choose from. */
export function listedObjectId(text: string, parameter: string, what: string): string {
	const advice = `Choose the ${what} from the list, or use its ID from Get Many`;
	return idOr(text, parameter, what, advice);
}

function idOr(text: string, parameter: string, what: string, advice: string): string {
	if (OBJECT_ID.test(text)) return text.toLowerCase();
	throw new InvalidInput(
		parameter,
		`${quote(text)} is not the ID of a ${what}, which has 24 digits and letters from a to f`,
		advice,
	);
}
