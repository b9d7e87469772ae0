/** A fault put into the code by hand, and the test that has to notice it. The code with it still compiles. */
export type HandMadeMutant = {
	/** What is wrong then. */
	name: string;
	/** The file with the fault, from the project's folder. */
	file: string;
	/** Stands in the file just once. */
	find: string;
	replace: string;
	/** Test files, each of which fails. */
	killedBy: string[];
};

const DELIVERY = 'nodes/MoEngage/delivery';
const RESOURCES = 'nodes/MoEngage/resources';
const TRANSPORT = 'nodes/MoEngage/transport';

/**
 * Faults that only the built package in n8n's engine shows: ledger, lanes, cancel, modes. Tools that make faults by
 * themselves run unit tests alone.
 */
export const HAND_MADE_MUTANTS: HandMadeMutant[] = [
	{
		name: 'a suspended account does not end the run',
		file: `${DELIVERY}/sending/send.ts`,
		find: 'if (concernsAll) this.barredBy =',
		replace: 'if (concernsAll && items.length < 0) this.barredBy =',
		killedBy: ['test/engine/keyAndWorkspaceRefusals.test.ts'],
	},
	{
		name: 'a failure does not end a run in stop mode',
		file: `${DELIVERY}/sending/send.ts`,
		find: 'if (this.rules.stopsOnFailure) this.exchange.stop();',
		replace: 'if (this.rules.stopsOnFailure) void this.exchange;',
		killedBy: ['test/engine/onError.test.ts'],
	},
	{
		name: 'the next request of a lane does not wait for the one before',
		file: `${DELIVERY}/sending/send.ts`,
		find: 'await sender.carry(requests[index].pieces);',
		replace: 'void sender.carry(requests[index].pieces);',
		killedBy: ['test/engine/laneOrder.test.ts'],
	},
	{
		name: 'the events of a user have one lane for each device',
		file: `${RESOURCES}/event/track.ts`,
		find: 'lane: JSON.stringify(identity),',
		replace: 'lane: JSON.stringify(element),',
		killedBy: ['test/engine/limitsAndConcurrency.test.ts', 'test/engine/laneOrder.test.ts'],
	},
	{
		name: 'each run has a limit of its own',
		file: `${DELIVERY}/limits/gate.ts`,
		find: 'return gates.of(account, pool);',
		replace: 'return gates.of(account, pool, Math.random());',
		killedBy: ['test/engine/limitsAndConcurrency.test.ts'],
	},
	{
		name: 'any text turns on Resend If Outcome Unknown',
		file: `${DELIVERY}/settings.ts`,
		find: "options.first('retryUnsafe') === true",
		replace: "Boolean(options.first('retryUnsafe'))",
		killedBy: ['test/engine/unknownOutcome.test.ts'],
	},
	{
		name: 'an item of unknown outcome is sent again by a retry',
		file: `${DELIVERY}/settling/outcomes.ts`,
		find: 'if (!mayRepeat && !retryUnsafe) this.byItem[item]',
		replace: 'if (!mayRepeat && !retryUnsafe && this.total < 0) this.byItem[item]',
		killedBy: ['test/engine/unknownOutcome.test.ts'],
	},
	{
		name: 'what is under way when the execution ends is not unknown',
		file: `${DELIVERY}/settling/outcomes.ts`,
		find: 'else if (!byUserAfterUnknown) this.ledger.depart(items);',
		replace: 'else if (!byUserAfterUnknown && this.total < 0) this.ledger.depart(items);',
		killedBy: ['test/unit/delivery/settling/outcomes.test.ts'],
	},
	{
		name: 'a retry knows nothing of what was accepted',
		file: `${DELIVERY}/settling/ledger.ts`,
		find: 'const found = runs[this.key] ?? ofVersion1;',
		replace: 'const found = ofVersion1;',
		killedBy: ['test/engine/retryOnFail.test.ts'],
	},
	{
		name: 'what one workspace has accepted counts for another',
		file: `${DELIVERY}/setup.ts`,
		find: 'const account = credential && accountOf(credential, route.endpoint.host);',
		replace:
			'const account = credential && accountOf(credential, route.endpoint.host).slice(0, 1);',
		killedBy: ['test/engine/movedCredential.test.ts'],
	},
	{
		name: 'the record of a finished run is kept',
		file: `${DELIVERY}/settling/outcomes.ts`,
		find: 'if (isDone || !mayBeRetried) this.ledger.clear();',
		replace: 'if (isDone && this.total < 0 && mayBeRetried) this.ledger.clear();',
		killedBy: ['test/engine/retryOnFail.test.ts'],
	},
	{
		name: 'the key of another tile is asked for',
		file: `${DELIVERY}/setup.ts`,
		find: 'const gap = credentialGap(credential, endpoint);',
		replace: "const gap = credentialGap(credential, { ...endpoint, tile: 'data' });",
		killedBy: ['test/engine/ownKeyAndWorkspace.test.ts', 'test/engine/everyOperation.test.ts'],
	},
	{
		name: 'the workspace ID is not encoded',
		file: `${TRANSPORT}/request.ts`,
		find: 'return encodeURIComponent(value);',
		replace: 'return value;',
		killedBy: ['test/engine/ownKeyAndWorkspace.test.ts'],
	},
	{
		name: 'a tool stops on failures as a node does',
		file: `${DELIVERY}/runMode.ts`,
		find: "return isTool(node) ? node.onError === 'stopWorkflow' : !context.continueOnFail();",
		replace: 'return isTool(node) && !node ? true : !context.continueOnFail();',
		killedBy: ['test/engine/agentTool.test.ts'],
	},
	{
		name: 'a lost execution is taken for a new one',
		file: `${DELIVERY}/runMode.ts`,
		find: 'wasBrokenOff: () => wasBrokenOff(context),',
		replace: 'wasBrokenOff: () => false && wasBrokenOff(context),',
		killedBy: ['test/engine/lostExecution.test.ts'],
	},
	{
		name: 'failed items stay on the first output in older versions of n8n',
		file: `${DELIVERY}/settling/report.ts`,
		find: 'if (isRouted) routeToErrorOutput(output, `${error}. ${description}`);',
		replace: 'void (isRouted ? routeToErrorOutput : output);',
		killedBy: ['test/unit/delivery/settling/report.test.ts'],
	},
	{
		name: 'one invalid item does not keep the others from being sent in stop mode',
		file: `${DELIVERY}/deliver.ts`,
		find: 'if (mode.stops && isInvalid) return;',
		replace: 'if (mode.stops && isInvalid) void 0;',
		killedBy: ['test/engine/everyOperation.test.ts', 'test/engine/stopModeMessage.test.ts'],
	},
	{
		name: 'keys that the sandbox of n8n keeps back are read without it',
		file: `${DELIVERY}/reading/directExpression.ts`,
		find: '&& !isSafeObjectProperty(step)',
		replace: "&& !isSafeObjectProperty('x')",
		killedBy: ['test/engine/directExpression.test.ts'],
	},
	{
		name: 'the tool of an agent keeps a record of its calls',
		file: `${DELIVERY}/settling/tries.ts`,
		find: 'nodeContext: isToolCall ? {} : (',
		replace: 'nodeContext: isToolCall && !context ? {} : (',
		killedBy: ['test/engine/agentTool.test.ts'],
	},
	{
		name: 'the calls of a tool share one record',
		file: `${DELIVERY}/settling/tries.ts`,
		find: "nodeContext: isToolCall ? {} : (context.getContext('node') as IDataObject & NodeContext),\n\t\trunIndex: $runIndex ?? 0,",
		replace:
			"nodeContext: context.getContext('node') as IDataObject & NodeContext,\n\t\trunIndex: isToolCall ? 0 : ($runIndex ?? 0),",
		killedBy: ['test/engine/agentTool.test.ts'],
	},
	{
		name: 'the runs of a loop share one record',
		file: `${DELIVERY}/settling/tries.ts`,
		find: 'runIndex: $runIndex ?? 0,',
		replace: 'runIndex: ($runIndex ?? 0) * 0,',
		killedBy: ['test/engine/retryOnFail.test.ts'],
	},
];
