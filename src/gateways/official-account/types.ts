/** What sending to a customer can come to. "They refused" and "we don't know" are different answers. */
export type Sent =
  | { readonly kind: 'sent'; readonly messageId: string | null }
  | {
      readonly kind: 'refused';
      readonly errcode: number;
      readonly detail: string;
      /**
       * next_channel: this way is closed (window, not following, consent). hold: later over the same way.
       * dead_letter: the message itself is wrong. configuration: our account or settings are wrong.
       */
      readonly reaction: 'next_channel' | 'hold' | 'dead_letter' | 'configuration';
    }
  | { readonly kind: 'unknown'; readonly detail: string };

export type Downloaded =
  | { readonly kind: 'media'; readonly contentType: string; readonly bytes: Buffer }
  /** 40007, or a file that is no picture we accept, or too large: asking again will not help. */
  | { readonly kind: 'gone'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };

export interface TemplateMessage {
  readonly openid: string;
  readonly templateId: string;
  readonly url: string | null;
  readonly data: Readonly<Record<string, { readonly value: string }>>;
  /** Removes duplicates per openid for ten minutes. */
  readonly clientMsgId: string;
}

export interface OfficialAccount {
  sendText(openid: string, text: string): Promise<Sent>;
  sendTemplate(message: TemplateMessage): Promise<Sent>;
  downloadMedia(mediaId: string): Promise<Downloaded>;
}

export interface AccessToken {
  readonly accessToken: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/** Where each account's token lives between processes; the store gives it, through app.ts. */
export interface TokenCache {
  load(appid: string): Promise<AccessToken | null>;
  save(appid: string, token: AccessToken): Promise<void>;
  /** Runs `refresh` in at most one process at a time; others wait for it and then load. */
  exclusively<T>(appid: string, refresh: () => Promise<T>): Promise<T>;
}
