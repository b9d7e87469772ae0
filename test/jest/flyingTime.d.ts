/** From now on, the clock of this process leaps while everything in it waits. */
export function begin(): void;

/** Back to Node's own clock. */
export function end(): void;
