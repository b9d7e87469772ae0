import { EVALUATION_TRIGGER_NODE_TYPE } from 'n8n-workflow';

/**
 * Has to run before anything else of the package does. n8n tells a node no version of its own; what n8n 1.94 was the
 * first to have tells them apart.
 * @throws what n8n then shows in its log, and to the user who installs the package
 */
export function assertSupportedN8n(): void {
	if (EVALUATION_TRIGGER_NODE_TYPE !== undefined) return;
	throw new Error(
		'n8n-nodes-moengage needs n8n 1.94 or newer. Update n8n, then start it again: the MoEngage nodes are not available before.',
	);
}
