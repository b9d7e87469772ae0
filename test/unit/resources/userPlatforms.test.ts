import { upsert } from '../../../nodes/MoEngage/resources/user/upsert';
import { parametersOf } from '../parametersOf';

const FACTS = {
	json: {},
	item: 0,
	now: 0,
	workflowZone: { offsetAt: () => 0 },
	newUuid: () => '',
	hasFile: () => false,
	files: () => [],
};

function platformsOf(platforms: unknown): unknown {
	const parameters = parametersOf({
		customerId: 'a@example.com',
		specifyAttributes: 'json',
		additionalFields: { platforms },
	});
	return upsert.toPiece(parameters, FACTS).element.platforms;
}

const web = { platform: 'web', active: 'true' };
const noIos = { platform: 'iOS', active: 'false' };

test.each<[what: string, given: unknown, sent: unknown]>([
	['the fixed collection', { platform: [{ platform: 'web', active: true }] }, [web]],
	['one entry', { platform: 'IOS', active: 'false' }, [noIos]],
	['a list of entries', [{ platform: 'web' }, { platform: 'ios', active: false }], [web, noIos]],
	['a list of names', ['WEB'], [web]],
	['names in a text', 'web', [web]],
	['names and whether active', { web: true, iOS: false }, [web, noIos]],
	['JSON in a text', '{"web":"true","ios":"false"}', [web, noIos]],
	['an empty text', '', undefined],
	['null', null, undefined],
	['an entry that nobody filled in', { platform: [{ platform: '', active: true }] }, undefined],
])('platforms of a user are read from %s', (_what, given, sent) => {
	expect(platformsOf(given)).toEqual(sent);
});

test.each<[what: string, given: unknown, reason: RegExp]>([
	['an unknown name', 'kiosk', /"kiosk" is not a value/],
	['neither true nor false', { web: 'sometimes' }, /neither true nor false/],
	['broken JSON', '{"web":', /not valid JSON/],
])('platforms with %s are refused rather than left out', (_what, given, reason) => {
	expect(() => platformsOf(given)).toThrow(reason);
});
