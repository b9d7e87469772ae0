/**
 * Send Once Per: a key that this node of this workflow has sent is not sent again. `runKeys.ts` is what one run asks
 * before each request, and tells what came to nothing; `record.ts` is the record of the node, which n8n keeps in its
 * database and all runs of the process share.
 *
 * n8n's record has no transaction: it is read, changed and written back. So all calls of a process go one after the
 * other, and keys that a run has under way are known to the others at once. Of two processes that write at the same time,
 * the later write wins. So each write has a mark: whoever finds it a moment later has the keys, and whoever does not
 * leaves those that the record has to the other. What is left is a write that takes several times as long as others.
 */
export { hintAtKeys, hintAtShortHistory } from './hints';
export { RunKeys, type Claim, type KeyReport } from './runKeys';
