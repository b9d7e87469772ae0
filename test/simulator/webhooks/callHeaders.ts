/** How MoEngage shows that a call of Streams or of a Connector Campaign is its own. */
export type CallAuth =
	| { kind: 'none' }
	| { kind: 'bearer'; secret: string }
	| { kind: 'basic'; user: string; password: string }
	/** A static header of any name, as agreed in the support ticket or entered in the campaign. */
	| { kind: 'header'; name: string; value: string };

/** The header with which MoEngage authenticates a call. */
export function callHeaders(auth: CallAuth): Record<string, string> {
	switch (auth.kind) {
		case 'none':
			return {};
		case 'bearer':
			return { Authorization: `Bearer ${auth.secret}` };
		case 'basic': {
			const pair = Buffer.from(`${auth.user}:${auth.password}`).toString('base64');
			return { Authorization: `Basic ${pair}` };
		}
		case 'header':
			return { [auth.name]: auth.value };
	}
}
