import { caseOf, goodItems } from '../../engine/cases';
import { useEngine } from '../../engine/useEngine';

const { run, simulator } = useEngine();

test('a device carries its platform in the spelling of MoEngage, beside its other attributes', async () => {
	const DEVICE = caseOf('device.upsert');
	await run(DEVICE.name, goodItems(DEVICE, 3));
	expect(simulator.accepted.devices.map(({ attributes }) => attributes)).toEqual([
		{ model: 'Pixel', platform: 'ANDROID', push_id: 'push-0' },
		{ model: 'Pixel', platform: 'iOS', push_id: 'push-1' },
		{ model: 'Pixel', platform: 'web', push_id: 'push-2' },
	]);
});

test('single devices are named, and a name without its value never blocks all of them', async () => {
	const given = [
		['device_unique_id', 'd1'],
		['push_id', ''],
		['', 'd3'],
		['', ''],
		['PUSH_ID', 'p5'],
	];
	const finished = await run(
		'device.block',
		given.map(([name, value], index) => ({ user: `user-${index}@example.com`, name, value })),
		{
			onError: 'continueRegularOutput',
			parameters: {
				additionalFields: {
					deviceIdentifiers: {
						identifier: [{ name: '={{ $json.name }}', value: '={{ $json.value }}' }],
					},
				},
			},
		},
	);
	expect(finished.output('MoEngage').map(({ json }) => json.status ?? json.error)).toEqual([
		'success',
		expect.stringMatching(/\[Item 1\] Value is empty/) as string,
		expect.stringMatching(/\[Item 2\] Device Identifiers has an entry without a name/) as string,
		expect.stringMatching(/\[Item 3\] Device Identifiers has an entry without a name/) as string,
		'success',
	]);
	expect(
		simulator.accepted.deviceActions.map(({ deviceIdentifiers }) => deviceIdentifiers),
	).toEqual([[{ device_unique_id: 'd1' }], [{ push_id: 'p5' }]]);
});
