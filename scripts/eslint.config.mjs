// Scripts run where tests do.
export { default } from '../test/eslint.config.mjs';
