import { formFault, mediaType, parsedBody, textOf } from '../../../nodes/MoEngageTrigger/form';

test.each([
	['alert', { alert_type: '' }, 'The body has no text "alert_type"'],
	['alert', { alert_type: 7 }, 'The body has no text "alert_type"'],
	['segmentSync', { data: [] }, 'The body has no object "data"'],
	['stream', { events: {} }, 'The body has no list "events"'],
	['stream', [{ events: [] }], 'The body is not a JSON object'],
	['alert', { alert_type: 'FLOW_STATS' }, undefined],
	['connector', 'anything', undefined],
] as const)('a call of %s with %j is told what it lacks', (source, body, fault) => {
	expect(formFault(source, body, 'application/json')).toBe(fault);
});

test.each([
	['application/json', true],
	['Application/JSON; charset=utf-8', true],
	['application/cloudevents+json', true],
	['x-application/json', false],
	['application/jsonlines', false],
	['application/x-www-form-urlencoded', false],
	[undefined, false],
])('a body of the type %s counts as JSON: %s', (contentType, counts) => {
	const fault = formFault('stream', { events: [] }, contentType);
	expect(fault).toBe(counts ? undefined : 'The body is not a JSON object');
});

const RAW = Buffer.from('{"events":[1]}');

test.each([
	['JSON that n8n has read', 'application/json', RAW, 'as n8n has it'],
	['JSON that n8n does not know', 'application/cloudevents+json; v=1', RAW, { events: [1] }],
	['such JSON without its bytes', 'application/cloudevents+json', undefined, 'as n8n has it'],
	['such JSON that is broken', 'application/cloudevents+json', Buffer.from('{'), undefined],
	['a form', 'application/x-www-form-urlencoded', RAW, 'as n8n has it'],
])('the body of %s', (_what, contentType, rawBody, body) => {
	expect(parsedBody('as n8n has it', contentType, rawBody)).toEqual(body);
});

test.each([
	['UTF-8', Buffer.from('\ufeffZürich'), 'text/plain', 'Zürich'],
	['its type', Buffer.from('Zürich', 'latin1'), 'text/plain; charset = "iso-8859-1"', 'Zürich'],
	[
		'XML itself',
		Buffer.from('<?xml version="1.0" encoding="latin1"?>ü', 'latin1'),
		undefined,
		'<?xml version="1.0" encoding="latin1"?>ü',
	],
	[
		'UTF-8, if XML is only quoted',
		Buffer.from('see <?xml version="1.0" encoding="latin1"?>ü'),
		'text/plain',
		'see <?xml version="1.0" encoding="latin1"?>ü',
	],
	['UTF-8, for a name that nobody knows', Buffer.from('ü'), 'text/plain; charset=klingon', 'ü'],
	['nothing', undefined, undefined, ''],
])('the text of a body in the encoding of %s', (_what, raw, contentType, text) => {
	expect(textOf(raw, contentType)).toBe(text);
});

test('a type is compared without its parameters, blanks and capitals', () => {
	expect(mediaType(' Text/XML ; charset=x')).toBe('text/xml');
	expect(mediaType(undefined)).toBe('');
	expect(mediaType('')).toBe('');
});
