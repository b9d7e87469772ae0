export type { CallAuth } from './callHeaders';
export { ALERT_TYPES, OTHER_ALERT_TYPES, sampleAlert, signatureOf } from './sampleAlerts';
export type { Alert } from './sampleAlerts';
export { EVENT_KINDS, kindsOf, streamBatches, streamEvents } from './streamEvents';
export type { StreamBatch, StreamEvent } from './streamEvents';
export { callOnce, WebhookSender } from './webhookSender';
export type { Call, ConnectorCall, Counts, Fate, Reply, SenderOptions } from './webhookSender';
