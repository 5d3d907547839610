import { type AlertRecord, type ChannelName, alertRecordSchema } from '../../domain/alerts/record.ts';
import { type Collection, type IndexEntry, orderKey } from '../../store/store.ts';

const waiting =
  (channel: ChannelName) =>
  (doc: AlertRecord): IndexEntry | null => {
    const { dueAt } = doc[channel];
    return dueAt === null ? null : { facets: [''], order: orderKey(dueAt) };
  };

/** The document's id is the alert's key. Each index holds what one channel still has to tell, by when it may. */
export const alerts: Collection<AlertRecord, ChannelName> = {
  name: 'alerts',
  /** Version 1 knew nobody's WeChat, version 2 no digest of a member's own. */
  schemaVersion: 3,
  parse: (raw) => alertRecordSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: { webhook: waiting('webhook'), mail: waiting('mail'), wechat: waiting('wechat') },
};
