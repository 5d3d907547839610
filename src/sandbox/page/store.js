/** Everything the page knows; views draw from it and never from each other. */
export const state = {
  /** `zh` or `en`: of the page's own words. */
  language: 'zh',
  /** What a narrow window shows: `phone` or `staff`. */
  view: 'phone',
  /** SandboxState (control-api.ts); null until it has been read. */
  sandbox: null,
  /** What the sandbox's clock is ahead of this machine's. */
  skewMs: 0,
  online: true,
  /** PhoneView by openid. */
  phones: {},
  openid: null,
  /** What the phone shows: `chat` or `wallet`. */
  app: 'chat',
  /** Up to when each phone's chat has been looked at. */
  seen: {},
  /** Said, but not yet on the phone: {key, openid, text, image, known, status, error, id}. */
  pending: [],
  staffName: null,
  /** `all`, or `open`: only those with something still to do. */
  filter: 'all',
  /** null until the queue has been read. */
  queue: null,
  queueError: null,
  caseNo: null,
  kase: null,
  /** The form that is open beneath the case: `approve`, `reject`, `second-approve`, `second-decline`. */
  form: null,
  deciding: false,
  /** What became of the last decision, where it was refused. */
  refusal: null,
  /** How far the clock is being moved just now. */
  advancing: null,
  /** Whose wallet was last seen with a refund in it. */
  walletSeenOf: null,
  guideClosed: false,
};

const views = [];
let queued = false;

export const onChange = (view) => views.push(view);

/** Changes the state; the views are drawn once, however many changes come together. */
export const update = (changes) => {
  Object.assign(state, changes);
  if (queued) return;
  queued = true;
  queueMicrotask(() => {
    queued = false;
    for (const view of views) view(state);
  });
};

export const now = () => Date.now() + state.skewMs;
export const phoneNow = () => (state.openid === null ? null : (state.phones[state.openid] ?? null));

/** Whoever paid for an order; null where none of the phones did. */
export const payerOf = (outTradeNo) =>
  Object.values(state.phones).find((phone) =>
    phone.orders.some((order) => order.outTradeNo === outTradeNo),
  ) ?? null;

export const staffMember = () =>
  state.sandbox?.staff.find(({ name }) => name === state.staffName) ?? state.sandbox?.staff[0] ?? null;

/** Whether the staff API is this very server's: the same port, by whichever of the loopback's names. */
export const deskIsHere = () =>
  (state.sandbox?.staff.length ?? 0) > 0 &&
  (state.sandbox.deskUrl === null || new URL(state.sandbox.deskUrl).port === window.location.port);

const remembered = ['language', 'guideClosed', 'walletSeenOf', 'staffName'];
const KEY = 'refund-desk-sandbox';

export const recall = () => {
  try {
    const kept = JSON.parse(window.localStorage.getItem(KEY) ?? '{}');
    for (const name of remembered) if (kept[name] !== undefined) state[name] = kept[name];
  } catch {
    // Without storage the page only forgets what was chosen.
  }
  onChange(() => {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(state, remembered));
    } catch {
      // As above.
    }
  });
};
