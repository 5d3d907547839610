import { enlarge, h, linked } from './dom.js';
import { chatTime } from './format.js';
import { t } from './i18n.js';
import { icon } from './icons.js';
import { avatar } from './customers.js';
import { now, state } from './store.js';

/** A chat says the time anew after a pause of this length. */
const PAUSE_MS = 5 * 60_000;

const image = (url) => {
  const picture = () => h('img', { src: url, alt: t('picture') });
  return h(
    'button',
    {
      type: 'button',
      class: 'photo',
      'aria-label': t('picture'),
      onclick: () => enlarge(picture(), t('close')),
    },
    picture(),
  );
};

const fields = (entry) =>
  h(
    'dl',
    {},
    (entry.fields ?? []).map(({ label, value }) => h('div', {}, h('dt', {}, label), h('dd', {}, value))),
  );

/** What WeChat Pay itself tells the customer: the amount large, the rest beneath. */
const payNotice = (entry) => {
  const [amount, ...rest] = entry.fields ?? [];
  return h(
    'div',
    { class: 'card pay' },
    h('p', { class: 'card-from' }, t('paySender')),
    h('p', { class: 'card-title' }, entry.text),
    amount && h('p', { class: 'card-amount' }, h('span', {}, amount.label), h('strong', {}, amount.value)),
    fields({ fields: rest }),
  );
};

const template = (entry) =>
  h(
    'div',
    { class: 'card' },
    h('p', { class: 'card-title' }, entry.text),
    fields(entry),
    /^https?:/.test(entry.url ?? '') &&
      h(
        'a',
        { class: 'card-link', href: entry.url, target: '_blank', rel: 'noopener noreferrer' },
        t('viewDetails'),
      ),
  );

const content = (entry) => {
  if (entry.from === 'pay') return payNotice(entry);
  if (entry.type === 'template') return template(entry);
  if (entry.type === 'image' && entry.imageUrl) return image(entry.imageUrl);
  return h('p', { class: 'bubble' }, linked(entry.text));
};

const systemLine = (entry) =>
  h(
    'li',
    { class: `line system ${entry.type}`, 'data-testid': 'bubble', 'data-from': 'system' },
    h('p', {}, entry.text),
    entry.detail && h('p', { class: 'detail' }, t('failureDetail', { detail: entry.detail })),
  );

const line = (entry, openid) => {
  if (entry.from === 'system') return systemLine(entry);
  const mine = entry.from === 'customer';
  return h(
    'li',
    {
      class: `line ${mine ? 'mine' : 'theirs'}${entry.from === 'pay' || entry.type === 'template' ? ' wide' : ''}`,
      'data-testid': 'bubble',
      'data-from': entry.from,
    },
    mine ? avatar(openid) : shopAvatar(entry.from),
    content(entry),
  );
};

const shopAvatar = (from) =>
  h(
    'span',
    { class: `avatar ${from === 'pay' ? 'pay' : 'shop'}`, 'aria-hidden': 'true' },
    icon(from === 'pay' ? 'pay' : 'shop'),
  );

const waiting = (one, openid, resend) =>
  h(
    'li',
    {
      class: `line mine ${one.status}`,
      'data-testid': 'bubble',
      'data-from': 'customer',
      'data-status': one.status,
    },
    avatar(openid),
    h(
      'div',
      {},
      h('p', { class: 'bubble' }, one.image ? `[${t('picture')}]` : one.text),
      one.status === 'sending'
        ? h('p', { class: 'state' }, t('sending'))
        : h(
            'p',
            { class: 'state', role: 'alert' },
            `${t('notSent', { why: one.error })} `,
            h('button', { type: 'button', class: 'link', onclick: () => resend(one) }, t('resend')),
          ),
    ),
  );

const separator = (at) => h('li', { class: 'separator' }, h('time', {}, chatTime(at, now())));

const empty = (phone) =>
  h(
    'li',
    { class: 'line system', 'data-testid': 'chat-empty' },
    h('p', {}, t('chatEmpty', { name: phone.name, account: state.sandbox.account.name })),
    h('p', {}, t('chatEmptyHint')),
  );

let made = new Map();
let madeFor = '';

/** The chat's lines, each built once: [node, …] in their order. */
export const lines = (phone, pending, resend) => {
  const whose = `${phone.openid} ${state.language}`;
  const before = whose === madeFor ? made : new Map();
  made = new Map();
  madeFor = whose;
  const keep = (key, build) => {
    const node = before.get(key) ?? build();
    made.set(key, node);
    return node;
  };
  const nodes = [];
  let last = -Infinity;
  for (const entry of phone.messages) {
    if (entry.at - last > PAUSE_MS) nodes.push(keep(`t${entry.id}`, () => separator(entry.at)));
    last = entry.at;
    nodes.push(keep(entry.id, () => line(entry, phone.openid)));
  }
  for (const one of pending) {
    nodes.push(keep(`${one.key} ${one.status}`, () => waiting(one, phone.openid, resend)));
  }
  return nodes.length > 0 ? nodes : [keep('empty', () => empty(phone))];
};
