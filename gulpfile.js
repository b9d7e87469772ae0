const { Transform } = require('node:stream');
const { dest, src } = require('gulp');

/** Copies what TypeScript does not: the icons, the codex files and the output schemas. */
function buildIcons() {
	return src('nodes/**/*.{svg,json}', { encoding: false }).pipe(compactJson()).pipe(dest('dist/nodes'));
}

/** JSON without white space, which would take up room in the package. */
function compactJson() {
	return new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			if (file.extname === '.json') {
				file.contents = Buffer.from(JSON.stringify(JSON.parse(file.contents)));
			}
			done(null, file);
		},
	});
}

exports['build:icons'] = buildIcons;
