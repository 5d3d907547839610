/** A refund as WeChat Pay records it (POST and GET /v3/refund/domestic/refunds). Amounts in fen. */
export interface RefundRecord {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly status: 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';
  readonly amountFen: number;
  readonly totalFen: number;
  readonly userReceivedAccount: string | null;
  /** Epoch milliseconds; only with SUCCESS. */
  readonly successTime: number | null;
}

/** A paid order as WeChat Pay records it. */
export interface TransactionRecord {
  readonly appid: string;
  readonly mchid: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  readonly tradeState: string;
  readonly openid: string;
  readonly amountFen: number;
  /** Epoch milliseconds. */
  readonly successTime: number;
}

export interface RefundRequest {
  readonly transactionId: string;
  readonly outRefundNo: string;
  /** At most 80 characters, no 4-byte UTF-8. */
  readonly reason: string;
  readonly amountFen: number;
  readonly totalFen: number;
}

/** A verified refusal: WeChat Pay's own status, code and words. */
export interface PayRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}
/** Time-out, reset, 202, 5xx, 429, an answer that does not verify: it may have happened or not. */
export interface PayUnknown {
  readonly kind: 'unknown';
  readonly detail: string;
}

export type Answer<T> = { readonly kind: 'answered'; readonly record: T } | PayRefusal | PayUnknown;
/** A query also knows a verified 404. */
export type QueryAnswer<T> = Answer<T> | { readonly kind: 'not_found' };

export interface NotificationHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly serial: string;
}

/** A notification that proved genuine. A hint all the same: only a query moves money's state. */
export type VerifiedNotification =
  | {
      readonly ok: true;
      readonly id: string;
      readonly eventType: string;
      readonly outRefundNo: string;
      readonly refundId: string;
      readonly refundStatus: string;
    }
  | { readonly ok: false; readonly code: 'bad_signature' | 'expired' | 'malformed'; readonly detail: string };

export interface WechatPay {
  refund(request: RefundRequest): Promise<Answer<RefundRecord>>;
  queryRefund(outRefundNo: string): Promise<QueryAnswer<RefundRecord>>;
  queryTransaction(
    by: { readonly transactionId: string } | { readonly outTradeNo: string },
  ): Promise<QueryAnswer<TransactionRecord>>;
  verifyNotification(headers: NotificationHeaders, rawBody: string): VerifiedNotification;
}
