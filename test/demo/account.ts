/** One output item of the MoEngage node: the input items that it is paired with, and whether it failed. */
export type OutputRecord = {
	pairedWith: number[];
	failed: boolean;
	/** It was shown or skipped, and says so. */
	unsent?: boolean;
};

/** What is known about a run when it is over, from both ends. */
export type Journey = {
	itemsIn: number;
	/** A write puts out one item for each input item; a read one for each record that it found. */
	kind: 'read' | 'write';
	outputs: OutputRecord[];
	/** How many items MoEngage's side holds afterwards; a read leaves none there. */
	recorded: number;
	/** Items whose right response is that there is nothing for them, so that nothing comes out. */
	withoutRecord?: number[];
};

/** How many input items were accepted (or, by a read, got a response) and how many rejected. */
export type Tally = { accepted: number; rejected: number };

/** Counts input items, not outputs: a read may have several outputs for one item. */
export function tally({ outputs, withoutRecord = [] }: Journey): Tally {
	const count = (failed: boolean) =>
		new Set(outputs.filter((one) => one.failed === failed).flatMap((one) => one.pairedWith)).size;
	return { accepted: count(false) + withoutRecord.length, rejected: count(true) };
}

/**
 * Holds what came out of the node, and what the other side recorded, against what went in.
 * @returns one sentence for each thing that does not add up; none when every item is accounted for
 */
export function unaccounted(journey: Journey): string[] {
	const { itemsIn, kind, outputs, recorded, withoutRecord = [] } = journey;
	const complaints: string[] = [];
	const delivered = new Array<number>(itemsIn).fill(0);
	const rejected = new Array<number>(itemsIn).fill(0);

	outputs.forEach(({ pairedWith, failed }, index) => {
		if (pairedWith.length !== 1) {
			complaints.push(`Output ${index} is paired with ${pairedWith.length} items in place of one.`);
		}
		for (const item of pairedWith) {
			if (delivered[item] === undefined) {
				complaints.push(`Output ${index} is paired with item ${item}, which does not exist.`);
			} else if (failed) {
				rejected[item]++;
			} else {
				delivered[item]++;
			}
		}
	});

	for (let item = 0; item < itemsIn; item++) {
		const [good, bad] = [delivered[item], rejected[item]];
		if (withoutRecord.includes(item)) {
			if (good > 0) complaints.push(`Item ${item} has an output, and nothing was there for it.`);
		} else if (good + bad === 0) complaints.push(`Item ${item} is lost: it is in no output.`);
		else if (good > 0 && bad > 0) complaints.push(`Item ${item} was both accepted and rejected.`);
		else if (bad > 1 || (kind === 'write' && good > 1)) {
			complaints.push(`Item ${item} is doubled: it is in ${good + bad} outputs.`);
		}
	}

	const deliveredOutputs = outputs.filter(({ failed, unsent }) => !failed && !unsent).length;
	const expected = kind === 'write' ? deliveredOutputs : 0;
	if (recorded !== expected) {
		complaints.push(
			`MoEngage's side recorded ${recorded} items, and ${expected} were reported as accepted.`,
		);
	}
	return complaints;
}
