import { expect, it } from '@jest/globals';
import { recall, remember } from '../../../src/domain/case/memory.ts';
import type { Case } from '../../../src/domain/case/state.ts';
import { aCase } from '../../support/case.ts';

const numbered = (count: number): string[] => Array.from({ length: count }, (_, n) => `command-${String(n)}`);
const after = (ids: readonly string[]): Case =>
  ids.reduce((kase, id) => remember(kase, id, `outcome of ${id}`), aCase());

it('the last fifty commands are known with their outcomes, and none before them', () => {
  const ids = numbered(51);
  const kase = after(ids);
  expect(ids.map((id) => recall(kase, id))).toEqual([
    undefined,
    ...ids.slice(1).map((id) => `outcome of ${id}`),
  ]);
});

it('a command that comes to something else after all is known by that, and takes no second place', () => {
  const [first = '', ...others] = numbered(50);
  const kase = remember(after([first, ...others]), first, 'amount_exceeds_refundable');
  expect(recall(kase, first)).toBe('amount_exceeds_refundable');
  expect(others.filter((id) => recall(kase, id) === undefined)).toEqual([]);
});

it('a command without an id is not known again', () => {
  const kase = aCase();
  expect(remember(kase, null, 'done')).toBe(kase);
  expect(recall(kase, null)).toBeUndefined();
});
