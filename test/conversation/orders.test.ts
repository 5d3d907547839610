import { describe, expect, it } from '@jest/globals';
import { anOrder, chat, twoOrders } from '../support/chat.ts';
import { takeTurn } from '../../src/conversation/take-turn.ts';
import { china } from '../support/calendar.ts';

const order = (n: number) =>
  anOrder({
    outTradeNo: `ORDER-${String(n)}`,
    description: `第 ${String(n)} 期课程`,
    paidAt: china('2026-02-01 10:00') + n * 86_400_000,
  });

describe('the list of orders', () => {
  it('given oldest first and twelve long, when it is asked, then the newest nine come first and 其他订单 last', () => {
    const orders = Array.from({ length: 12 }, (_, position) => order(position + 1));
    const talk = chat({ orders })
      .says('退款')
      .hears('1. 第 12 期', '9. 第 4 期', '10. 其他订单')
      .doesNotHear('第 3 期');
    talk.says('10').isAt('order_number');
  });

  it('when an order came in since it was shown, then the numbers mean what was shown', () => {
    const talk = chat().says('退款');
    const later = chat({ orders: [order(30), ...twoOrders], conversation: talk.conversation })
      .says('1')
      .isAt('reason');
    expect(later.draft.order?.outTradeNo).toBe('ORDER-1');
  });

  it('when an order has left it since it was shown, then no other takes its place', () => {
    const talk = chat().says('退款');
    const later = chat({ orders: twoOrders.slice(1), conversation: talk.conversation })
      .says('1')
      .isAt('order');
    later.hears('订单列表有更新', '1. 写作课程').says('1').isAt('reason');
    expect(later.draft.order?.outTradeNo).toBe('ORDER-2');
  });

  it('with an order that has an open case, when it is chosen, then the case is named and another can be chosen', () => {
    const talk = chat({
      orders: [anOrder({ openCaseNo: 'RF20260228QQQQQQ', refundableFen: 0 }), ...twoOrders.slice(1)],
    });
    talk.says('退款').hears('年度会员 ¥198.00 2月27日（已有申请）').doesNotHear('已全额退款');
    talk
      .says('1')
      .isAt('order')
      .hears('RF20260228QQQQQQ', '请勿重复提交', '2. 写作课程')
      .says('2')
      .isAt('reason');
    expect(talk.draft.failures).toBe(0);
  });

  it('with an order wholly refunded, when it is chosen, then it says so', () => {
    const talk = chat({ orders: [anOrder({ refundableFen: 0 })] })
      .says('退款')
      .hears('（已全额退款）');
    talk.says('1').isAt('order').hears('已经全额退款', '人工');
  });

  it('of a customer without orders, when it is asked, then the number is asked for, and where to find it', () => {
    const talk = chat({ orders: [] }).says('退款').isAt('order_number');
    talk.hears('没有查到', '交易单号', '商户单号', '账单').says('返回').isAt('order_number').hears('第一步');
  });

  it('when something short is typed, then it is taken for a slip and not looked up', () => {
    const talk = chat().reaches('order').says('A12345').isAt('order').hears('没有找到对应的订单');
    expect(talk.needs.map((need) => need.kind)).not.toContain('lookup');
  });

  it('when an order number is typed instead of a choice, then it is looked up', () => {
    const talk = chat({ lookups: { 'ORDER-77': { kind: 'mine', order: order(77) } } }).reaches('order');
    talk.says('ORDER-77').isAt('reason');
    expect(talk.draft.order).toMatchObject({ outTradeNo: 'ORDER-77', matched: true });
  });
});

describe('what a turn needs', () => {
  it('beginning an application, when nothing is known, then it asks for the orders only', () => {
    expect(chat().says('退款').needs).toEqual([{ kind: 'orders' }]);
  });

  it('describing the reason, when the question is open, then it asks for nothing', () => {
    const talk = chat().reaches('reason');
    const before = talk.needs.length;
    talk.says('1', '说明', '跳过', '确认');
    expect(talk.needs.length).toBe(before);
  });

  it('given a number, when it is typed, then it asks for that number, its case kept', () => {
    const talk = chat().reaches('order_number').says('Shop-abc123');
    expect(talk.needs.at(-1)).toEqual({ kind: 'lookup', number: 'Shop-abc123' });
  });
});

describe('the answer to another look-up', () => {
  it('when it is at hand, then it is not taken for this number’s', () => {
    const { conversation } = chat().reaches('order_number');
    const known = { lookup: { number: 'SHOP-1001', result: { kind: 'mine', order: order(1) } } } as const;
    const turn = takeTurn(
      conversation,
      { type: 'text', text: 'SHOP-1002', menuId: null },
      known,
      chat().context(),
    );
    expect(turn).toEqual({ kind: 'need', need: { kind: 'lookup', number: 'SHOP-1002' } });
  });
});

describe('an order by its number', () => {
  const transactionId = '4200000000202602270000000009';

  it.each([
    transactionId,
    ` ${transactionId} `,
    `交易单号：${transactionId}`,
    '4200 0000 0020 2602 2700 0000 0009',
    '４２００００００００２０２６０２２７０００００００００９',
  ])('typed as "%s", when it is the customer’s, then it is taken', (typed) => {
    const talk = chat({ lookups: { [transactionId]: { kind: 'mine', order: order(9) } } });
    talk.reaches('order_number').says(typed).isAt('reason').doesNotHear('核对');
    expect(talk.draft.order).toMatchObject({ outTradeNo: 'ORDER-9', matched: true, amountFen: 19_800 });
  });

  it('paid by someone else, when it is typed, then it is refused and nothing of it is shown', () => {
    const talk = chat({ lookups: { 'SHOP-1001': { kind: 'foreign' } } })
      .reaches('order_number')
      .says('SHOP-1001');
    talk.isAt('order').hears('另一个微信账号', '人工', '1. 年度会员');
    expect(talk.draft.order).toBeNull();
  });

  it('paid by someone else, when the customer has no orders, then the number is asked for again', () => {
    const talk = chat({ orders: [], lookups: { 'SHOP-1001': { kind: 'foreign' } } });
    talk.says('退款', 'SHOP-1001').isAt('order_number').hears('另一个微信账号', '交易单号');
  });

  it('that nobody knows, when it is typed, then it is taken as unverified and said so', () => {
    const talk = chat()
      .reaches('order_number')
      .says(transactionId)
      .isAt('reason')
      .hears('暂时无法核对', '核实', '退款原因');
    talk.says('1', '坏了', '跳过').hears('（待核实）').says('确认');
    expect(talk.applications[0]?.order).toEqual({ outTradeNo: transactionId, transactionId, matched: false });
  });

  it('with an open case, when it is typed, then the case is named', () => {
    const taken = { kind: 'mine', order: anOrder({ openCaseNo: 'RF20260228QQQQQQ' }) } as const;
    chat({ lookups: { 'SHOP-1001': taken } })
      .reaches('order_number')
      .says('SHOP-1001')
      .isAt('order')
      .hears('RF20260228QQQQQQ');
  });

  it.each(['我不知道', '12345', 'abcdefgh', 'a'.repeat(33), '1<2>3&456', '，，，，，，', '0'.repeat(34)])(
    'typed as "%s", which is no number, when it is answered, then it is asked again',
    (typed) => {
      const talk = chat()
        .reaches('order_number')
        .says(typed)
        .isAt('order_number')
        .hears('不像是一个订单号码');
      expect(talk.needs.map((need) => need.kind)).not.toContain('lookup');
    },
  );
});
