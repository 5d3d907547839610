import { startCase } from './case.js';
import { startDecision } from './decision.js';
import { byId, draw, h } from './dom.js';
import { t } from './i18n.js';
import { refreshQueue, startQueue } from './queue.js';
import { deskIsHere, onChange, staffMember, state, update } from './store.js';

const become = (staffName) => {
  update({ staffName, form: null, refusal: null });
  void refreshQueue();
};

const bar = () => [
  h('h2', {}, t('staff')),
  h(
    'label',
    { class: 'me' },
    h('span', {}, t('iAm')),
    h(
      'select',
      { 'data-testid': 'staff-select', onchange: (event) => become(event.currentTarget.value) },
      state.sandbox.staff.map(({ name, role }) =>
        h(
          'option',
          { value: name, selected: name === staffMember()?.name },
          `${name} · ${t(`role.${role}`)}`,
        ),
      ),
    ),
  ),
];

const command = (title, text) => [h('h4', {}, title), h('pre', {}, h('code', {}, text))];

/** Where the desk is another process: how to decide cases there. */
const elsewhere = () => {
  const url = state.sandbox.deskUrl ?? 'http://127.0.0.1:3000';
  return h(
    'div',
    { class: 'elsewhere', 'data-testid': 'staff-elsewhere' },
    h('h3', {}, t('apiTitle')),
    h('p', {}, t('apiLead', { url: state.sandbox.deskUrl ?? t('apiUnknown') })),
    command(t('apiAccount'), 'npm run staff -- add 小林 --role agent\nnpm run staff -- token 小林'),
    command(t('apiList'), `curl -H "Authorization: Bearer $TOKEN" \\\n  ${url}/api/staff/cases`),
    command(
      t('apiApprove'),
      `curl -X POST -H "Authorization: Bearer $TOKEN" \\\n  -H "Content-Type: application/json" \\\n  -H "Idempotency-Key: $(date +%s)" \\\n  -d '{"amountFen":19800,"note":"ok"}' \\\n  ${url}/api/staff/cases/$CASE_NO/approve`,
    ),
  );
};

/** The staff side: who one is, the queue, the case. */
export const startStaff = () => {
  startQueue();
  startCase();
  startDecision();
  onChange(() => {
    if (state.sandbox === null) return;
    const here = deskIsHere();
    byId('staff').classList.toggle('is-elsewhere', !here);
    const { language, sandbox } = state;
    const names = sandbox.staff.map(({ name }) => name);
    draw(byId('staff-bar'), { language, here, names, me: staffMember()?.name, url: sandbox.deskUrl }, () =>
      here ? bar() : elsewhere(),
    );
  });
};
