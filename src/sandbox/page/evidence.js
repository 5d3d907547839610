import { readEvidence } from './api.js';
import { enlarge, h } from './dom.js';
import { explain, t } from './i18n.js';

/** By address: {bitmap} once read. Pictures of a case never change. */
const kept = new Map();

/**
 * The staff API wants its token in a header, so an <img> cannot ask for a picture, and the page's content
 * security policy allows no blob addresses; a canvas needs neither.
 */
const drawn = (bitmap, label) => {
  const canvas = h('canvas', {
    width: bitmap.width,
    height: bitmap.height,
    role: 'img',
    'aria-label': label,
  });
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return canvas;
};

const load = async (url) => {
  if (!kept.has(url)) kept.set(url, window.createImageBitmap(await readEvidence(url)));
  return kept.get(url);
};

const show = async (box, { n, url }) => {
  const label = t('evidenceNth', { n });
  try {
    const bitmap = await load(url);
    const button = h(
      'button',
      {
        type: 'button',
        class: 'thumbnail',
        'aria-label': label,
        onclick: () => enlarge(drawn(bitmap, label), t('close')),
      },
      drawn(bitmap, label),
    );
    box.replaceChildren(button);
    box.dataset.state = 'shown';
  } catch (error) {
    kept.delete(url);
    box.replaceChildren(h('p', { class: 'muted' }, explain(error)));
    box.dataset.state = 'failed';
  }
};

const one = (item) => {
  const box = h(
    'li',
    { 'data-testid': `evidence-${item.n}`, 'data-state': item.state },
    h('p', { class: 'muted' }, item.state === 'stored' ? t('loading') : t(`evidence.${item.state}`)),
  );
  if (item.state === 'stored') void show(box, item);
  return box;
};

/** The customer's pictures. */
export const evidenceList = (evidence) =>
  evidence.length === 0
    ? h('p', { class: 'muted' }, t('noEvidence'))
    : h('ul', { class: 'evidence', 'data-testid': 'evidence' }, evidence.map(one));
