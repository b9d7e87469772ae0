import type { SimulatedSegment } from './types';

const HEX_DIGITS = 24;

/** IDs that begin so are those of segments that the simulator has, beside the ones that it lists. */
const PREFIX = '6388a97b';

/** The ID of one of these segments. */
export function segmentId(index: number): string {
	return `${PREFIX}${index.toString(16).padStart(HEX_DIGITS - PREFIX.length, '0')}`;
}

/** The segment with an ID: one that is listed, or one of those that tests of any size ask for. */
export function knownSegment(
	segments: Map<string, SimulatedSegment>,
	id: string,
): SimulatedSegment | undefined {
	const listed = segments.get(id);
	if (listed !== undefined || !id.startsWith(PREFIX)) return listed;
	const name = `Segment ${parseInt(id.slice(PREFIX.length), 16)}`;
	return { id, name, createdTime: '2025-10-05T10:00:59.100000', source: 'API' };
}
