/** `npm run drawings` writes the drawings of MoEngage's dashboard into `docs/drawings/`, from `forms.ts`. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { drawn } from './form';
import { FORMS } from './forms';

const FOLDER = resolve(__dirname, '..', '..', 'docs', 'drawings');

for (const [name, form] of Object.entries(FORMS)) {
	writeFileSync(join(FOLDER, `${name}.svg`), drawn(form));
}
