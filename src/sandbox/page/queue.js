import { listCases, readCase } from './api.js';
import { byId, draw, h } from './dom.js';
import { day, yuan } from './format.js';
import { explain, t } from './i18n.js';
import { now, onChange, payerOf, state, update } from './store.js';

const AWAITING = ['in_review', 'awaiting_second_approval', 'appealed'];

/** Reads the queue; answers that come after a newer question are dropped. */
let asked = 0;
export const refreshQueue = async () => {
  asked += 1;
  const mine = asked;
  try {
    const cases = await listCases();
    if (mine === asked) update({ queue: cases, queueError: null });
  } catch (error) {
    if (mine === asked) update({ queueError: explain(error) });
  }
};

/** Reads the open case again; an older answer never replaces a newer one. */
export const refreshCase = async () => {
  const { caseNo } = state;
  if (caseNo === null) return;
  try {
    const kase = await readCase(caseNo);
    if (state.caseNo !== caseNo || kase.version < (state.kase?.version ?? 0)) return;
    update({ kase });
  } catch (error) {
    if (state.caseNo === caseNo && state.kase === null) update({ refusal: explain(error) });
  }
};

export const openCase = (caseNo) => {
  const kase = state.queue?.find((one) => one.caseNo === caseNo) ?? null;
  update({ caseNo, kase, form: null, refusal: null });
  void refreshCase();
};

export const isOverdue = (kase) =>
  AWAITING.includes(kase.status) && Date.parse(kase.deadlines.reviewBy) < now();

export const statusPill = (status, testid) =>
  h('span', { class: `pill ${status}`, 'data-testid': testid, 'data-status': status }, t(`status.${status}`));

/** Until when the customer has been promised an answer; nothing once they have it. */
export const dueText = (kase) => {
  if (!AWAITING.includes(kase.status)) return null;
  const { reviewBy } = kase.deadlines;
  return isOverdue(kase) ? t('overdue', { day: day(reviewBy) }) : t('dueBy', { day: day(reviewBy) });
};

const item = (kase) => {
  const due = dueText(kase);
  const payer = payerOf(kase.order.outTradeNo);
  return h(
    'li',
    {},
    h(
      'button',
      {
        type: 'button',
        class: 'queue-item',
        'data-testid': `queue-item-${kase.caseNo}`,
        'aria-current': kase.caseNo === state.caseNo ? 'true' : null,
        onclick: () => openCase(kase.caseNo),
      },
      h(
        'span',
        { class: 'queue-line' },
        h('strong', {}, payer?.name ?? t('customer')),
        h('strong', {}, kase.order.paidFen === null ? '' : yuan(kase.order.paidFen)),
      ),
      h('span', { class: 'queue-what' }, kase.order.description),
      h(
        'span',
        { class: 'queue-line' },
        statusPill(kase.status),
        due && h('span', { class: isOverdue(kase) ? 'due late' : 'due' }, due),
      ),
      h('span', { class: 'queue-no' }, kase.caseNo),
    ),
  );
};

const emptyQueue = () =>
  h(
    'div',
    { class: 'empty', 'data-testid': 'queue-empty' },
    h('p', {}, t(state.filter === 'open' ? 'queueEmpty' : 'queueEmptyAll')),
    h('p', { class: 'muted' }, t('queueEmptyHint')),
  );

const failed = () =>
  h(
    'div',
    { class: 'problem', role: 'alert', 'data-testid': 'queue-error' },
    h('p', {}, state.queueError),
    h('button', { type: 'button', class: 'quiet', onclick: refreshQueue }, t('retry')),
  );

const list = () => {
  if (state.queue === null) return h('p', { class: 'muted empty' }, t('loading'));
  if (state.queue.length === 0) return emptyQueue();
  return h('ul', { class: 'queue-list' }, state.queue.map(item));
};

const chooseFilter = (filter) => {
  update({ filter, queue: null });
  void refreshQueue();
};

const filters = () =>
  h(
    'div',
    { class: 'segments', role: 'group', 'aria-label': t('filter') },
    ['all', 'open'].map((filter) =>
      h(
        'button',
        {
          type: 'button',
          'data-testid': `filter-${filter}`,
          'aria-pressed': String(state.filter === filter),
          onclick: () => chooseFilter(filter),
        },
        t(`filter.${filter}`),
      ),
    ),
  );

const build = () => [
  h('div', { class: 'queue-head' }, h('h3', {}, t('queue')), filters()),
  state.queueError && failed(),
  h('div', { 'data-testid': 'queue' }, list()),
];

/** The refund cases. */
export const startQueue = () => {
  onChange(() => {
    const { language, filter, queueError, caseNo } = state;
    const rows = state.queue?.map((kase) => [
      kase.caseNo,
      kase.status,
      isOverdue(kase),
      payerOf(kase.order.outTradeNo)?.name,
    ]);
    draw(byId('queue'), { language, filter, queueError, caseNo, rows: rows ?? null }, build);
  });
};
