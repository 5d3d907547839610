import { type Range, type Store, orderKey } from '../src/store/store.ts';
import { cases } from '../src/usecases/documents/cases.ts';
import { aCase } from '../test/support/case.ts';
import { atOnce } from './at-once.ts';
import { type Engine, openDatabase } from './databases.ts';
import { quantile, ratio } from './figures.ts';

const FEW_IDLE = 100;
const DUE = 5;
/** Of each at least so many, and for at least so long: a fast engine's p99 needs more of them. */
const SCANS = 200;
const SCANNING_MS = 2_000;
const WARM_UP = 20;
const LATER_MS = 365 * 86_400_000;
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

export interface ScanTime {
  readonly idleCases: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface DueScan {
  readonly dueCases: number;
  readonly many: ScanTime;
  readonly few: ScanTime;
  /** p50 with many idle cases as a multiple of that with few. */
  readonly ratio: number | null;
  /** Cases written a second while filling the larger database. */
  readonly filledPerSecond: number;
  readonly errors: readonly string[];
}

const caseNoOf = (number: number): string =>
  `RF20260302${Array.from({ length: 6 }, (_, digit) => ALPHABET[Math.floor(number / 32 ** digit) % 32]).join('')}`;

const template = aCase();

/** Cases of as many customers, the first few due and all the others in a year. */
function* casesFor(idle: number, now: number) {
  for (let i = 0; i < DUE + idle; i += 1)
    yield {
      ...template,
      caseNo: caseNoOf(i),
      draftId: `draft-${String(i)}`,
      customer: { ...template.customer, openid: `oIdleCustomer${String(i)}` },
      order: { ...template.order, outTradeNo: `IDLE-${String(i)}` },
      nextActionAt: i < DUE ? now - i : now + LATER_MS,
    };
}

/** @returns how long it took, in ms */
const fill = async (store: Store, { writesAtOnce }: Engine, idle: number, now: number): Promise<number> => {
  const startedAt = performance.now();
  await atOnce(writesAtOnce, casesFor(idle, now), async (doc) => {
    const inserted = await store.insert(cases, doc.caseNo, doc);
    if (!inserted.ok) throw new Error(`the case ${doc.caseNo} was not written: ${inserted.code}`);
  });
  return performance.now() - startedAt;
};

/** What the worker asks for the first page of cases (src/usecases/work-due.ts). */
const dueRange = (now: number): Range => ({ facet: '', to: orderKey(now + 1), limit: 50 });

const timeScan = async (store: Store, now: number): Promise<number> => {
  const startedAt = performance.now();
  const { items } = await store.scan(cases, 'due', dueRange(now));
  const ms = performance.now() - startedAt;
  if (items.length !== DUE) throw new Error(`${String(items.length)} cases due, not ${String(DUE)}`);
  return ms;
};

const timeOf = (idleCases: number, ms: readonly number[]): ScanTime => ({
  idleCases,
  p50Ms: quantile(ms, 0.5),
  p99Ms: quantile(ms, 0.99),
});

/** Scans two databases in turn, so that whatever else the machine does slows both. */
export const measureDueScan = async (engine: Engine, idle: number): Promise<DueScan> => {
  const now = Date.now();
  const small = await openDatabase(engine.database('idle_few'));
  const large = await openDatabase(engine.database('idle_many'));
  await fill(small, engine, FEW_IDLE, now);
  const fillMs = await fill(large, engine, idle, now);
  const few: number[] = [];
  const many: number[] = [];
  const until = performance.now() + SCANNING_MS;
  while (few.length < WARM_UP + SCANS || performance.now() < until) {
    few.push(await timeScan(small, now));
    many.push(await timeScan(large, now));
  }
  const plan = await large.explain(cases, 'due', dueRange(now));
  await small.close();
  await large.close();
  const times = { many: timeOf(idle, many.slice(WARM_UP)), few: timeOf(FEW_IDLE, few.slice(WARM_UP)) };
  return {
    dueCases: DUE,
    ...times,
    ratio: ratio(times.many.p50Ms, times.few.p50Ms),
    filledPerSecond: (idle * 1000) / fillMs,
    errors: plan.includes('cases.due') ? [] : [`the scan does not go through the index cases.due: ${plan}`],
  };
};
