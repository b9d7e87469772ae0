import { isSafeObjectProperty } from 'n8n-workflow';

import { isPlainObject } from '../../mapping/values';

/** The engine has to evaluate the parameter for this item. */
export const NOT_DIRECT = Symbol('not direct');

/** How to get a parameter's value without n8n's expression engine. */
export type DirectPlan =
	| { kind: 'constant'; value: unknown }
	| { kind: 'path'; steps: string[] }
	| { kind: 'list'; entries: DirectPlan[] }
	| { kind: 'object'; entries: Array<[name: string, plan: DirectPlan]> };

/** `={{ $json.a["b c"][0] }}` and nothing around it. */
const PLAIN_EXPRESSION =
	/^=\{\{\s*\$json((?:\.[A-Za-z_$][\w$]*|\[\s*(?:"[^"\\]*"|'[^'\\]*'|\d+)\s*\])+)\s*\}\}$/;
const STEP = /\.([A-Za-z_$][\w$]*)|\[\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*\]/g;

/**
 * Plans how to resolve a raw parameter value, expressions included.
 * @returns `undefined` when it contains an expression that only the engine can evaluate
 */
export function planDirect(raw: unknown): DirectPlan | undefined {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		const path = PLAIN_EXPRESSION.exec(raw)?.[1];
		if (path === undefined) return undefined;
		const steps = [...path.matchAll(STEP)].map((step) =>
			step.slice(1).find((name) => name !== undefined),
		);
		return { kind: 'path', steps: steps as string[] };
	}
	if (Array.isArray(raw)) {
		const entries = raw.map(planDirect);
		if (!entries.every((entry) => entry !== undefined)) return undefined;
		return entries.every(isConstant) ? { kind: 'constant', value: raw } : { kind: 'list', entries };
	}
	if (isPlainObject(raw)) {
		const entries: Array<[string, DirectPlan]> = [];
		for (const [name, value] of Object.entries(raw)) {
			const plan = planDirect(value);
			if (plan === undefined || name === '__proto__') return undefined;
			entries.push([name, plan]);
		}
		return entries.every(([, plan]) => isConstant(plan))
			? { kind: 'constant', value: raw }
			: { kind: 'object', entries };
	}
	return { kind: 'constant', value: raw };
}

function isConstant(plan: DirectPlan): boolean {
	return plan.kind === 'constant';
}

/**
 * Resolves a plan for one item, with the very result that the engine would give.
 * @param json the item's JSON
 * @returns {@link NOT_DIRECT} where equality with the engine is not certain
 */
export function resolveDirect(plan: DirectPlan, json: unknown): unknown {
	if (plan.kind === 'constant') return plan.value;
	if (plan.kind === 'path') return followPath(plan.steps, json);
	if (plan.kind === 'list') {
		const list = plan.entries.map((entry) => resolveDirect(entry, json));
		return list.includes(NOT_DIRECT) ? NOT_DIRECT : list;
	}
	const resolved: Record<string, unknown> = {};
	for (const [name, entry] of plan.entries) {
		const value = resolveDirect(entry, json);
		if (value === NOT_DIRECT) return NOT_DIRECT;
		resolved[name] = value;
	}
	return resolved;
}

function followPath(steps: string[], json: unknown): unknown {
	let value = json;
	for (let index = 0; index < steps.length; index++) {
		const step = steps[index];
		if (!isPlainObject(value) && !Array.isArray(value)) return NOT_DIRECT;
		// What a prototype or n8n's sandbox has a say in is left to the engine.
		const prototype = Array.isArray(value) ? Array.prototype : Object.prototype;
		if (step in prototype || isForbidden(step)) return NOT_DIRECT;
		if (!Object.prototype.hasOwnProperty.call(value, step)) {
			return index === steps.length - 1 && !Array.isArray(value) ? undefined : NOT_DIRECT;
		}
		value = (value as Record<string, unknown>)[step];
	}
	return isJson(value) ? value : NOT_DIRECT;
}

/** n8n before 1.97 has no such rule, and does not export one. */
function isForbidden(step: string): boolean {
	return typeof isSafeObjectProperty === 'function' && !isSafeObjectProperty(step);
}

/** Plain JSON through and through; n8n's engine converts anything else in ways of its own. */
function isJson(value: unknown): boolean {
	if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
	if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
	if (Array.isArray(value)) return value.every(isJson);
	return isPlainObject(value) && Object.values(value).every(isJson);
}
