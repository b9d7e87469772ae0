import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

/** The name that the editor shows for a parameter, e.g. "Event Time" for `additionalFields.eventTime`; empty if none. */
export function displayName(parameter: string, fields: INodeProperties[]): string {
	let level: Named[] = fields;
	let name = '';
	for (const step of parameter.split('.')) {
		const field = level.find((candidate) => candidate.name === step);
		if (field === undefined) break;
		name = field.displayName ?? name;
		const { options = [], values = [] } = field as {
			options?: Array<INodePropertyOptions | INodeProperties | INodePropertyCollection>;
			values?: INodeProperties[];
		};
		level = [...options, ...values];
	}
	return name;
}

type Named = { name: string; displayName?: string };
