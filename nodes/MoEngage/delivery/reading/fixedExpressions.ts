import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { InvalidInput, quote } from '../../mapping/invalidInput';

/**
 * Expressions in fields that are set to Fixed: n8n hands them on as text, the same for every item, and MoEngage would
 * store or show it.
 */
export class FixedExpressions {
	private readonly first?: InvalidInput;

	/** @param fields of the operation, with its Options */
	constructor(context: IExecuteFunctions, fields: INodeProperties[]) {
		for (const { name } of fields) {
			const raw: unknown = context.getNodeParameter(name, 0, '', { rawExpressions: true });
			this.first = firstIn(raw, name);
			if (this.first !== undefined) return;
		}
	}

	/** @throws InvalidInput for the first of them, for each item */
	check(): void {
		if (this.first !== undefined) throw this.first;
	}
}

/** @param path down to the rows of a list, whose fields have no name for messages */
function firstIn(raw: unknown, path: string, isInRows = false): InvalidInput | undefined {
	if (typeof raw === 'string') return unevaluated(raw, path, isInRows);
	if (typeof raw !== 'object' || raw === null) return undefined;
	const isList = isInRows || Array.isArray(raw);
	for (const [name, value] of Object.entries(used(raw))) {
		const found = firstIn(value, isList ? path : `${path}.${name}`, isList);
		if (found !== undefined) return found;
	}
	return undefined;
}

/**
 * Without what n8n keeps in the value of a resource mapper and does not use: its list of fields, and, while it maps by
 * name, the values that were entered before.
 */
function used(raw: object): object {
	const mapper = raw as { mappingMode?: unknown; value?: unknown };
	if (typeof mapper.mappingMode !== 'string') return raw;
	return mapper.mappingMode === 'defineBelow' ? { value: mapper.value } : {};
}

function unevaluated(raw: string, path: string, isInRows: boolean): InvalidInput | undefined {
	const expression = raw.startsWith('=') ? undefined : expressionIn(raw);
	if (expression === undefined) return undefined;
	const isWhole = !isInRows && expression === raw.trim();
	const what = 'an expression that nothing has evaluated';
	return new InvalidInput(
		path,
		isWhole ? `${quote(expression)} is ${what}` : `has ${quote(expression)}, ${what}`,
		`Switch the field from Fixed to Expression${expression.startsWith('{{') ? '' : ', and put {{ }} around it'}`,
	);
}

/** `$('Orders').item`: the name of a node, and what n8n has of it. jQuery looks the same up to the bracket. */
const OF_NODE = String.raw`\(\s*(["'\x60])[^"'\x60]+\1\s*\)\s*\.\s*(?:item|pairedItem|first|last|all|params|context|isExecuted)`;

/** What only n8n knows. MoEngage's own placeholders, such as `{{UserAttribute['City']}}`, have none of it. */
const OF_N8N = new RegExp(
	String.raw`\$(?:${OF_NODE}|items?\s*\(|(?:json|input|node|binary|now|today|vars|env|execution|workflow|itemIndex|runIndex|prevNode|parameter|fromAI|ifEmpty|jmespath)\b)`,
);

/** The same without brackets around it, as the whole text: no name of a product begins so. */
const BARE = new RegExp(String.raw`^\$(?:${OF_NODE}|(?:json|input|node|binary)\s*[.[])`);

function expressionIn(text: string): string | undefined {
	const trimmed = text.trim();
	if (BARE.test(trimmed)) return trimmed;
	for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', open + 2)) {
		const close = text.indexOf('}}', open);
		if (close < 0) return undefined;
		const expression = text.slice(open, close + 2);
		if (OF_N8N.test(expression)) return expression;
	}
	return undefined;
}
