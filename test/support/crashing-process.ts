/** One process of the server, which fails at a write or an outgoing call where it is told to. */
import type { AlertChannel } from '../../src/gateways/alerts/types.ts';
import type { OfficialAccount } from '../../src/gateways/official-account/types.ts';
import type { Shop } from '../../src/gateways/shop/types.ts';
import type { WechatPay } from '../../src/gateways/wechat-pay/types.ts';
import type { Store } from '../../src/store/store.ts';
import type { Deps } from '../../src/usecases/deps.ts';

/** How many writes and outgoing calls there are. */
export interface Points {
  readonly write: number;
  readonly call: number;
}

/** The n-th of its kind (from 1) fails before it takes effect or after; the process ends with it, or goes on. */
export interface Failure {
  readonly on: keyof Points;
  readonly nth: number;
  readonly when: 'before' | 'after';
  readonly ends: boolean;
}

const fault = new Error('the connection is lost');
const unknown = { kind: 'unknown', detail: 'the connection is lost' } as const;

type Outside = Pick<Deps, 'officialAccount' | 'wechatPay' | 'shop' | 'alerting'>;

export const aProcess = (store: Store, failure: () => Failure | null) => {
  let dead = false;
  let failed = false;
  const counts = { write: 0, call: 0 };
  const alive = <T>(act: () => Promise<T>): Promise<T> => (dead ? Promise.reject(fault) : act());
  const step = async <T>(on: Failure['on'], act: () => Promise<T>, unsure?: T): Promise<T> => {
    if (dead) throw fault;
    counts[on] += 1;
    const planned = failure();
    if (planned?.on !== on || counts[on] !== planned.nth) return act();
    failed = true;
    if (planned.when === 'after') await act();
    dead = planned.ends;
    // A process that goes on is told that nobody knows; one that has ended is told nothing.
    if (!dead && unsure !== undefined) return unsure;
    throw fault;
  };
  const stepping: Store = {
    get: (...all) => alive(() => store.get(...all)),
    getByKey: (...all) => alive(() => store.getByKey(...all)),
    scan: (...all) => alive(() => store.scan(...all)),
    explain: (...all) => store.explain(...all),
    getBlob: (id) => alive(() => store.getBlob(id)),
    insert: (...all) => step('write', () => store.insert(...all)),
    replace: (...all) => step('write', () => store.replace(...all)),
    putBlob: (...all) => step('write', () => store.putBlob(...all)),
    ping: () => alive(() => store.ping()),
    close: () => store.close(),
  };
  const account = (real: OfficialAccount): OfficialAccount => ({
    sendText: (...all) => step('call', () => real.sendText(...all), unknown),
    sendTemplate: (...all) => step('call', () => real.sendTemplate(...all), unknown),
    downloadMedia: (id) => step('call', () => real.downloadMedia(id), unknown),
  });
  const pay = (real: WechatPay): WechatPay => ({
    ...real,
    refund: (request) => step('call', () => real.refund(request), unknown),
    queryRefund: (number) => step('call', () => real.queryRefund(number), unknown),
    queryTransaction: (by) => step('call', () => real.queryTransaction(by), unknown),
  });
  const receiver = (real: Shop): Shop => ({
    tell: (message) => step('call', () => real.tell(message), unknown),
    ask: (message) => step('call', () => real.ask(message), unknown),
  });
  const channel = (real: AlertChannel): AlertChannel => ({
    name: real.name,
    fits: (message) => real.fits(message),
    send: (message) => step('call', () => real.send(message), unknown),
  });
  return {
    store: stepping,
    /** The ways to everybody else, which fail as planned. */
    outside: ({ officialAccount, wechatPay, shop, alerting }: Outside): Outside => ({
      officialAccount: officialAccount && account(officialAccount),
      wechatPay: wechatPay && pay(wechatPay),
      shop: shop && receiver(shop),
      alerting: { ...alerting, channels: alerting.channels.map(channel) },
    }),
    isDead: () => dead,
    hasFailed: () => failed,
    /** So many there have been since it began. */
    points: (): Points => ({ ...counts }),
    /** Counting begins anew. */
    begin: () => {
      failed = false;
      counts.write = 0;
      counts.call = 0;
    },
  };
};
export type CrashingProcess = ReturnType<typeof aProcess>;
