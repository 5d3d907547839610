import { byId, draw, h } from './dom.js';
import { t } from './i18n.js';
import { onChange, phoneNow, state } from './store.js';

const STANDING = ['refund', 'status', 'policy', 'help', '1', '2', 'skip', 'confirm'];
const MAX_LABEL = 14;

/** How a list asks for its numbers, and how a word is offered: 回复 确认, “confirm”. */
const ASKS_NUMBER = /请回复编号|reply with (?:its|the) number/i;
const OFFERED_WORD = /回复 ?(确认|完成|跳过)(?![\p{L}])|“(confirm|done|skip)”/giu;

const shortened = (label) => (label.length > MAX_LABEL ? `${label.slice(0, MAX_LABEL)}…` : label);

/**
 * What the account's last words invite to, read from them as a customer would: the numbered choices they list,
 * the words they ask for, and an example where they want a description. [{say, label}]
 */
export const suggestions = (text) => {
  const found = [];
  if (ASKS_NUMBER.test(text)) {
    for (const [, number, label] of text.matchAll(/^(\d{1,2})\. (.+)$/gm))
      found.push({ say: number, label: `${number} ${shortened(label)}` });
  }
  if (/1–500|1-500/.test(text)) found.push({ say: t('sampleText'), label: t('sampleTextChip') });
  for (const [, chinese, english] of text.matchAll(OFFERED_WORD)) {
    const word = chinese ?? english;
    if (!found.some((one) => one.say === word)) found.push({ say: word, label: word });
  }
  return found;
};

const lastFromAccount = (phone) => {
  const last = phone?.messages.findLast(({ from }) => from === 'account' || from === 'customer');
  return last?.from === 'account' ? last.text : '';
};

const chip = (label, text, say, testid, hot) =>
  h(
    'button',
    {
      type: 'button',
      class: hot ? 'chip hot' : 'chip',
      'data-testid': testid,
      onclick: () => say(text),
    },
    label,
  );

const standing = (key) => (/^\d$/.test(key) ? key : t(`word.${key}`));

/** Quick replies: what is asked for right now first, then the words that always mean something. */
export const startChips = (say) => {
  onChange(() => {
    const phone = phoneNow();
    if (phone === null) return;
    const asked = suggestions(lastFromAccount(phone));
    const fresh = phone.messages.length === 0;
    draw(byId('chips'), { asked, fresh, language: state.language, openid: state.openid }, () => [
      asked.length > 0 &&
        h(
          'div',
          { class: 'asked' },
          asked.map((one) => chip(one.label, one.say, say, `suggest-${one.say}`, true)),
        ),
      h(
        'div',
        {},
        STANDING.map((key) => {
          const word = standing(key);
          return chip(word, word, say, `chip-${key}`, fresh && key === 'refund');
        }),
      ),
    ]);
  });
};
