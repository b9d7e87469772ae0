const { dest, src } = require('gulp');

/** Copies what TypeScript does not: the icons and the codex file. */
function buildIcons() {
	return src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));
}

exports['build:icons'] = buildIcons;
