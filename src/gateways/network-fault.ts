/** A field of whatever was thrown: fetch's errors need not be Errors of this realm. */
const field = (thrown: unknown, name: 'name' | 'code' | 'cause'): unknown =>
  typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;

/** What a failed fetch says of itself, in a few words that cannot carry a header or an address. */
export const networkFaultDetail = (error: unknown, timeoutMs: number): string => {
  if (field(error, 'name') === 'TimeoutError') return `no whole answer within ${String(timeoutMs)} ms`;
  const code = field(field(error, 'cause'), 'code') ?? field(error, 'code');
  return `connection failed: ${typeof code === 'string' ? code : 'broken off'}`;
};
