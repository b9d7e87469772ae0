import type { JsonObject } from './types';

/** One import from files. */
export interface SimulatedImport {
	importId: string;
	importName: string;
	importType: 'USERS' | 'EVENTS' | 'AUX_DATA';
	scheduleType: 'PERIODIC' | 'ONETIME';
	source: 'SFTP' | 'S3' | 'CSV';
	status: string;
	/** Files that it has processed, the last one first. */
	runs: JsonObject[];
	/** When it ran last, epoch milliseconds; `undefined`: long ago. */
	startedAt?: number;
}

const HEX_DIGITS = 24;

/** The ID of one of the imports that the simulator has. */
export function importId(index: number): string {
	return `67348ff2${index.toString(16).padStart(HEX_DIGITS - 8, '0')}`;
}

/** Imports whose last file had rows that failed, by their names. */
const FAILED_ROWS: Record<string, number> = { 'Nightly orders': 12 };

const NAMES = ['Nightly customers', 'Nightly orders', 'Weekly stores'];

/** A file that an import has processed. */
export function runOf(index: number, file: number, failed = 0): JsonObject {
	return {
		id: `672561cc${(index * 1000 + file).toString(16).padStart(HEX_DIGITS - 8, '0')}`,
		file_name: `customers-${file}.csv`,
		scheduled_at: '2026-11-29T02:00:00.000000',
		completed_at: '2026-11-29T02:04:10.942000',
		type: 'USERS',
		file_size: '1000',
		file_status: failed > 0 ? 'PARTIAL_FAILURE' : 'SUCCESSFUL',
		status_msg: failed > 0 ? 'Some rows could not be read' : '',
		total_rows: 1000,
		added_rows: 100,
		updated_rows: 900 - failed,
		failed_rows: failed,
		skipped_rows: 0,
		aux_data_added_count: 0,
		aux_data_failed_count: 0,
	};
}

/** 120 imports: three that run at night or weekly, 97 others that run at intervals, and 20 that ran once. */
export const defaultImports: SimulatedImport[] = Array.from({ length: 120 }, (_, index) => {
	const importName = NAMES[index] ?? `Import ${index}`;
	return {
		importId: importId(index),
		importName,
		importType: (['USERS', 'EVENTS', 'AUX_DATA'] as const)[index % 3],
		scheduleType: index < 100 ? ('PERIODIC' as const) : ('ONETIME' as const),
		source: (['SFTP', 'S3', 'CSV'] as const)[index % 3],
		status: index < 100 ? 'SCHEDULED' : 'SUCCESSFUL',
		runs: [runOf(index, 1, FAILED_ROWS[importName]), runOf(index, 0)],
	};
});

export function shownImport({
	importId: id,
	importName,
	importType,
	scheduleType,
	source,
	status,
}: SimulatedImport): JsonObject {
	return {
		import_id: id,
		import_name: importName,
		last_run_status: 'SUCCESSFUL',
		import_type: importType,
		schedule_type: scheduleType,
		import_source: source,
		custom_segment_config: {},
		aux_data_config: {},
		total_files: 1,
		processed_files: 1,
		total_rows: 1000,
		processed_rows: 1000,
		created_at: '2024-11-13T17:09:30.635000',
		last_run_at: '2026-11-29T02:04:12.024000',
		next_scheduled_at: '2026-12-01T02:00:00.619000',
		created_by_email: 'jane@example.com',
		status,
		time_zone: 'Asia/Calcutta',
	};
}
