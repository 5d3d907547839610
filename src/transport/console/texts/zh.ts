import { daysBetween, formats } from './dates.ts';
import type { ConsoleTexts } from './texts.ts';
import { actionsZh } from './zh-actions.ts';
import { caseZh } from './zh-case.ts';
import { standingZh } from './zh-standing.ts';
import { incidentsZh, payoutsZh } from './zh-finance.ts';
import { threadsZh } from './zh-threads.ts';
import { auditZh, meZh, problemsZh } from './zh-more.ts';

const { day, minute } = formats('zh-CN');
const dueNames = {
  answer: '答复',
  refund: '退款',
  appeal: '申诉期',
  offer: '方案',
  information: '补充资料',
} as const;

export const zh: ConsoleTexts = {
  appName: '退款台',
  labelled: (name, value) => `${name}：${value}`,
  skipToContent: '跳到正文',
  language: '语言',
  nav: {
    queue: '案件',
    threads: '人工请求',
    payouts: '打款',
    incidents: '异常事件',
    audit: '审计日志',
    me: '我的账号',
  },
  signOut: '退出登录',
  roles: { agent: '客服', supervisor: '主管', finance: '财务', admin: '管理员', auditor: '审计' },
  login: {
    title: '登录退款台',
    name: '姓名',
    password: '密码',
    submit: '登录',
    codeTitle: '输入动态码',
    codeHelp: '打开手机上的验证器，输入它现在显示的 6 位数字。',
    code: '动态码',
    codeSubmit: '继续',
    otherAccount: '换一个账号',
    lostPhone: '手机丢了？请管理员运行 npm run staff -- reset-totp 为你重置。',
    demoTitle: '沙盒演示账号',
    demoText: '一切均为模拟，不会产生真实支付。密码都是：',
    notices: {
      signed_out: '你已退出登录。',
      expired: '登录已过期，请重新登录。',
      wrong_credentials: '姓名或密码不对。请核对后再试；忘了密码请找管理员。',
      disabled: '这个账号已停用。如需恢复，请联系管理员。',
      wrong_code: '动态码不对，或已经用过。请等验证器显示下一个再输入。',
      unreadable_secret: '服务器的密钥已更换，原来的动态码不能再用。请管理员为你重置（reset-totp）。',
      not_done: '登录已过期，刚才的操作没有执行。请登录后重新操作。',
    },
    tooMany: (minutes) => `尝试次数过多，请 ${String(minutes)} 分钟后再试。`,
  },
  queue: {
    title: '案件',
    views: { open: '处理中', overdue: '已逾期', all: '全部' },
    status: '状态',
    anyStatus: '不限',
    search: '案件号或订单号',
    searchHint: '完整号码，如 RF20261123ABCDEF',
    apply: '查找',
    clear: '清除条件',
    columns: { case: '案件', order: '订单', reason: '原因', status: '状态', due: '期限' },
    whoseTitle: '处理人',
    whose: { anyone: '所有人', mine: '我的', nobody: '无人认领' },
    count: (n, more, later) => {
      if (more) return `本页 ${String(n)} 件，后面还有`;
      return later ? `最后一页，${String(n)} 件` : `共 ${String(n)} 件`;
    },
    empty: {
      open: '没有待处理的案件，都办完了。',
      overdue: '没有逾期的案件。',
      none: '没有符合条件的案件。',
      found: '没有符合条件的案件。号码需要完整输入。',
    },
    next: '下一页',
    first: '回到第一页',
    unverified: '订单待核实',
  },
  due: ({ kind, by }, now) => {
    const days = daysBetween(now, by);
    const name = dueNames[kind];
    if (kind === 'appeal') return days < 0 ? '申诉期已过' : `申诉期还有 ${String(days)} 天`;
    if (kind === 'offer' || kind === 'information')
      return days <= 0 ? `${name}今天到期` : `${name}还有 ${String(days)} 天`;
    if (now > by) return days === 0 ? `${name}今天已逾期` : `${name}已逾期 ${String(-days)} 天`;
    if (days === 0) return `最晚今天${name}`;
    return days === 1 ? `最晚明天${name}` : `${String(days)} 天内${name}`;
  },
  noDue: '无期限',
  kase: caseZh,
  standing: standingZh,
  threads: threadsZh,
  payouts: payoutsZh,
  incidents: incidentsZh,
  actions: actionsZh,
  conversation: {
    title: '与客户的对话',
    logged: '查看已记入审计日志。显示最近 50 条。',
    empty: '没有对话记录：客户不是通过公众号联系的，或记录还没有产生。',
    customer: '客户',
    desk: '退款台',
    handover: '（已转人工客服）',
    type: (type) => (type === 'image' ? '［图片］' : type === 'event' ? '［菜单或事件］' : `［${type}］`),
  },
  me: meZh,
  audit: auditZh,
  problems: problemsZh,
  toQueue: '回到案件列表',
  errorId: (id) => `错误编号 ${id}`,
  minute,
  day,
};
