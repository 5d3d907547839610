import { moveClock } from './api.js';
import { byId, draw, h, toast } from './dom.js';
import { day, moment, time } from './format.js';
import { explain, t } from './i18n.js';
import { now, onChange, state, update } from './store.js';

const STEPS = ['1h', '1d', '3d', '30d'];

const advance = async (by) => {
  if (state.advancing !== null) return;
  update({ advancing: by });
  try {
    const { now: moved } = await moveClock(by);
    update({ skewMs: moved - Date.now() });
    toast(t('advanced', { by: t(by), now: moment(moved) }));
  } catch (error) {
    toast(explain(error));
  } finally {
    update({ advancing: null });
  }
};

const build = () => [
  h(
    'p',
    { class: 'clock-now' },
    h('span', {}, t('clockNow')),
    h('time', { 'data-testid': 'clock-now', id: 'clock-now' }),
  ),
  state.sandbox.canAdvance
    ? h(
        'div',
        { class: 'clock-steps', role: 'group', 'aria-label': t('fastForward') },
        h('span', { 'aria-hidden': 'true' }, t('fastForward')),
        STEPS.map((by) =>
          h(
            'button',
            {
              type: 'button',
              'data-testid': `clock-advance-${by}`,
              'aria-label': t('advance', { by: t(by) }),
              'aria-busy': String(state.advancing === by),
              disabled: state.advancing !== null,
              onclick: () => advance(by),
            },
            t(by),
          ),
        ),
      )
    : h('p', { class: 'muted' }, t('clockElsewhere')),
];

const tick = () => {
  const at = now();
  const shown = byId('clock-now');
  if (shown) shown.textContent = `${day(at)} ${time(at)}`;
  const bar = byId('phone-time');
  if (bar) bar.textContent = time(at);
};

/** The sandbox's clock: it runs, and can be moved on. */
export const startClock = () => {
  onChange(() => {
    if (state.sandbox === null) return;
    const { language, advancing, sandbox } = state;
    draw(byId('clock'), { language, advancing, canAdvance: sandbox.canAdvance }, build);
    tick();
  });
  setInterval(tick, 1000);
};
