import { config } from '@n8n/node-cli/eslint';
import { globalIgnores } from 'eslint/config';

export default [
	...config,
	// What the benchmark fetches from n8n.
	globalIgnores(['.cache']),
	{
		// Tests, scripts, the simulator and the demo run on the developer's machine only: they may use Node's own
		// modules and print. The rules for shipped code stay as n8n sets them.
		files: ['scripts/**/*.ts', 'test/**/*.ts'],
		rules: {
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			// n8n's own HTTP Request node sends with the older helper, so a test does, too.
			'@n8n/community-nodes/no-deprecated-workflow-functions': 'off',
			'@n8n/community-nodes/no-restricted-globals': 'off',
			'@n8n/community-nodes/no-restricted-imports': 'off',
			'no-console': 'off',
		},
	},
];
