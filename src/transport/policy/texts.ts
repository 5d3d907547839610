import type { Language } from '../../domain/reason.ts';
import type { ChinaDate } from '../../domain/time.ts';

interface WaitTexts {
  readonly name: string;
  readonly note: string;
}

/** What the page says around the policy's own text. */
export interface PageTexts {
  readonly language: string;
  readonly contents: string;
  readonly atAGlance: string;
  readonly review: WaitTexts;
  readonly processing: WaitTexts;
  readonly arrival: WaitTexts;
  readonly businessDays: string;
  readonly version: string;
  readonly published: string;
  readonly linkTo: (id: string) => string;
  readonly contactTitle: string;
  readonly wechat: string;
  readonly email: string;
  readonly allVersions: string;
  readonly inForce: string;
  readonly earlierVersion: string;
  readonly versionToCome: (date: string) => string;
  readonly readCurrent: string;
  readonly unknownTitle: string;
  readonly unknownText: string;
  readonly date: (day: ChinaDate) => string;
}

const englishDate = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' });

export const pageTexts: Readonly<Record<Language, PageTexts>> = {
  zh: {
    language: '语言',
    contents: '目录',
    atAGlance: '办理时间',
    review: { name: '审核', note: '自收到申请起' },
    processing: { name: '办理', note: '自审核通过起' },
    arrival: { name: '到账', note: '视支付方式' },
    businessDays: '个工作日',
    version: '版本',
    published: '公布日期',
    linkTo: (id) => `第 ${id} 款的链接`,
    contactTitle: '还有疑问？我们来解答',
    wechat: '客服微信',
    email: '电子邮件',
    allVersions: '全部版本',
    inForce: '现行',
    earlierVersion: '您正在查看历史版本，仅适用于在其有效期内提交的申请。',
    versionToCome: (date) => `此版本自 ${date} 起生效，目前尚未适用。`,
    readCurrent: '查看现行版本',
    unknownTitle: '没有找到这个版本',
    unknownText: '链接可能不完整，或者这个版本从未公布过。',
    date: (day) => {
      const [year, month, date] = day.split('-').map(Number);
      return `${String(year)} 年 ${String(month)} 月 ${String(date)} 日`;
    },
  },
  en: {
    language: 'Language',
    contents: 'Contents',
    atAGlance: 'How long it takes',
    review: { name: 'Review', note: 'from your application' },
    processing: { name: 'Processing', note: 'from approval' },
    arrival: { name: 'Arrival', note: 'by payment method' },
    businessDays: 'business days',
    version: 'Version',
    published: 'Published',
    linkTo: (id) => `Link to clause ${id}`,
    contactTitle: 'Still have a question? Ask us',
    wechat: 'WeChat',
    email: 'E-mail',
    allVersions: 'All versions',
    inForce: 'in force',
    earlierVersion:
      'You are reading an earlier version. It applies only to applications made while it was in force.',
    versionToCome: (date) => `This version takes effect on ${date} and does not apply yet.`,
    readCurrent: 'Read the current version',
    unknownTitle: 'There is no such version',
    unknownText: 'The link may be incomplete, or this version was never published.',
    date: (day) => englishDate.format(new Date(`${day}T00:00:00Z`)),
  },
};
