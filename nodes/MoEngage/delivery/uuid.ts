import { createHash } from 'crypto';

/** The UUID v4 that belongs to a text: as random as the text is. */
export function uuidOf(text: string): string {
	const bytes = createHash('sha256').update(text).digest();
	// Version 4 and the variant of RFC 9562.
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	const hex = bytes.toString('hex');
	return [
		hex.slice(0, 8),
		hex.slice(8, 12),
		hex.slice(12, 16),
		hex.slice(16, 20),
		hex.slice(20, 32),
	].join('-');
}
