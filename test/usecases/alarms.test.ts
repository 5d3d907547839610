import { describe, expect, it } from '@jest/globals';
import type { CaseEvent } from '../../src/domain/case/events.ts';
import { raiseAlarms } from '../../src/usecases/alarms.ts';
import { OUT_REFUND_NO as outRefundNo, refundingCase } from '../support/wechatpay-notice.ts';

/** The levels of what is said in the log of these events. */
const levels = (event: CaseEvent, failures = 0): string[] => {
  const said: string[] = [];
  const say = (level: string) => () => void said.push(level);
  const log = { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') };
  raiseAlarms(log, refundingCase({ state: 'sent', failures }), [event]);
  return said;
};
const delayed: CaseEvent = { type: 'PayoutDelayed', outRefundNo, trouble: 'HTTP 500' };

describe('the alarm', () => {
  it.each([
    [1, []],
    [7, []],
    [8, ['error']],
    [9, []],
  ])('of a refund whose outcome is unknown for the %s. time', (failures, said) => {
    expect(levels(delayed, failures)).toEqual(said);
  });

  it('of an approval that the order could not bear after all names the case', () => {
    expect(levels({ type: 'PayoutRefused', outRefundNo })).toEqual(['error']);
  });
});
