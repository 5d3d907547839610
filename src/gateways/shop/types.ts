/** One message to the shop's own system. */
export interface ShopMessage {
  /** The same however often it is sent: by it the receiver knows what it has already. */
  readonly id: string;
  /** What the message says beside its id, as JSON. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** The receiver answered, and not with a yes. */
export interface ShopRefused {
  readonly kind: 'refused';
  readonly status: number;
  readonly detail: string;
}

/** It may have the message or not. */
export interface ShopUnknown {
  readonly kind: 'unknown';
  readonly detail: string;
}

/** delivered: any 2xx. */
export type ShopTold = { readonly kind: 'delivered' } | ShopRefused | ShopUnknown;

/** answered: 200 with JSON, not looked into any further. */
export type ShopAnswer = { readonly kind: 'answered'; readonly body: unknown } | ShopRefused | ShopUnknown;

/** The shop's own system behind SHOP_WEBHOOK_URL. */
export interface Shop {
  tell(message: ShopMessage): Promise<ShopTold>;
  /** The same, where an answer is waited for; not for long, somebody else is waiting for us. */
  ask(message: ShopMessage): Promise<ShopAnswer>;
}
