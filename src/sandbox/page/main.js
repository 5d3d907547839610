import { startClock } from './clock.js';
import { startCustomers } from './customers.js';
import { byId, draw, h } from './dom.js';
import { startGuide } from './guide.js';
import { t, translatePage } from './i18n.js';
import { startLive } from './live.js';
import { startPhone } from './phone.js';
import { startStaff } from './staff.js';
import { deskIsHere, onChange, recall, state, update } from './store.js';

const drawLanguage = () => {
  draw(byId('language'), state.language, () => {
    translatePage();
    return t('language');
  });
};

const tab = (view, label, count) =>
  h(
    'button',
    {
      type: 'button',
      'data-testid': `view-${view}`,
      'aria-pressed': String(state.view === view),
      onclick: () => update({ view }),
    },
    label,
    count > 0 && h('span', { class: 'count' }, String(count)),
  );

const drawViews = () => {
  document.body.dataset.view = state.view;
  const waiting = deskIsHere()
    ? (state.queue ?? []).filter(({ status }) => ['in_review', 'awaiting_second_approval'].includes(status))
        .length
    : 0;
  draw(byId('views'), { view: state.view, language: state.language, waiting }, () => [
    tab('phone', t('viewPhone'), 0),
    tab('staff', t('viewStaff'), waiting),
  ]);
};

const drawOffline = () => {
  const bar = byId('offline');
  bar.hidden = state.online;
  bar.textContent = state.online ? '' : t('offline');
};

recall();
byId('language').addEventListener('click', () => update({ language: state.language === 'zh' ? 'en' : 'zh' }));
onChange(drawLanguage);
onChange(drawViews);
onChange(drawOffline);
startClock();
startGuide();
startCustomers();
startPhone();
startStaff();
startLive();
update({});
