import { byId, draw, h } from './dom.js';
import { brief, day, yuan } from './format.js';
import { t } from './i18n.js';
import { now, onChange, phoneNow, state, update } from './store.js';

/** Below this width the phone and the staff side take turns (narrow.css). */
const narrow = window.matchMedia('(max-width: 860px)');

const isLookedAt = (openid) =>
  openid === state.openid && state.app === 'chat' && (state.view === 'phone' || !narrow.matches);

export const hasNews = (phone) =>
  phone.last !== null && phone.last.at > (state.seen[phone.openid] ?? 0) && !isLookedAt(phone.openid);

const showsRefund = () =>
  state.app === 'wallet' && (phoneNow()?.wallet ?? []).some(({ kind }) => kind === 'refund');

/** Notes what whoever looks at the page sees right now. */
export const noteLook = () => {
  const last = phoneNow()?.last;
  if (last && isLookedAt(state.openid)) update({ seen: { ...state.seen, [state.openid]: last.at } });
  if (showsRefund()) update({ walletSeenOf: state.openid });
};

/** Shows a customer's phone. */
export const choose = (openid, app = 'chat') => {
  update({ openid, app, view: 'phone' });
  noteLook();
};

export const avatar = (openid) => {
  const phones = state.sandbox?.phones ?? [];
  const index = phones.findIndex((phone) => phone.openid === openid);
  const name = phones[index]?.name ?? '?';
  return h('span', { class: `avatar tone-${index % 5}`, 'aria-hidden': 'true' }, name.slice(0, 1));
};

const item = (phone) =>
  h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'customer',
        'data-testid': `phone-item-${phone.openid}`,
        'aria-pressed': String(phone.openid === state.openid),
        title: phone.about,
        onclick: () => choose(phone.openid),
      },
      avatar(phone.openid),
      h('span', { class: 'who' }, h('strong', {}, phone.name), h('span', { class: 'about' }, phone.about)),
      phone.last && h('span', { class: 'when' }, brief(phone.last.at, now())),
      hasNews(phone) && h('span', { class: 'dot', role: 'img', 'aria-label': t('unread') }),
    ),
  );

const order = (one) =>
  h(
    'li',
    { class: 'order' },
    h('span', { class: 'what' }, one.description),
    h('strong', {}, yuan(one.amountFen)),
    h('span', { class: 'about' }, one.about),
    one.refundedFen > 0
      ? h('span', { class: 'tag good' }, t('refundedTag', { amount: yuan(one.refundedFen) }))
      : h('span', { class: 'when' }, day(one.paidAt)),
  );

const build = () => {
  const phone = phoneNow();
  const orders = phone?.orders ?? [];
  return [
    h('h2', {}, t('customersLead')),
    h(
      'ul',
      { class: 'customer-list', 'data-testid': 'phone-list' },
      state.sandbox.phones.map((one) => item(state.phones[one.openid] ?? one)),
    ),
    phone &&
      h(
        'div',
        { class: 'orders', 'data-testid': 'orders' },
        h('p', { class: 'about' }, phone.about),
        h('h3', {}, t('orders', { name: phone.name })),
        orders.length === 0 ? h('p', { class: 'muted' }, t('noOrders')) : h('ul', {}, orders.map(order)),
      ),
  ];
};

/** Whose phone it is: the demo's customers, and the orders of the one chosen. */
export const startCustomers = () => {
  onChange(() => {
    if (state.sandbox === null) return;
    const phones = state.sandbox.phones.map((one) => state.phones[one.openid] ?? one);
    const news = phones.map((phone) => [phone.last?.at, hasNews(phone)]);
    const { openid, app, language } = state;
    draw(byId('customers'), { openid, app, language, news, orders: phoneNow()?.orders }, build);
  });
};
