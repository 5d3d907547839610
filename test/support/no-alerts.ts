import type { Alerting } from '../../src/usecases/deps.ts';

/** No channel to staff is on: what there is to say is in the log only. */
export const noAlerts: Alerting = { channels: [], toWechat: false, language: 'zh', quietMs: 3_600_000 };
