import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const DIST = join(__dirname, '..', '..', 'dist');
const NODES = ['nodes/MoEngage/MoEngage.node.js', 'nodes/MoEngageTrigger/MoEngageTrigger.node.js'];

/** Loads a file of the built package in a process of its own, with an n8n-workflow that lacks these exports. */
function loadWithout(missing: string[], file: string): string {
	const script = `
		const Module = require('node:module');
		const older = { ...require('n8n-workflow') };
		for (const name of ${JSON.stringify(missing)}) delete older[name];
		const load = Module._load;
		Module._load = (name, ...rest) => (name === 'n8n-workflow' ? older : load(name, ...rest));
		const [node] = Object.values(require(${JSON.stringify(join(DIST, file))})).map((Node) => new Node());
		console.log(node.description.displayName);
	`;
	const { stdout, stderr } = spawnSync(process.execPath, ['-e', script], {
		cwd: __dirname,
		encoding: 'utf8',
	});
	return stdout.trim() || (/^Error: .*/m.exec(stderr)?.[0] ?? stderr);
}

test.each(NODES)('an n8n that cannot load %s is told in one line which one can', (file) => {
	// n8n 1.92, and older ones
	const told = loadWithout(['EVALUATION_TRIGGER_NODE_TYPE', 'isSafeObjectProperty'], file);
	expect(told).toMatch(/^Error: n8n-nodes-moengage needs n8n 1\.94 or newer\. Update n8n/);
});

test('the oldest n8n that is promised loads the package', () => {
	expect(NODES.map((file) => loadWithout(['isSafeObjectProperty'], file))).toEqual([
		'MoEngage',
		'MoEngage Trigger',
	]);
});
