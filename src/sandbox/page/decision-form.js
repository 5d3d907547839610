import { h } from './dom.js';
import { yuan } from './format.js';
import { t } from './i18n.js';

export const CLAUSES = ['3.1', '3.2', '3.3', '3.4', '3.5'];

const field = (name, label, { value = '', required = false, max, hint = null }) => {
  const id = `field-${name}`;
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label, hint && h('span', { class: 'muted' }, ` · ${hint}`)),
    h('textarea', { id, name, required, maxlength: max, rows: 2, value, 'data-testid': `field-${name}` }),
  );
};

const clauseBoxes = (chosen) =>
  h(
    'fieldset',
    { class: 'clauses' },
    h('legend', {}, t('clauses')),
    CLAUSES.map((clause) =>
      h(
        'label',
        {},
        h('input', {
          type: 'checkbox',
          name: 'clauses',
          value: clause,
          checked: chosen.includes(clause),
          'data-testid': `clause-${clause}`,
        }),
        h('span', {}, h('strong', {}, clause), ` ${t(`clause.${clause}`)}`),
      ),
    ),
  );

const note = (value) => field('note', t('note'), { value, required: true, max: 1000 });
const message = (value, required) =>
  field('message', t('message'), { value, required, max: 500, hint: required ? null : t('optional') });

const approvalNote = ({ assessment: { outcome, clauses } }) =>
  outcome === 'full' ? t('noteApprove', { clauses: clauses.join('、') }) : t('noteApproveOther');

/** What each decision asks for: its fields, and its button. */
const FORMS = {
  approve: (kase) => ({
    fields: [note(approvalNote(kase)), message('', false)],
    confirm: t('confirmApprove', { amount: yuan(kase.order.refundableFen) }),
    kind: 'primary',
  }),
  reject: (kase) => ({
    fields: [clauseBoxes(kase.assessment.clauses), note(t('noteReject')), message(t('messageReject'), true)],
    confirm: t('confirmReject'),
    kind: 'danger solid',
  }),
  'second-approve': (kase) => ({
    fields: [note(t('noteSecond'))],
    confirm: t('confirmSecondApprove', { amount: yuan(kase.approval?.amountFen ?? 0) }),
    kind: 'primary',
  }),
  'second-decline': () => ({
    fields: [note(t('noteDecline'))],
    confirm: t('confirmSecondDecline'),
    kind: 'danger solid',
  }),
};

/** The open form. */
export const formBody = (form, kase, { submit, shut }) => {
  const { fields, confirm, kind } = FORMS[form](kase);
  return h(
    'form',
    {
      class: 'decision',
      'data-testid': `form-${form}`,
      onsubmit: submit,
      onkeydown: (event) => {
        if (event.key === 'Escape') shut();
      },
    },
    fields,
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'submit', class: kind, 'data-testid': `confirm-${form}` }, confirm),
      h(
        'button',
        { type: 'button', class: 'quiet', 'data-testid': 'cancel-form', onclick: shut },
        t('cancel'),
      ),
    ),
  );
};

/** The decision's body as the staff API takes it. */
export const readForm = (form, node, kase) => {
  const data = new window.FormData(node);
  const said = { note: data.get('note').trim() };
  const toCustomer = data.get('message')?.trim() ?? '';
  if (form === 'approve')
    return {
      ...said,
      amountFen: kase.order.refundableFen,
      ...(toCustomer === '' ? {} : { message: toCustomer }),
    };
  if (form === 'reject') return { ...said, clauses: data.getAll('clauses'), message: toCustomer };
  return said;
};
