/** Where MoEngage's call comes from: the values of the parameter `source`. */
export type Source = 'alert' | 'connector' | 'segmentSync' | 'stream';

/** How a call has to prove that it comes from MoEngage; alerts always carry a signature. */
export type Authentication = 'secret' | 'none';

/** The headers of a call: names in lower case. */
export type Headers = Record<string, string | string[] | undefined>;
