/** One list of coupon codes. */
export interface SimulatedCouponList {
	id: string;
	name: string;
	label: string;
	expiresAt: string;
	status: 'ACTIVE' | 'ARCHIVED' | 'EXPIRED';
	available: number;
	files: SimulatedCouponFile[];
}

/** One file of codes that was uploaded to a list. */
export interface SimulatedCouponFile {
	id: string;
	name: string;
	url: string;
	added: number;
	status: string;
}

const HEX_DIGITS = 24;

/** The ID of one of the coupon lists that the simulator has. */
export function couponListId(index: number): string {
	return `6721d00e${index.toString(16).padStart(HEX_DIGITS - 8, '0')}`;
}

const NAMES = ['Welcome coupons', 'Birthday coupons', 'Win-back coupons'];

/** 120 lists, the last 60 of them archived; the first three have few or many codes left. */
export const defaultCouponLists: SimulatedCouponList[] = Array.from(
	{ length: 120 },
	(_, index) => ({
		id: couponListId(index),
		name: NAMES[index] ?? `Coupons ${index}`,
		label: `coupons_${index}`,
		expiresAt: '2027-10-31T18:29:00',
		status: index < 60 ? ('ACTIVE' as const) : ('ARCHIVED' as const),
		available: [120, 4300, 75][index] ?? (index < 60 ? 5000 : 0),
		files: [
			{
				id: `6721d00f${index.toString(16).padStart(HEX_DIGITS - 8, '0')}`,
				name: `codes ${index}`,
				url: `https://shop.example.com/codes-${index}.csv`,
				added: 5000,
				status: 'SUCCESSFUL',
			},
		],
	}),
);
