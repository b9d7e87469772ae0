import { readFileSync } from 'node:fs';

/** Milliseconds of CPU that a process of this machine has used so far, its children aside. */
export function cpuOf(pid: number | undefined): number {
	const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	const [user, system] = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.slice(11, 13);
	// The kernel counts in hundredths of a second.
	return (Number(user) + Number(system)) * 10;
}
