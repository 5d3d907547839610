/** An expected refusal is a value; an exception is for a fault. */
export type Refusal<Code extends string = string> = { readonly ok: false; readonly code: Code };
export type Result<T, Code extends string = string> =
  { readonly ok: true; readonly value: T } | Refusal<Code>;

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const refuse = <Code extends string>(code: Code): Refusal<Code> => ({ ok: false, code });
