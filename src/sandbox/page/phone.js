import { raise, say } from './api.js';
import { lines } from './chat.js';
import { startChips } from './chips.js';
import { choose, hasNews } from './customers.js';
import { byId, draw, h, settle, toast } from './dom.js';
import { time } from './format.js';
import { icon } from './icons.js';
import { explain, t } from './i18n.js';
import { drawPicture } from './picture.js';
import { now, onChange, phoneNow, state, update } from './store.js';
import { startWallet } from './wallet.js';

/** How long the account may seem to be typing. */
const TYPING_MS = 8000;
const NEAR_PX = 80;
let count = 0;

const change = (key, changes) =>
  update({ pending: state.pending.map((one) => (one.key === key ? { ...one, ...changes } : one)) });

const transmit = async (one) => {
  try {
    const { message } = await say(one.openid, one.image ?? { text: one.text });
    change(one.key, { id: message.id });
  } catch (error) {
    change(one.key, { status: 'failed', error: explain(error) });
  }
};

/** Shows at once what is being said, and says it. */
const post = (content) => {
  const phone = phoneNow();
  if (phone === null) return;
  count += 1;
  const known = phone.messages.map(({ id }) => id);
  const one = { key: `p${count}`, openid: phone.openid, status: 'sending', known, ...content };
  update({ app: 'chat', pending: [...state.pending, one] });
  toBottom(true);
  void transmit(one);
};

const resend = (one) => {
  const again = { ...one, status: 'sending', known: phoneNow()?.messages.map(({ id }) => id) ?? [] };
  change(one.key, again);
  void transmit(again);
};

/** What is not on the phone yet; what has arrived there is forgotten. */
const stillPending = (phone) => {
  const taken = new Set();
  const arrived = (one) =>
    phone.messages.find(
      ({ id, from, text, type }) =>
        !taken.has(id) &&
        !one.known.includes(id) &&
        from === 'customer' &&
        (one.id === id || (one.image ? type === 'image' : text === one.text)),
    );
  return state.pending.filter((one) => {
    if (one.openid !== phone.openid) return true;
    const entry = arrived(one);
    if (entry !== undefined) taken.add(entry.id);
    return entry === undefined;
  });
};

let stick = true;
const toBottom = (force) => {
  const chat = byId('chat');
  if (force) stick = true;
  if (stick) chat.scrollTop = chat.scrollHeight;
};

const isTyping = (phone, waiting) => {
  const last = phone.messages.at(-1);
  return waiting.length > 0 || (last?.from === 'customer' && now() - last.at < TYPING_MS);
};

let shownOpenid = null;
const drawChat = () => {
  const phone = phoneNow();
  if (phone === null) return;
  const pending = stillPending(phone);
  if (pending.length !== state.pending.length) update({ pending });
  const mine = pending.filter(({ openid }) => openid === phone.openid);
  settle(byId('chat'), lines(phone, mine, resend));
  toBottom(shownOpenid !== phone.openid);
  shownOpenid = phone.openid;
  const typing = isTyping(
    phone,
    mine.filter(({ status }) => status === 'sending'),
  );
  const { language } = state;
  draw(byId('phone-bar'), { language, typing, app: state.app, name: state.sandbox.account.name }, () =>
    bar(typing),
  );
};

const bar = (typing) => [
  h(
    'div',
    { class: 'phone-status', 'aria-hidden': 'true' },
    h('span', { id: 'phone-time' }, time(now())),
    h('span', {}, '5G'),
  ),
  h(
    'h2',
    { class: 'phone-title' },
    state.app === 'wallet' ? t('walletTitle') : typing ? t('typing') : state.sandbox.account.name,
    state.app === 'chat' && !typing && h('span', { class: 'tag' }, t('account')),
  ),
];

const drawNotice = () => {
  const phone = phoneNow();
  if (phone === null) return;
  const { openid, name, subscribed } = phone;
  draw(byId('composer-notice'), { openid, subscribed, language: state.language }, () =>
    subscribed
      ? []
      : h(
          'p',
          { class: 'composer-notice', role: 'status' },
          `${t('unsubscribed', { name })} `,
          h(
            'button',
            {
              type: 'button',
              class: 'link',
              onclick: () => raise(openid, 'subscribe').catch((error) => toast(explain(error))),
            },
            t('subscribe'),
          ),
        ),
  );
};

const app = (key, glyph, label, news) =>
  h(
    'button',
    {
      type: 'button',
      'data-testid': `${key}-tab`,
      'aria-pressed': String(state.app === key),
      onclick: () => choose(state.openid, key),
    },
    icon(glyph),
    label,
    news && h('span', { class: 'dot', role: 'img', 'aria-label': t('unread') }),
  );

const drawApps = () => {
  const phone = phoneNow();
  if (phone === null) return;
  const { language } = state;
  byId('screen-chat').hidden = state.app !== 'chat';
  byId('wallet').hidden = state.app !== 'wallet';
  const news = hasNews(phone);
  draw(byId('apps'), { language, app: state.app, news }, () => [
    app('chat', 'chat', t('appChat'), news),
    app('wallet', 'wallet', t('appWallet'), false),
  ]);
};

const startComposer = () => {
  const input = byId('chat-input');
  byId('composer').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text === '') return;
    input.value = '';
    post({ text });
  });
  const chat = byId('chat');
  chat.addEventListener('scroll', () => {
    stick = chat.scrollHeight - chat.scrollTop - chat.clientHeight < NEAR_PX;
  });
  // A picture has no height until it has been loaded.
  chat.addEventListener('load', () => toBottom(false), true);
  new window.ResizeObserver(() => toBottom(false)).observe(chat);
};

/** The phone: the chat with the account, the wallet, and what can be said. */
export const startPhone = () => {
  startComposer();
  startChips((text) => post({ text }));
  startWallet();
  let language = null;
  onChange(() => {
    if (state.sandbox === null) return;
    drawChat();
    drawNotice();
    drawApps();
    if (language === state.language) return;
    language = state.language;
    drawPicture((image) => post({ text: '', image }), toast);
  });
};
