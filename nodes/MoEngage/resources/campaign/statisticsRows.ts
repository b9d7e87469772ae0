import type { IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../../mapping/values';

/** What MoEngage's answer has of a campaign; nothing where it has no figures. */
export function campaignRows({ data }: IDataObject, id: string): IDataObject[] {
	if (!isPlainObject(data)) throw new Error('it has no data');
	const rows = data[id];
	return (Array.isArray(rows) ? rows : []).filter(isPlainObject) as IDataObject[];
}

/** One flat row for each platform, locale and variation. */
export function flatRows({ platforms }: IDataObject): IDataObject[] {
	return entriesOf(platforms).flatMap(([platform, { locales }]) =>
		entriesOf(locales).flatMap(([locale, { variations }]) =>
			entriesOf(variations).map(([variation, figures]) => ({
				platform,
				locale,
				variation,
				...flatFigures(figures),
			})),
		),
	);
}

/** Performance figures by their own names; the others, some of which have the same names, behind what they are of. */
function flatFigures(figures: IDataObject): IDataObject {
	const { performance_stats, conversion_goal_stats, delivery_funnel, failure_breakdown } = figures;
	const goals = entriesOf(conversion_goal_stats).map(([name, goal], index) =>
		prefixed(`goal_${index + 1}_`, { name, ...goal }),
	);
	return Object.assign(
		{},
		isPlainObject(performance_stats) ? performance_stats : {},
		...goals,
		prefixed('funnel_', delivery_funnel),
		prefixed('failed_', failure_breakdown),
	) as IDataObject;
}

function prefixed(prefix: string, figures: unknown): IDataObject {
	if (!isPlainObject(figures)) return {};
	return Object.fromEntries(
		Object.entries(figures).map(([name, value]) => [prefix + name, value]),
	) as IDataObject;
}

function entriesOf(value: unknown): Array<[string, IDataObject]> {
	if (!isPlainObject(value)) return [];
	return Object.entries(value).filter((entry): entry is [string, IDataObject] =>
		isPlainObject(entry[1]),
	);
}
