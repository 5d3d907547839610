import { expect } from '@jest/globals';
import { act, desk, history, opened, tell } from '../../support/crash-stories.ts';

const USED = { paidFeaturesUsed: true, quotaUsed: 80, quotaTotal: 100 };

tell(
  {
    title: 'a case that is claimed, assessed by other facts, answered and given back',
    given: opened,
    when: async (customer) => {
      await act('小林', customer, 'claim', {});
      await act('小林', customer, 'record-facts', { usage: USED });
      await act('小林', customer, 'reply', { text: '正在核实，请稍候。' });
      await act('小林', customer, 'release', {});
    },
    then: (kase) => {
      expect([kase.status, kase.assignee, kase.assessment.outcome]).toEqual(['in_review', null, 'none']);
      expect(history(kase)).toEqual(['CaseOpened', 'Claimed', 'FactsRecorded', 'StaffReplied', 'Released']);
    },
    notices: ['received', 'message'],
    least: { write: 12, call: 1 },
  },
  {
    title: 'a case that staff open for a customer who came another way',
    known: 'to_wechat_pay',
    when: async ({ openid, outTradeNo }) => {
      const reason = { category: 'own_reasons', text: '电话申请' };
      const answer = await desk.staffCall('小林', '/cases', { outTradeNo, openid, reason }, outTradeNo);
      expect([answer.status, answer.body['channel']]).toEqual([201, 'staff']);
    },
    // Where WeChat Pay could not be asked, it is asked again.
    until: ({ verified }) => verified,
    then: (kase) => {
      expect([kase.status, kase.channel, kase.verified]).toEqual(['in_review', 'staff', true]);
    },
    notices: ['received'],
    least: { write: 7, call: 2 },
  },
);
