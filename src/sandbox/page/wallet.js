import { byId, draw, h } from './dom.js';
import { moment, yuan } from './format.js';
import { t } from './i18n.js';
import { onChange, phoneNow, state } from './store.js';

const total = (wallet, kind) =>
  wallet.filter((entry) => entry.kind === kind).reduce((sum, { amountFen }) => sum + amountFen, 0);

const bill = (entry) =>
  h(
    'li',
    { class: `bill ${entry.kind}`, 'data-testid': 'bill', 'data-kind': entry.kind },
    h('span', { class: 'bill-mark', 'aria-hidden': 'true' }, entry.kind === 'refund' ? '↩' : '¥'),
    h(
      'span',
      { class: 'who' },
      h('strong', {}, entry.title),
      h('span', { class: 'about' }, `${t(entry.kind)} · ${moment(entry.at)}`),
    ),
    h('span', { class: 'sum' }, `${entry.kind === 'refund' ? '+' : '−'}${yuan(entry.amountFen).slice(1)}`),
  );

const build = (wallet) => [
  h(
    'div',
    { class: 'balance' },
    h('p', {}, t('walletBack')),
    h('strong', { 'data-testid': 'wallet-refunded' }, yuan(total(wallet, 'refund'))),
    h('p', {}, t('walletPaid', { amount: yuan(total(wallet, 'payment')) })),
  ),
  h('h3', {}, t('bills')),
  wallet.length === 0
    ? h('p', { class: 'empty' }, t('walletEmpty'))
    : h('ol', { class: 'bills' }, wallet.map(bill)),
];

/** What the customer has paid, and what came back. */
export const startWallet = () => {
  onChange(() => {
    const wallet = phoneNow()?.wallet ?? [];
    draw(byId('wallet'), { wallet, language: state.language }, () => build(wallet));
  });
};
