import { isPayoutHold } from '../../../domain/payout-queue.ts';
import { payouts as holds } from './payouts.ts';

/** Of an order, as compared with WeChat Pay's record. */
const compared: Readonly<Record<string, string>> = {
  merchant: '商户号',
  out_trade_no: '商户订单号',
  amount: '金额',
  appid: 'AppID',
  payer: '付款人',
};

const inChinese = (names: string): string =>
  names
    .split(', ')
    .map((name) => compared[name] ?? name)
    .join('、');

/** The payout, in our own words (usecases/payout). */
const payouts: readonly (readonly [RegExp, string])[] = [
  [/WeChat Pay is not configured/, '没有配置微信支付'],
  [/the ledger does not permit this refund/, '订单的退款账不允许这笔退款'],
  [/WeChat Pay does not show this refund at the moment/, '微信支付暂时查不到这笔退款'],
  [/WeChat Pay's record (\S+) differs from ours/, '微信支付的记录 $1 与我们的不一致'],
  [/SUCCESS without a success_time/, '微信支付说已退款成功，却没有给出成功时间'],
  [/order (\S+) is not in our records/, '我们没有订单 $1 的记录'],
  [/WeChat Pay knows no transaction (\S+)/, '微信支付没有交易单 $1'],
  [
    /WeChat Pay has refunded this order before, and our ledger knows nothing of it/,
    '微信支付以前退过这笔订单，而我们的账上没有那笔退款',
  ],
  [
    /WeChat Pay has refunded this order before, and since this database was restored .*/,
    '微信支付以前退过这笔订单；数据库是从备份恢复的，我们的账上可能没有那笔退款',
  ],
];

/** An exchange with WeChat Pay (gateways/wechat-pay). */
const exchanges: readonly (readonly [RegExp, string])[] = [
  [/no whole answer within (\d+) ms/, '$1 毫秒内没有收到完整的答复'],
  [/connection failed: broken off/, '连接中断'],
  [/connection failed: (\w+)/, '连接失败（$1）'],
  [/(HTTP \d+) with a body over the limit/, '$1，答复过长'],
  [/(HTTP \d+) with a body of another shape/, '$1，答复的格式不对'],
  [/(HTTP \d+) without a code/, '$1，没有错误码'],
  [/(HTTP \d+) not verified: /, '$1，验签没有通过：'],
  [/the answer contradicts the request: (\w+) is (.*), expected (.*)/, '答复与请求不符：$1 是 $2，应为 $3'],
  [/signed with a key that is not configured/, '签名用的密钥没有配置'],
  [/signed with an unknown key/, '签名用的密钥不认识'],
  [/ \(certificates: (.*)\)/, '（获取平台证书时：$1）'],
  [/signed more than 5 minutes from our clock/, '签名时间与我们的时钟相差超过 5 分钟'],
  [/a signature test/, '微信支付的验签测试'],
  [/the signature does not verify/, '签名不对'],
  [/(Wechatpay-\w+) is missing or malformed/, '缺少 $1，或者格式不对'],
];

/** A notice on its way (usecases/deliver-notice, gateways/official-account), and what WeChat says of its arrival. */
const notices: readonly (readonly [RegExp, string])[] = [
  [/failed: *user block/, '客户已设置拒收公众号消息'],
  [/failed: *system failed/, '微信系统发送失败'],
  [/\btemplate: /, '模板消息：'],
  [/\bcustomer_message: /, '客服消息：'],
  [/; /g, '；'],
  [/channel off/, '公众号没有接入'],
  [/the customer is not known to this Official Account/, '这个公众号不认识这位客户'],
  [/every channel has refused it/, '每种方式都被拒绝'],
  [/the customer has to write first/, '须等客户先发来消息'],
  [/no template is configured/, '没有配置模板'],
  [/the template has a field that this case cannot fill/, '模板里有这个案件填不了的字段'],
  [/access token: the answer holds none/, '答复里没有 access token'],
  [
    /access token: rejected, and a forced refresh has to wait/,
    'access token 已失效，还要等一会儿才能强制刷新',
  ],
  [/access token: /, '获取 access token：'],
  [/the answer is not understood/, '看不懂答复'],
  [/the answer is no JSON/, '答复不是 JSON'],
  [/no answer in time/, '没有及时收到答复'],
];

/**
 * What went wrong with a payout or a notice: stored in English where the words are ours, said here in Chinese. What
 * WeChat says of itself stays as it said it.
 */
export const trouble = (stored: string): string =>
  isPayoutHold(stored) ? holds.holds[stored] : translated(stored);

const translated = (stored: string): string =>
  [...payouts, ...exchanges, ...notices]
    .reduce((said, [english, chinese]) => said.replace(english, chinese), stored)
    .replace(
      /WeChat Pay's record of the order differs in ([a-z_, ]+)/,
      (_, names: string) => `微信支付的订单记录与我们的不一致：${inChinese(names)}`,
    );
