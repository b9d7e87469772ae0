/** The parts of n8n's scanner, which comes without types, that `scan.ts` uses. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	/** What the scan takes of a package's source repository. */
	export const SOURCE_FILE_PATTERNS: string[];

	/** The rules, in blocks for different files. */
	export function buildScanConfig(): Promise<
		Array<{ rules?: Record<string, string | number | Array<string | number | object>> }>
	>;

	/** Applies the rules to the files of a folder. */
	export function analyzePackage(
		folder: string,
		patterns: string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}
