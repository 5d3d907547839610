import { choose } from './customers.js';
import { byId, draw, h } from './dom.js';
import { evidenceList } from './evidence.js';
import { day, moment, yuan } from './format.js';
import { t } from './i18n.js';
import { dueText, isOverdue, statusPill } from './queue.js';
import { onChange, payerOf, state, update } from './store.js';

const row = (label, value) => h('div', {}, h('dt', {}, label), h('dd', {}, value));
const amount = (fen) => (fen === null ? '—' : yuan(fen));

const head = (kase) => {
  const payer = payerOf(kase.order.outTradeNo);
  const due = dueText(kase);
  return h(
    'header',
    { class: 'case-head' },
    h(
      'button',
      {
        type: 'button',
        class: 'quiet back',
        'data-testid': 'back-to-queue',
        onclick: () => update({ caseNo: null, kase: null, form: null, refusal: null }),
      },
      `‹ ${t('backToQueue')}`,
    ),
    h('h3', {}, kase.order.description),
    h('p', { class: 'case-amount' }, amount(kase.order.paidFen)),
    h(
      'p',
      { class: 'case-line' },
      statusPill(kase.status, 'case-status'),
      due && h('span', { class: isOverdue(kase) ? 'due late' : 'due' }, due),
      h('span', { class: 'queue-no' }, kase.caseNo),
    ),
    payer &&
      h(
        'p',
        { class: 'case-line' },
        t('customerIs', { name: payer.name }),
        h('button', { type: 'button', class: 'link', onclick: () => choose(payer.openid) }, t('seePhone')),
      ),
  );
};

const assessment = ({ assessment: { outcome, clauses, explanation } }) =>
  h(
    'section',
    { class: `block assessment ${outcome}` },
    h('h4', {}, t('assessment')),
    h(
      'p',
      { class: 'case-line' },
      h('strong', { class: 'outcome', 'data-testid': 'outcome' }, t(`outcome.${outcome}`)),
      clauses.map((clause) => h('span', { class: 'clause' }, clause)),
    ),
    h('p', { class: 'explanation' }, explanation),
  );

const facts = (kase) =>
  h(
    'section',
    { class: 'block' },
    h('h4', {}, t('order')),
    h(
      'dl',
      { class: 'facts' },
      row(t('paid'), amount(kase.order.paidFen)),
      row(t('refundable'), amount(kase.order.refundableFen)),
      kase.order.paidAt && row(t('paidAt'), day(kase.order.paidAt)),
      row(t('order'), kase.order.outTradeNo),
    ),
    !kase.verified && h('p', { class: 'problem' }, t('unverified')),
  );

const reason = (kase) =>
  h(
    'section',
    { class: 'block' },
    h('h4', {}, t('reason')),
    h('p', {}, h('strong', {}, t(`reason.${kase.reason.category}`))),
    h('blockquote', {}, kase.reason.text),
    h('h4', {}, t('evidence')),
    evidenceList(kase.evidence),
  );

const STAGES = ['approved', 'sent', 'processing', 'arrived'];
/** How many of the stages a payout in this state has behind it. */
const REACHED = { planned: 1, reserved: 1, sent: 2, PROCESSING: 3, SUCCESS: 4 };

const payout = ({ payout: attempt }) => {
  if (attempt === null) return null;
  const reached = REACHED[attempt.state] ?? 0;
  return h(
    'section',
    { class: 'block', 'data-testid': 'payout', 'data-state': attempt.state },
    h('h4', {}, `${t('payout')} · ${yuan(attempt.amountFen)}`),
    reached === 0
      ? h('p', { class: 'problem' }, t('payoutTrouble', { trouble: attempt.trouble ?? attempt.state }))
      : h(
          'ol',
          { class: 'stages' },
          STAGES.map((stage, index) =>
            h(
              'li',
              {
                class: index < reached ? 'done' : '',
                'aria-current': index === reached - 1 ? 'step' : null,
              },
              t(`payout.${stage}`),
            ),
          ),
        ),
    attempt.userReceivedAccount &&
      h('p', { class: 'muted' }, t('receivedBy', { account: attempt.userReceivedAccount })),
  );
};

const ACTORS = ['customer', 'system', 'wechatpay'];

const timeline = (kase) =>
  h(
    'section',
    { class: 'block' },
    h('h4', {}, t('timeline')),
    h(
      'ol',
      { class: 'timeline', 'data-testid': 'timeline' },
      kase.timeline
        .toReversed()
        .map(({ at, actor, text }) =>
          h(
            'li',
            {},
            h(
              'p',
              { class: 'muted' },
              `${moment(at)} · ${ACTORS.includes(actor) ? t(`actor.${actor}`) : actor}`,
            ),
            h('p', {}, text),
          ),
        ),
    ),
  );

const nothing = () =>
  h(
    'div',
    { class: 'empty pick' },
    state.refusal && h('p', { class: 'problem', role: 'alert' }, state.refusal),
    h('p', {}, t('pick')),
    h('p', { class: 'muted' }, t('pickHint')),
  );

const build = (kase) =>
  h(
    'article',
    { class: 'case', 'data-testid': 'case', 'data-case-no': kase.caseNo },
    head(kase),
    payout(kase),
    assessment(kase),
    reason(kase),
    facts(kase),
    timeline(kase),
  );

/** All that is known of the case that is open. */
export const startCase = () => {
  let shown = null;
  onChange(() => {
    const { kase, language, caseNo } = state;
    byId('staff').classList.toggle('with-case', caseNo !== null);
    const refusal = kase === null ? state.refusal : null;
    const payer = kase && payerOf(kase.order.outTradeNo)?.name;
    const made = { kase, language, refusal, payer, late: kase && isOverdue(kase) };
    draw(byId('case-body'), made, () => (kase === null ? nothing() : build(kase)));
    if (shown === caseNo) return;
    shown = caseNo;
    byId('case-body').scrollTop = 0;
  });
};
