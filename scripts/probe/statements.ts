import { isPlainObject } from '../../nodes/MoEngage/mapping/values';
import type { Answer } from './ask';
import { WRITTEN } from './questions';
import { resetUnit, unitOfRemaining } from './rateUnits';

/** What a run says about one statement of MoEngage's documents. */
export type Verdict = {
	statement: string;
	source: string;
	verdict: 'holds' | 'does not hold' | 'open';
	because: string;
};

/** The answers of a run, by the ID of the question. */
export type Answers = Map<string, Answer>;

type Finding = [verdict: Verdict['verdict'], because: string];

type Statement = { statement: string; source: string; judge(answers: Answers): Finding };

const NOT_ASKED: Finding = ['open', 'not asked, or no answer'];

/**
 * Judges by the answer to one question, if there is one of MoEngage's own.
 * @param whenBarred judges a refusal of the key or the workspace as well
 */
function by(
	id: string,
	judge: (answer: Answer & { status: number }) => Finding,
	whenBarred = false,
) {
	return (answers: Answers): Finding => {
		const answer = answers.get(id);
		if (answer?.status === undefined) return NOT_ASKED;
		const { body, reply, status } = answer;
		const isJson = typeof body === 'object' && body !== null;
		if (!isJson || (reply.kind !== 'accepted' && reply.kind !== 'refused')) {
			return ['open', `HTTP ${status}, no JSON`];
		}
		if (reply.kind === 'refused' && reply.concerns !== 'request') {
			const isBarred = reply.concerns === 'key' || reply.concerns === 'workspace';
			if (!isBarred || !whenBarred) return ['open', `HTTP ${status}, ${reply.cause}`];
		}
		return judge({ ...answer, status });
	};
}

const verdict = (holds: boolean, because: string): Finding => [
	holds ? 'holds' : 'does not hold',
	because,
];

function isTaken(id: string) {
	return by(id, ({ status, reply }) => verdict(reply.kind === 'accepted', `HTTP ${status}`));
}

function isRefused(id: string) {
	return by(id, ({ status, reply }) => verdict(reply.kind === 'refused', `HTTP ${status}`));
}

/** Does the body of a refusal have these fields, by their path? */
function errorHas(id: string, ...paths: string[]) {
	return by(id, ({ body, status, reply }) => {
		if (reply.kind !== 'refused') return ['open', `HTTP ${status}, not refused`];
		const missing = paths.filter((path) => valueAt(body, path) === undefined);
		return verdict(
			missing.length === 0,
			missing.length === 0 ? `HTTP ${status}` : `HTTP ${status} without ${missing.join(', ')}`,
		);
	});
}

function valueAt(body: unknown, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, name) => (isPlainObject(value) ? value[name] : undefined), body);
}

/** What MoEngage itself answered for a tile; a gateway's pages say nothing about MoEngage. */
const answersOf = (answers: Answers, tile: string) =>
	[...answers.values()].filter(
		({ question, body }) => question.tile === tile && typeof body === 'object' && body !== null,
	);

const hasRateHeaders = ({ headers }: Answer) => headers['x-ratelimit-limit'] !== undefined;

/** Statements that MoEngage's documents make, leave open, or make against each other (facts, section 14). */
export const STATEMENTS: Statement[] = [
	{
		statement: 'Test Connection is open in every workspace and answers app_name',
		source: 'api/data/data.yaml',
		judge: by('testConnection', ({ body, status }) =>
			verdict(valueAt(body, 'app_name') !== undefined, `HTTP ${status}`),
		),
	},
	{
		statement: 'Get User works without being enabled by support',
		source: 'api/data/data.yaml says that it must be enabled',
		judge: by(
			'getUser',
			({ reply, status }) => verdict(reply.kind === 'accepted', `HTTP ${status}`),
			true,
		),
	},
	{
		statement: 'Get User takes moengage_id',
		source: 'data.yaml, enum',
		judge: isTaken('getUserByMoengageId'),
	},
	{ statement: 'Get User takes id', source: 'data.yaml, examples', judge: isTaken('getUserById') },
	{
		statement: 'Every response of the Data API has x-ratelimit headers, 200 too',
		source: 'api/data/data-overview.mdx',
		judge(answers) {
			const asked = answersOf(answers, 'data');
			if (asked.length === 0) return NOT_ASKED;
			const having = asked.filter(hasRateHeaders).length;
			return verdict(having === asked.length, `${having} of ${asked.length} responses`);
		},
	},
	{
		statement: 'x-ratelimit-reset is the seconds that are left, below 60',
		source: 'api/data/data-overview.mdx; epoch: api/rate-limits.mdx, catalog',
		judge(answers) {
			const units = [...answers.values()].map(({ headers }) => resetUnit(headers));
			const told = [...new Set(units.filter((unit) => unit !== undefined))];
			if (told.length === 0) return ['open', 'no x-ratelimit-reset came'];
			return verdict(told.join() === 'seconds left', told.join(' and '));
		},
	},
	{
		statement: 'x-ratelimit-remaining counts users, not requests',
		source: 'api/data/data-overview.mdx ("requests"), the limits ("users")',
		judge(answers) {
			const unit = unitOfRemaining(answers.get('getUser'), answers.get('getThreeUsers'), 3);
			if (unit === undefined) return ['open', 'no comparable x-ratelimit-remaining came'];
			return verdict(unit === 'users', `it counts ${unit}`);
		},
	},
	{
		statement: 'Catalog has x-ratelimit headers on 429 only',
		source: 'api/catalog/catalog.yaml',
		judge: by('catalog', (answer) => verdict(!hasRateHeaders(answer), `HTTP ${answer.status}`)),
	},
	{
		statement: 'The Data API refuses with {status: fail, error: {message, type, request_id}}',
		source: 'api/data/data.yaml',
		judge: errorHas('trackNothing', 'status', 'error.message', 'error.type', 'error.request_id'),
	},
	{
		statement: 'Bulk Import refuses a body without elements',
		source: 'data.yaml (400s); data-overview.mdx ("always 200")',
		judge: isRefused('importNothing'),
	},
	{
		statement: 'Legacy business events refuse with {error: {code, message, details, request_id}}',
		source: 'api/business-events/business-events-legacy/business-events.yaml',
		judge: errorHas(
			'searchWithMore',
			'error.code',
			'error.message',
			'error.details',
			'error.request_id',
		),
	},
	{
		statement: 'A key of another tile gets 401',
		source: 'api/introduction.mdx ("401 or 403")',
		judge: by('otherKey', ({ status }) => verdict(status === 401, `HTTP ${status}`), true),
	},
	{
		statement: 'The Campaign key opens business events of version 5',
		source: 'business-events-v5.yaml names no tile',
		judge: by(
			'listEventsV5',
			({ reply, status }) =>
				reply.kind === 'refused' && reply.concerns === 'request'
					? ['open', `HTTP ${status}, refused for another reason`]
					: verdict(reply.kind === 'accepted', `HTTP ${status}`),
			true,
		),
	},
	{
		statement: 'Version 5 refuses with {response_id, error: {code, message}}',
		source: 'business-events-v5.yaml',
		judge: errorHas('searchEventsV5', 'response_id', 'error.code', 'error.message'),
	},
	{
		statement: 'Search Campaigns needs an Idempotency-Key',
		source: 'api/campaigns/campaign-draft.yaml',
		judge(answers) {
			const withKey = answers.get('campaigns')?.reply.kind;
			if (withKey !== 'accepted') return ['open', 'refused with the key as well, or not asked'];
			return isRefused('campaignsWithoutKey')(answers);
		},
	},
	{
		statement: 'Subscriptions of version 5 refuse without response_id',
		source: 'subscription-categories-v5.yaml',
		judge: by('preferences', ({ body, status, reply }) =>
			reply.kind === 'refused' && valueAt(body, 'error.code') !== undefined
				? verdict(valueAt(body, 'response_id') === undefined, `HTTP ${status}`)
				: ['open', `HTTP ${status}, no refusal of version 5`],
		),
	},
	{
		statement: 'Campaign Meta takes a list of IDs',
		source: 'campaign-draft.yaml ("one or more campaigns", with one ID as text)',
		judge: by('reachOfTwo', ({ status }) => verdict(status === 200, `HTTP ${status}`)),
	},
	{
		statement: 'File imports take lists of types',
		source: 'data.yaml, example',
		judge: isTaken('imports'),
	},
	{
		statement: 'File imports take one type as text',
		source: 'data.yaml, schema',
		judge: isTaken('importsByOneType'),
	},
	{
		statement: 'A segment that does not exist gets a refusal with response_id and error.code',
		source: 'custom-segments.yaml',
		judge: errorHas('segment', 'response_id', 'error.code', 'error.message'),
	},
	{
		statement: 'Bulk Resubscribe refuses with {response_id, error: {message, err_code}}',
		source: 'email-subscription.yaml',
		judge: errorHas('resubscribeNothing', 'response_id', 'error.message', 'error.err_code'),
	},
	{
		statement: 'A coupon list that does not exist gets {error: {code, message}}',
		source: 'OpenAPI of coupons',
		judge: errorHas('couponList', 'error.code', 'error.message'),
	},
	{
		statement: 'A campaign report that does not exist gets 400, and 401 is the signature',
		source:
			'api/stats-report/stats-report.yaml; the name is signed as it is, not URL-encoded: a guess',
		judge(answers) {
			const { status, body } = answers.get('report') ?? {};
			if (status === undefined) return NOT_ASKED;
			// Of a wrong signature, MoEngage says nothing but 401.
			const isSaid = status === 400 ? isPlainObject(body) : status === 401 && body === '';
			return isSaid ? verdict(status === 400, `HTTP ${status}`) : ['open', `HTTP ${status}`];
		},
	},
	{
		statement: 'A catalog that does not exist gets 404 with error-code and message',
		source: 'api/catalog/catalog.yaml',
		judge: errorHas('catalog', 'error-code', 'message'),
	},
	{
		statement: 'Personalize refuses with {title, description}',
		source: 'personalize-experience.yaml',
		judge: errorHas('reportNothing', 'title', 'description'),
	},
	{
		statement: 'A status of experiences in lower case finds nothing, without a refusal',
		source: 'personalize-experience.yaml',
		judge: by('experiencesLowerCase', ({ body, status }) =>
			verdict(valueAt(body, 'metadata.count') === 0, `HTTP ${status}`),
		),
	},
	{
		statement: 'Inform refuses with {message, err_code, status_code}',
		source: 'api/inform/inform.yaml',
		judge: errorHas('alert', 'message', 'err_code', 'status_code'),
	},
	{
		statement: 'An attribute that Track User accepted can be read at once',
		source: 'data-overview.mdx ("will be processed soon")',
		judge: by('readBack', ({ body, status, reply }) =>
			reply.kind === 'accepted'
				? verdict(JSON.stringify(body).includes(`"${WRITTEN.attribute}"`), `HTTP ${status}`)
				: ['open', `HTTP ${status}, refused`],
		),
	},
];

/** What the answers say about each statement. */
export function judgeAll(answers: Answers): Verdict[] {
	return STATEMENTS.map(({ statement, source, judge }) => {
		const [verdictOf, because] = judge(answers);
		return { statement, source, verdict: verdictOf, because };
	});
}
