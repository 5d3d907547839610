/** Where the refund desk is a process of its own: how to reach it. */
export const elsewhere = {
  zh: {
    apiTitle: '审核台在另一个进程里',
    apiLead: '这个页面只模拟微信与微信支付。退款台自己的服务器在 {url}，用工作人员接口处理申请：',
    apiUnknown: '（还不知道地址）',
    apiAccount: '1. 在退款台那边添加工作人员，取得令牌',
    apiList: '2. 看申请',
    apiApprove: '3. 批准一份',
  },
  en: {
    apiTitle: 'The staff side runs in another process',
    apiLead:
      'This page only simulates WeChat and WeChat Pay. The refund desk’s own server is at {url}; its staff API decides cases:',
    apiUnknown: '(address not known yet)',
    apiAccount: '1. On the desk’s side add a member of staff and issue a token',
    apiList: '2. List the cases',
    apiApprove: '3. Approve one',
  },
};
