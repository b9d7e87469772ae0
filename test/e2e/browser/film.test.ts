import { readExamples } from '../../demo/examples';
import { scrollToLastColumn } from './inPage';
import { Film } from './pictures';
import { useEditor } from './useEditor';

const { instance, editor } = useEditor();

const NODE = 'Track event';

test('300 orders, from an empty canvas to 292 delivered and 8 with a reason', async () => {
	const [example] = readExamples().filter(({ file }) => file === 'track-orders-of-a-day.json');
	const { workflow } = example;
	const film = new Film('moving');
	await editor.setHeight(720);
	const [start] = Object.keys(workflow.pinData ?? {});
	const orders = workflow.nodes.filter(({ name }) => name === start);
	await editor.openWorkflow(
		await instance.save({ ...workflow, name: 'Orders of a day', nodes: orders, connections: {} }),
	);
	await film.add(editor.window, 1500);
	await editor.search('moengage', 'MoEngage');
	await film.add(editor.window, 2000);
	await editor.openDetails('MoEngage');
	await film.add(editor.window, 2500);

	const nodes = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	const id = await instance.save({ ...workflow, name: 'Orders of a day', nodes });
	await editor.openWorkflow(id);
	await editor.page.getByTestId('zoom-to-fit').click();
	await editor.runWorkflow();
	await editor.reopenPanel(NODE);
	await film.add(editor.window, 3000);
	await editor.closePanel();
	await film.add(editor.window, 3000);
	await editor.reopenPanel('To fix');
	// The reasons are in the last columns.
	await editor.output.locator('table').evaluate(scrollToLastColumn);
	await film.add(editor.window, 3000);
	film.end();
	expect(instance.simulator.accepted.events).toHaveLength(292);
});
