import { parseArgs } from 'node:util';

import { FLOORS, type Floor } from './floors';

/** What the command line can say. */
export const USAGE = `Usage: npm run mutate -- [FLOOR...] [--hand-made] [--fresh] [--file NAME]
  FLOOR        ${FLOORS.map(({ name }) => name).join(', ')}; without any, all of them and the faults made by hand
  --hand-made  the faults made by hand, of which the name has this part: --hand-made=lane
  --fresh      forget the results of earlier runs
  --file NAME  only mutants of files with this in their path, to see while you write a test`;

export type MutateArguments = {
	floors: Floor[];
	/** Part of the names of the faults made by hand that are to be run; `undefined`: none of them. */
	handMade?: string;
	isFresh: boolean;
	/** Part of the path of the files. */
	file?: string;
};

/** @throws if an option or a floor does not exist */
export function readMutateArguments(args = process.argv.slice(2)): MutateArguments {
	const wanted = args.map((arg) => (arg === '--hand-made' ? '--hand-made=' : arg));
	const { values, positionals } = parseArgs({
		args: wanted,
		allowPositionals: true,
		options: {
			'hand-made': { type: 'string' },
			fresh: { type: 'boolean', default: false },
			file: { type: 'string' },
		},
	});
	const floors = positionals.map((name) => {
		const floor = FLOORS.find((one) => one.name === name);
		if (floor === undefined) throw new Error(`There is no floor "${name}".`);
		return floor;
	});
	const handMade = values['hand-made'];
	const isAll = floors.length === 0 && handMade === undefined;
	return {
		floors: isAll ? FLOORS : floors,
		handMade: isAll && values.file === undefined ? '' : handMade,
		isFresh: values.fresh,
		file: values.file,
	};
}
