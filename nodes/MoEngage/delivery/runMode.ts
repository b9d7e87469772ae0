import type { IExecuteFunctions, INode } from 'n8n-workflow';

/** What n8n does with this run of the node. */
export type RunMode = {
	/** A failure ends the run, as an exception. */
	stops: boolean;
	/** Failed items go to a separate output. */
	hasErrorOutput: boolean;
	/** Each call by an AI agent is a separate request, however alike two of them look. */
	isToolCall: boolean;
	/** It is the tool of an AI agent. */
	isTool: boolean;
	/** A retry of an execution that was lost after this node had started in it. */
	wasBrokenOff(): boolean;
	/**
	 * May the node be run again with the same items after this run?
	 * @param firstFailed the failed item that comes first in the input
	 */
	mayBeRetried(firstFailed: number | undefined): boolean;
};

/** Reads the mode from the node's settings and the execution. */
export function runModeOf(context: IExecuteFunctions): RunMode {
	const node = context.getNode();
	const stops = stopsOnFailure(context, node);
	return {
		stops,
		hasErrorOutput: node.onError === 'continueErrorOutput',
		isToolCall: context.isToolExecution?.() === true,
		isTool: isTool(node),
		wasBrokenOff: () => wasBrokenOff(context),
		// n8n runs the node again after an exception, and in the continue modes when Retry On Fail is on and
		// the first output item is a failure.
		mayBeRetried: (firstFailed) => stops || (node.retryOnFail === true && firstFailed === 0),
	};
}

/**
 * As the tool of an AI agent a failure ends the run only where the user has chosen that: a model can mend its
 * call if it learns what is wrong with it. Of an exception, agents up to version 2 tell it nothing, and in
 * n8n 1 the whole run ends.
 */
function stopsOnFailure(context: IExecuteFunctions, node: INode): boolean {
	return isTool(node) ? node.onError === 'stopWorkflow' : !context.continueOnFail();
}

/** Is this the tool of an AI agent? n8n names the tool form of a node after the node. */
function isTool({ type }: INode): boolean {
	return type.endsWith('Tool');
}

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

/**
 * Is this a retry of an execution that was lost, because n8n's process was killed or crashed, after this node
 * had started in it?
 *
 * n8n then has nothing of what the node remembered, and "Retry" runs the workflow from its trigger on. But if
 * n8n found in its event log which nodes had started, it notes an earlier run of them: without any data if
 * the node was under way, with a made-up item if it had ended. "Retry" drops such a note of the last node.
 * Of a tool n8n notes every run before it begins, so that nothing can be told there.
 */
function wasBrokenOff(context: IExecuteFunctions): boolean {
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
