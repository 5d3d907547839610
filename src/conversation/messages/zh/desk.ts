import { oneLine } from '../../plain-text.ts';
import type { DeskTexts } from '../texts.ts';

const unusable: ReadonlyMap<string, string> = new Map([
  ['voice', '语音'],
  ['video', '视频'],
  ['shortvideo', '视频'],
  ['location', '位置'],
  ['link', '链接'],
]);

export const desk: DeskTexts = {
  welcome: '您好，欢迎关注！这里可以办理退款。\n回复 退款 提交申请，进度 查询结果，政策 了解规则。',
  help: [
    '您可以回复：',
    '退款 — 申请退款',
    '进度 — 查看申请进展',
    '政策 — 了解退款规则',
    '申诉 — 对结果有异议',
    '撤回 — 撤回申请',
    '人工 — 联系客服',
  ].join('\n'),
  inThisLanguage: '需要中文服务，请回复 帮助。',
  notUnderstood: '抱歉，没有明白您的意思。',
  nothingToLeave: '目前没有正在填写的申请。回复 退款 可以开始。',
  nothingToConfirm: '目前没有需要确认的内容。',
  alreadySubmitted: (caseNo) =>
    `您的申请已经提交，编号 ${caseNo}，不需要重复确认。回复 进度 可查看最新情况。`,
  submittedNotEditable: (caseNo) => `申请 ${caseNo} 已经提交，内容不能再改。需要补充或更正，请回复 人工。`,
  pictureOutside:
    '收到您的图片，不过目前没有正在填写的申请，图片未被使用。回复 退款 开始申请，填到图片一步时再发即可。',
  notUsable: (msgType) => `抱歉，这里暂时无法处理${unusable.get(msgType) ?? '这类消息'}，请用文字回复。`,
  policy: ({ title, promise, parameters }, url) =>
    [
      `【${oneLine(title.zh, 20)}】`,
      oneLine(promise.zh, 50),
      `· 购买后 ${String(parameters.fullRefundDays)} 天内未使用付费功能，可全额退款（促销产品等除外）`,
      '· 因技术故障等原因无法使用，也可申请退款',
      `· 收到申请后 ${String(parameters.reviewBusinessDays)} 个工作日内答复`,
      `· 批准后 ${String(parameters.refundBusinessDays)} 个工作日内原路退回，到账另需至多 ${String(parameters.arrivalBusinessDaysMax)} 个工作日`,
      `· 对结果有异议，${String(parameters.appealDays)} 天内可以申诉`,
      `完整条款：${url}`,
    ].join('\n'),
  typeAgent: '请在输入框回复 人工 两个字，即可转接客服。',
  busy: '抱歉，系统暂时繁忙，刚才这条消息没有处理成功，请稍后再发一次。',
};
