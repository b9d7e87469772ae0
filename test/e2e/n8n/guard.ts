import { spawn } from 'node:child_process';

/**
 * Makes a process end with this one, in whatever way this one ends: a signal, a crash and Jest's own exit run
 * no handler that could be relied on.
 * @param id of the process, negative for its whole group
 * @returns to be called once it has ended, since its ID may then become another's
 */
export function endWithThis(id: number, signal: 'KILL' | 'QUIT'): () => void {
	// The shell waits for the end of its input, which comes when nobody is there to write to it any more.
	const script = 'read -r _; kill -s "$1" -- "$2"';
	const guard = spawn('sh', ['-c', script, 'sh', signal, String(id)], {
		// What ends this one must not reach it.
		detached: true,
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	guard.unref();
	return () => guard.kill('SIGKILL');
}
