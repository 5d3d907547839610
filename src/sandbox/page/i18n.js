import { state } from './store.js';
import { elsewhere } from './words-elsewhere.js';
import { en } from './words-en.js';
import { errors } from './words-errors.js';
import { zh } from './words-zh.js';

const words = { zh: { ...zh, ...elsewhere.zh, ...errors.zh }, en: { ...en, ...elsewhere.en, ...errors.en } };

const lookUp = (key) => words[state.language][key] ?? words.zh[key];

/** The page's words under `key`; `{name}` in them is filled in from `values`. */
export const t = (key, values = {}) =>
  (lookUp(key) ?? key).replaceAll(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

/** What went wrong and what to do about it. */
export const explain = (error) =>
  lookUp(`error.${error.code}`) ??
  (error.message || t('error.unknown', { code: error.code ?? String(error) }));

/** The document's own words, and its language. */
export const translatePage = () => {
  document.documentElement.lang = state.language === 'zh' ? 'zh-CN' : 'en';
  document.title = t('pageTitle');
  for (const node of document.querySelectorAll('[data-t]')) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll('[data-t-label]'))
    node.setAttribute('aria-label', t(node.dataset.tLabel));
  for (const node of document.querySelectorAll('[data-t-placeholder]'))
    node.setAttribute('placeholder', t(node.dataset.tPlaceholder));
};
