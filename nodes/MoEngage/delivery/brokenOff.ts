import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** Of n8n's workflow data, what tells about earlier runs of this node. */
type WorkflowData = {
	$runIndex?: number;
	$?: (nodeName: string) => {
		isExecuted: boolean;
		all: (branch: number, run: number) => Array<{ json: { [RECOVERED]?: boolean } }>;
	};
};

/** n8n puts an item with this field where a node had ended whose output is lost. */
const RECOVERED = 'isArtificialRecoveredEventItem';

/** Is this the tool of an AI agent? n8n names the tool form of a node after the node. */
export function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

/**
 * Is this a retry of an execution that was lost, because n8n's process was killed or crashed, after this node
 * had started in it?
 *
 * n8n then has nothing of what the node remembered, and "Retry" runs the workflow from its trigger on. But if
 * n8n found in its event log which nodes had started, it notes an earlier run of them: without any data if
 * the node was under way, with a made-up item if it had ended. "Retry" drops such a note of the last node.
 * Of a tool n8n notes every run before it begins, so that nothing can be told there.
 */
export function wasBrokenOff(context: IExecuteFunctions): boolean {
	if (context.getMode() !== 'retry' || isTool(context.getNode())) return false;
	const { $runIndex = 0, $ } = context.getWorkflowDataProxy(0) as WorkflowData;
	const self = $?.(context.getNode().name);
	if (self === undefined || !self.isExecuted) return false;
	if ($runIndex === 0) return true;
	try {
		return self.all(0, $runIndex - 1).some(({ json }) => json[RECOVERED] === true);
	} catch {
		return true;
	}
}
