import { homedir } from 'node:os';
import { join } from 'node:path';

const { N8N_NODES_MOENGAGE_CACHE: chosen, XDG_CACHE_HOME: shared } = process.env;

/**
 * Where installed releases of n8n are kept, some gigabytes each: outside the project, so that several clones
 * share them. `N8N_NODES_MOENGAGE_CACHE` moves it.
 */
export const CACHE = chosen ?? join(shared ?? join(homedir(), '.cache'), 'n8n-nodes-moengage');
