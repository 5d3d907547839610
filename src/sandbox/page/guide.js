import { choose } from './customers.js';
import { byId, draw, h } from './dom.js';
import { t } from './i18n.js';
import { onChange, payerOf, state, update } from './store.js';
import { openCase } from './queue.js';

/** As the account names a case to the customer once it has been submitted. */
const CASE_NO = /RF\d{8}[2-9A-HJ-NP-Z]{6}/;
const everyMessage = () => Object.values(state.phones).flatMap(({ messages }) => messages);
const everyBill = () => Object.values(state.phones).flatMap(({ wallet }) => wallet);

/** What has been done, told from what is there: [applied, approved, seen]. */
const progress = () => {
  const refunded = everyBill().some(({ kind }) => kind === 'refund');
  const approved = refunded || (state.queue ?? []).some(({ approvedFen }) => approvedFen !== null);
  const applied = everyMessage().some(({ from, text }) => from === 'account' && CASE_NO.test(text));
  return [applied || approved, approved, refunded && state.walletSeenOf in state.phones];
};

const toPhone = () => {
  choose(state.openid);
  byId('chat-input').focus();
};
const toCase = () => {
  const [first] = state.queue ?? [];
  update({ view: 'staff' });
  if (first && state.caseNo === null) openCase(first.caseNo);
};
const toWallet = () => {
  const paid = (phone) => phone.wallet.some(({ kind }) => kind === 'refund');
  const owner = payerOf(state.kase?.order.outTradeNo);
  const phone = owner !== null && paid(owner) ? owner : Object.values(state.phones).find(paid);
  choose((phone ?? owner)?.openid ?? state.openid, 'wallet');
};

const step = (number, done, current, go) =>
  h(
    'li',
    { class: `step${done ? ' done' : ''}${current ? ' current' : ''}` },
    h(
      'button',
      {
        type: 'button',
        'data-testid': `guide-step-${number}`,
        'data-done': String(done),
        'aria-current': current ? 'step' : null,
        onclick: go,
      },
      h('span', { class: 'number', 'aria-hidden': 'true' }, done ? '✓' : String(number)),
      h(
        'span',
        { class: 'who' },
        h('strong', {}, t(`step${number}`)),
        h('span', { class: 'about' }, done ? t('stepDone') : t(`step${number}Hint`)),
      ),
    ),
  );

const build = (done) => {
  const current = done.indexOf(false);
  return h(
    'div',
    { class: 'guide', 'data-testid': 'guide' },
    h('p', { class: 'lead' }, current === -1 ? t('guideAllDone') : t('guideLead')),
    h(
      'ol',
      {},
      [toPhone, toCase, toWallet].map((go, index) => step(index + 1, done[index], current === index, go)),
    ),
    h(
      'button',
      {
        type: 'button',
        class: 'close',
        'data-testid': 'guide-dismiss',
        'aria-label': t('dismiss'),
        title: t('dismiss'),
        onclick: () => update({ guideClosed: true }),
      },
      '×',
    ),
  );
};

/** The three steps through the product, ticked off as they are done. */
export const startGuide = () => {
  onChange(() => {
    if (state.sandbox === null) return;
    const done = progress();
    const { guideClosed, language } = state;
    draw(byId('guide'), { done, guideClosed, language }, () => (guideClosed ? [] : build(done)));
  });
};
