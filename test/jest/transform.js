const { transformSync } = require('esbuild');

/** Takes the types out of a file for Jest. ts-jest loads the compiler of TypeScript in each process and takes twice the time. */
exports.process = (source, file) =>
	transformSync(source, {
		loader: 'ts',
		format: 'cjs',
		target: 'node20',
		sourcefile: file,
		sourcemap: 'inline',
	});
