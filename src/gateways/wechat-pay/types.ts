/** A refund as WeChat Pay records it (POST and GET /v3/refund/domestic/refunds). Amounts in fen. */
export interface RefundRecord {
  readonly refundId: string;
  readonly outRefundNo: string;
  readonly transactionId: string;
  readonly outTradeNo: string;
  readonly status: 'SUCCESS' | 'CLOSED' | 'PROCESSING' | 'ABNORMAL';
  readonly amountFen: number;
  readonly totalFen: number;
  /** What of it goes to the payer's own money, the rest to coupons; null: not said. */
  readonly payerRefundFen: number | null;
  readonly userReceivedAccount: string | null;
  /** Epoch milliseconds; only with SUCCESS. */
  readonly successTime: number | null;
}

/** A paid order as WeChat Pay records it; one that was never paid has no record. */
export interface TransactionRecord {
  readonly appid: string;
  readonly mchid: string;
  readonly outTradeNo: string;
  readonly transactionId: string;
  /** REFUND even after a partial refund. */
  readonly tradeState: 'SUCCESS' | 'REFUND';
  readonly openid: string;
  readonly amountFen: number;
  /** What of it the payer paid, the rest by coupons; null: not said. */
  readonly payerTotalFen: number | null;
  /** Epoch milliseconds. */
  readonly successTime: number;
}

export interface RefundRequest {
  readonly transactionId: string;
  /** At most 64 of `[A-Za-z0-9_-]`. */
  readonly outRefundNo: string;
  /** Cleaned before it is sent: at most 80 characters, no 4-byte UTF-8. */
  readonly reason: string;
  readonly amountFen: number;
  readonly totalFen: number;
}

/** A refusal in WeChat Pay's own status, code and words; a signature, where there was one, proved right. */
export interface PayRefusal {
  readonly kind: 'refused';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}
/** Time-out, reset, 202, 5xx, 429, an answer that does not verify: it may have happened or not. */
export interface PayUnknown {
  readonly kind: 'unknown';
  /** For staff and the log; never holds a secret. */
  readonly detail: string;
  /** WeChat Pay's verified answer is about something else than we asked: quarantined, a person must look. */
  readonly contradicts?: true;
}

export type Answer<T> = { readonly kind: 'answered'; readonly record: T } | PayRefusal | PayUnknown;
/** A query also knows a 404: not accepted, or not visible yet. */
export type QueryAnswer<T> = Answer<T> | { readonly kind: 'not_found' };

/** The four `Wechatpay-…` headers that sign an answer or a notification; '' where one is missing. */
export interface SignedHeaders {
  readonly timestamp: string;
  readonly nonce: string;
  readonly signature: string;
  readonly serial: string;
}
export type NotificationHeaders = SignedHeaders;

/** bad_signature: forged, or of a key we do not know. expired: over 5 minutes from our clock. */
export type NotificationFault = 'bad_signature' | 'expired' | 'malformed' | 'wrong_merchant';

/** A notification that proved genuine. A hint all the same: only a query moves money's state. */
export type VerifiedNotification =
  | {
      readonly ok: true;
      readonly id: string;
      readonly eventType: string;
      readonly outRefundNo: string;
      readonly refundId: string;
      readonly refundStatus: string;
      readonly transactionId: string;
      readonly amountFen: number;
      readonly totalFen: number;
    }
  | { readonly ok: false; readonly code: NotificationFault; readonly detail: string };

/** None of these throws for what WeChat Pay or the network does. */
export interface WechatPay {
  refund(request: RefundRequest): Promise<Answer<RefundRecord>>;
  queryRefund(outRefundNo: string): Promise<QueryAnswer<RefundRecord>>;
  /** A number that cannot be WeChat Pay's, and an order never paid, are `not_found`. */
  queryTransaction(
    by: { readonly transactionId: string } | { readonly outTradeNo: string },
  ): Promise<QueryAnswer<TransactionRecord>>;
  /** May fetch platform certificates for an unknown serial, at most once an interval. */
  verifyNotification(headers: NotificationHeaders, rawBody: Buffer): Promise<VerifiedNotification>;
}
