import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type CaseEvent, eventSchema } from '../../../src/domain/case/events.ts';
import { shopEventType, shopEvents } from '../../../src/domain/case/shop-events.ts';
import { presentShopEvent } from '../../../src/usecases/shop/present-event.ts';
import { NOW, aCase } from '../../support/case.ts';
import { everyEvent } from '../../support/every-text.ts';

/** Which notice went over which channel and arrived, and who works on what. */
const ours: readonly CaseEvent['type'][] = [
  'Claimed',
  'Released',
  'NoticeSent',
  'NoticeArrived',
  'NoticeNotArrived',
  'NoticeChannelRefused',
  'NoticeDelayed',
  'NoticeUndeliverable',
];

const quoted = (cell: string): string[] => [...cell.matchAll(/`([\w.]+)`/g)].map(([, word = '']) => word);
/** README.md, "What the shop hears": the names there are, and the fields of `data` that each may have. */
const documented: ReadonlyMap<string, readonly string[]> = new Map(
  readFileSync('README.md', 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `refund.'))
    .map((line) => line.split('|'))
    .flatMap(([, names = '', , data = '']) => quoted(names).map((name) => [name, quoted(data)] as const)),
);

const HIDDEN = '只给自己人看的话';
const written = [
  'note',
  'message',
  'text',
  'proof',
  'reason',
  'trouble',
  'description',
  'userReceivedAccount',
];
/** The same event with other words wherever a person wrote some, or it says where the customer has their money. */
const hiding = (event: CaseEvent): CaseEvent =>
  eventSchema.parse(
    JSON.parse(
      JSON.stringify(event, (name, value: unknown) =>
        written.includes(name) && typeof value === 'string' ? HIDDEN : value,
      ),
    ),
  );

const contentOf = (event: CaseEvent) => {
  const kase = aCase({ timeline: [{ at: NOW, actor: { kind: 'staff', name: HIDDEN }, event }] });
  const [told] = shopEvents(kase, 0);
  if (!told) throw new Error(`nothing is told of ${event.type}`);
  return presentShopEvent(kase, told).content;
};

const told = everyEvent.filter(({ type }) => !ours.includes(type));

describe('what the shop hears of a case', () => {
  it('is every event there is, but for our own business', () => {
    const types = eventSchema.options.map((option) => option.shape.type.value);
    expect(types.filter((type) => shopEventType({ type }) === null).sort()).toEqual([...ours].sort());
    expect(new Set(told.map(({ type }) => type))).toEqual(
      new Set(types.filter((type) => !ours.includes(type))),
    );
  });

  it('goes by the names that README.md has, and by no other', () => {
    const names = new Set(told.map((event) => contentOf(event)['type']));
    expect([...names].sort()).toEqual([...documented.keys()].sort());
  });

  it.each(told.map((event) => [event.type, event] as const))(
    '%s: carries the fields README.md has for it, and nothing that anybody wrote',
    (_type, event) => {
      const content = contentOf(hiding(event));
      const fields = Object.keys(content['data'] as object);
      expect(documented.get(String(content['type']))).toEqual(expect.arrayContaining(fields));
      expect(JSON.stringify(content)).not.toContain(HIDDEN);
    },
  );
});
