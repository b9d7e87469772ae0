/** A mutant that behaves as the code itself does, so that no test can notice it. */
export type Equivalent = {
	file: string;
	/** The text that it replaces, in one line. */
	original: string;
	replacement: string;
	/** A part of the line with that text, where the file has it more than once. */
	inLine?: string;
	/** Why nothing can tell the two apart. */
	reason: string;
};

export const EQUIVALENTS: Equivalent[] = [];
