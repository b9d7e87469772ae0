import { SimulatorServer } from './server';
import type { Simulator, SimulatorOptions } from './types';

export { defaultBusinessEvents, defaultExperiences, defaultUsers } from './seed';
export type { SimulatedExperience } from './seed';
export type * from './types';

/**
 * Starts a local MoEngage: it keeps the documented contract of the endpoints that this package
 * calls, records what it was sent and what it accepted, and causes trouble on request.
 *
 * @throws the error of the operating system if the port is taken
 */
export function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	return new SimulatorServer(options).listen(options.port ?? 0);
}
