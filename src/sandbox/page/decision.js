import { decide } from './api.js';
import { byId, draw, h } from './dom.js';
import { yuan } from './format.js';
import { formBody, readForm } from './decision-form.js';
import { explain, t } from './i18n.js';
import { choose } from './customers.js';
import { refreshCase, refreshQueue } from './queue.js';
import { onChange, payerOf, staffMember, state, update } from './store.js';

/** Which roles may decide, and which may agree to another's decision. */
const DECIDES = ['agent', 'supervisor', 'admin'];
const AGREES = ['supervisor', 'finance', 'admin'];
/** Where something can be said about what comes next. */
const HINTED = ['refunding', 'refunded', 'rejected'];

/** Kept while a form is open: sent again, the same decision counts once. */
let key = '';
/** What the form was opened on: a decision is one on what was seen. */
let version = 0;
let status = '';

const open = (form) => {
  key = window.crypto.randomUUID();
  ({ version, status } = state.kase);
  update({ form, refusal: null });
  byId('case-choices').querySelector('input, textarea')?.focus();
};
const shut = () => update({ form: null, refusal: null });

const submit = async (event) => {
  event.preventDefault();
  const { kase, form } = state;
  const body = readForm(form, event.currentTarget, kase);
  if (form === 'reject' && body.clauses.length === 0) {
    update({ refusal: t('chooseClause') });
    return;
  }
  update({ deciding: true, refusal: null });
  try {
    const decided = await decide(kase.caseNo, form, { ...body, version }, key);
    update(state.caseNo === decided.caseNo ? { kase: decided, form: null } : {});
  } catch (error) {
    // Without an answer the same decision may be sent again; what was refused is over.
    const final = error.status >= 400 && error.status < 500 && error.code !== 'busy';
    update({ refusal: explain(error), ...(final && error.status === 409 ? { form: null } : {}) });
    if (final) key = window.crypto.randomUUID();
    await refreshCase();
  } finally {
    update({ deciding: false });
  }
  void refreshQueue();
};

const button = (key_, testid, label, kind, disabled = false) =>
  h(
    'button',
    { type: 'button', class: kind, 'data-testid': testid, disabled, onclick: () => open(key_) },
    label,
  );

/** Someone among the demo's staff who may agree to what `by` has approved. */
const secondPerson = (by) =>
  state.sandbox.staff.find(({ name, role }) => name !== by && AGREES.includes(role)) ?? null;

const secondChoices = (kase, me) => {
  const { by, amountFen } = kase.approval;
  const other = secondPerson(by);
  const may = me.name !== by && AGREES.includes(me.role);
  return [
    h('p', { class: 'hint' }, t('needSecond', { by, amount: yuan(amountFen) })),
    h(
      'div',
      { class: 'buttons' },
      may
        ? [
            button(
              'second-approve',
              'second-approve',
              t('secondApprove', { amount: yuan(amountFen) }),
              'primary',
            ),
            button('second-decline', 'second-decline', t('secondDecline'), 'danger'),
          ]
        : other &&
            h(
              'button',
              {
                type: 'button',
                class: 'primary',
                'data-testid': 'switch-staff',
                onclick: () => update({ staffName: other.name, refusal: null }),
              },
              t('switchTo', { name: other.name }),
            ),
    ),
  ];
};

const choices = (kase, me) => {
  if (kase.status === 'awaiting_second_approval') return secondChoices(kase, me);
  if (kase.status !== 'in_review') return after(kase);
  if (!DECIDES.includes(me.role))
    return h('p', { class: 'hint' }, t('roleCannot', { role: t(`role.${me.role}`) }));
  const { refundableFen } = kase.order;
  const payable = kase.verified && refundableFen > 0;
  return [
    !payable && h('p', { class: 'hint' }, t(kase.verified ? 'nothingRefundable' : 'unverified')),
    h(
      'div',
      { class: 'buttons' },
      button(
        'approve',
        'approve',
        t('approve', { amount: payable ? yuan(refundableFen) : '' }),
        'primary',
        !payable,
      ),
      button('reject', 'reject', t('reject'), 'danger'),
    ),
  ];
};

const after = (kase) => {
  const payer = payerOf(kase.order.outTradeNo);
  return [
    h('p', { class: 'hint' }, t(HINTED.includes(kase.status) ? `next.${kase.status}` : 'next.other')),
    kase.status === 'refunded' &&
      payer &&
      h(
        'div',
        { class: 'buttons' },
        h(
          'button',
          {
            type: 'button',
            class: 'primary',
            'data-testid': 'see-wallet',
            onclick: () => choose(payer.openid, 'wallet'),
          },
          t('seeWallet'),
        ),
      ),
  ];
};

const drawRefusal = () => {
  const refusal = state.kase === null ? null : state.refusal;
  draw(byId('case-refusal'), refusal, () =>
    refusal === null ? [] : h('p', { class: 'problem', 'data-testid': 'refusal' }, refusal),
  );
};

/** A form about what is no longer so is closed, and says why. */
const closeOverrun = () => {
  const { kase, form, deciding } = state;
  if (form === null || deciding || kase === null || kase.status === status) return;
  update({ form: null, refusal: t('newState', { status: t(`status.${kase.status}`) }) });
};

/** The form's buttons stand still while a decision is under way. */
const drawDeciding = () => {
  for (const node of byId('case-choices').querySelectorAll('form button')) node.disabled = state.deciding;
  const confirm = byId('case-choices').querySelector('[type=submit]');
  if (confirm === null) return;
  confirm.dataset.label ??= confirm.textContent;
  confirm.textContent = state.deciding ? t('deciding') : confirm.dataset.label;
  confirm.setAttribute('aria-busy', String(state.deciding));
};

/** What can be decided about the open case by whoever is chosen. */
export const startDecision = () => {
  onChange(() => {
    const { kase, form, language } = state;
    const me = staffMember();
    closeOverrun();
    drawRefusal();
    if (kase === null || me === null) {
      draw(byId('case-choices'), null, () => []);
      return;
    }
    // A form stays as it is, with what has been typed, whatever else changes.
    const { caseNo, verified, approval } = kase;
    const seen = { status: kase.status, verified, approval, payable: kase.order.refundableFen, me: me.name };
    draw(byId('case-choices'), { caseNo, form, language, seen: form === null ? seen : null }, () =>
      form === null ? [choices(kase, me)].flat() : formBody(form, kase, { submit, shut }),
    );
    drawDeciding();
  });
};
