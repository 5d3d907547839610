/** What became of a message that was sent. "They refused" and "we don't know" are different answers. */
export type Delivered =
  | { readonly kind: 'sent' }
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'unknown'; readonly detail: string };
