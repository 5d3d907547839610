import { readPhone, readState } from './api.js';
import { noteLook } from './customers.js';
import { refreshCase, refreshQueue } from './queue.js';
import { deskIsHere, onChange, state, update } from './store.js';

const CASE_POLL_MS = 1500;
const SETTLE_MS = 150;
/** Nothing more happens to these by themselves. */
const FINAL = ['refunded', 'settled_outside', 'closed', 'withdrawn', 'rejected', 'lapsed'];

const refreshPhone = async (openid) => {
  const phone = await readPhone(openid);
  update({ phones: { ...state.phones, [openid]: phone } });
  noteLook();
};

const refreshPhones = () => Promise.all(state.sandbox.phones.map(({ openid }) => refreshPhone(openid)));

const refreshStaff = async () => {
  if (!deskIsHere()) return;
  await Promise.all([refreshQueue(), refreshCase()]);
};

/** At the start, and after every reconnection: what was told in between is not told again. */
const refreshAll = async () => {
  const sandbox = await readState();
  const known = sandbox.phones.some(({ openid }) => openid === state.openid);
  if (!known) update({ openid: sandbox.phones[0]?.openid ?? null, phones: {} });
  await Promise.all([refreshPhones(), refreshStaff()]);
};

let settling;
/** Changes come in bursts; the staff side is read once after each. */
const staffSoon = () => {
  clearTimeout(settling);
  settling = setTimeout(() => void refreshStaff(), SETTLE_MS);
};

const apply = async (change) => {
  if (change.kind === 'clock') update({ skewMs: change.now - Date.now() });
  if (change.kind === 'phone') await refreshPhone(change.openid);
  if (change.kind === 'refunds') await refreshPhones();
  staffSoon();
};

const offline = () => update({ online: false });

const listen = () => {
  const source = new window.EventSource('/sandbox/api/events');
  source.addEventListener('open', () => {
    refreshAll().then(() => update({ online: true }), offline);
  });
  source.addEventListener('error', () => {
    offline();
    // The browser gives up for good where the server answered, but not with a stream (it is starting).
    if (source.readyState === window.EventSource.CLOSED) setTimeout(listen, CASE_POLL_MS);
  });
  source.addEventListener('change', (event) => {
    apply(JSON.parse(event.data)).catch(() => undefined);
  });
};

/** What staff read comes from the server in their language. */
const rereadInLanguage = () => {
  let language = null;
  onChange(() => {
    const before = language;
    ({ language } = state);
    if (before !== null && before !== language && state.sandbox !== null) void refreshStaff();
  });
};

/** Keeps everything the page knows as it is at the server. */
export const startLive = () => {
  listen();
  rereadInLanguage();
  setInterval(() => {
    if (document.hidden || !state.online || state.caseNo === null) return;
    if (!FINAL.includes(state.kase?.status) && !state.deciding) void refreshStaff();
  }, CASE_POLL_MS);
};
