/**
 * Thrown inside the gateway, through the library, where a call may or may not have taken effect. The client
 * turns it into a `PayUnknown`; its message never holds a header or a body.
 */
export class OutcomeUnknown extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'OutcomeUnknown';
  }
}

/** A field of whatever was thrown: fetch's errors need not be Errors of this realm. */
const field = (thrown: unknown, name: 'name' | 'code' | 'cause'): unknown =>
  typeof thrown === 'object' && thrown !== null ? Reflect.get(thrown, name) : undefined;

/** What a failed fetch says of itself, in a few words that cannot carry a header. */
export const networkFault = (error: unknown, timeoutMs: number): OutcomeUnknown => {
  if (field(error, 'name') === 'TimeoutError')
    return new OutcomeUnknown(`no whole answer within ${String(timeoutMs)} ms`);
  const code = field(field(error, 'cause'), 'code') ?? field(error, 'code');
  return new OutcomeUnknown(`connection failed: ${typeof code === 'string' ? code : 'broken off'}`);
};
