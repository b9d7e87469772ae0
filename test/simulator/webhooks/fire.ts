import { readFireArguments, type Shot } from './fireArguments';
import { sampleAlert } from './sampleAlerts';
import { EVENT_KINDS, kindsOf, streamEvents } from './streamEvents';
import type { Call, Reply } from './callOnce';
import { segmentPages, syncedUsers } from './segmentPages';
import { WebhookSender, type Counts } from './webhookSender';

/** Time, method, what is sent, status; never a secret, and nothing of the query. */
function replyLine({ method, body }: Call, { status, tookMs }: Reply): string {
	const time = new Date().toISOString().slice(11, 23);
	const outcome = status === 0 ? 'no answer' : String(status);
	return `${time} ${method} ${body?.length ?? 0} bytes ${outcome} after ${tookMs} ms`;
}

/** What became of everything, in one line. */
function summary({ taken, refused, lost, eventsTaken, eventsLost }: Counts): string {
	const events = (count: number) => (count > 0 ? ` (${count} events)` : '');
	return [
		`Taken: ${taken}${events(eventsTaken)}.`,
		`Tries that were not: ${refused}.`,
		`Lost: ${lost}${events(eventsLost)}.`,
	].join(' ');
}

async function shoot(sender: WebhookSender, shot: Shot): Promise<void> {
	switch (shot.source) {
		case 'stream': {
			const kinds = shot.codes.length > 0 ? kindsOf(shot.codes) : EVENT_KINDS;
			await sender.stream(streamEvents(shot.events, kinds), { batchSize: shot.batchSize });
			return;
		}
		case 'alert':
			for (const type of shot.types) await sender.alert(sampleAlert(type), shot.key);
			return;
		case 'segment': {
			const { added, removed, batchSize } = shot;
			const pages = segmentPages(syncedUsers(added), syncedUsers(removed, added), { batchSize });
			await sender.segmentSync(pages);
			return;
		}
		case 'connector':
			await sender.connector(shot.call);
	}
}

/**
 * Sends what the arguments say, and says what came back.
 * @param args behind the word "fire"
 * @param print is given each line
 * @returns what was taken, refused and lost
 */
export async function fire(args: string[], print: (line: string) => void): Promise<Counts> {
	const { shot, ...options } = readFireArguments(args);
	const sender = new WebhookSender({
		...options,
		onReply: (call, reply) => print(replyLine(call, reply)),
	});
	await shoot(sender, shot);
	print(summary(sender.counts));
	return sender.counts;
}
