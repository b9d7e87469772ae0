const { default: Sequencer } = require('@jest/test-sequencer');

/** Without times of an earlier run, as after a fresh clone, Jest starts large files first, and these are small. */
const LONGEST = [
	'faultMatrix',
	'randomWorkflows',
	'sharedLimit',
	'oddLimits',
	'outage',
	'faultMatrixOfReads',
	'agentTool',
	'scan',
	'olderWorkflows',
	'randomDates',
	'everyOperation',
	'goodBehindBad',
	'cancel',
	'readyExpressions',
	'wholeRequestRefusals',
];

/** Starts the longest files first, so that both processors have work until the end. */
module.exports = class LongestFirst extends Sequencer {
	sort(tests) {
		const rank = ({ path }) => {
			const found = LONGEST.findIndex((name) => path.endsWith(`${name}.test.ts`));
			return found < 0 ? LONGEST.length : found;
		};
		return super.sort(tests).sort((a, b) => rank(a) - rank(b));
	}
};
