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

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;

/** What a failed fetch says of itself, in a few words that cannot carry a header. */
export const networkFault = (error: unknown, timeoutMs: number): OutcomeUnknown => {
  // DOMException is no Error of every realm: named by what it says it is.
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  if (name === 'TimeoutError') return new OutcomeUnknown(`no whole answer within ${String(timeoutMs)} ms`);
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return new OutcomeUnknown(`connection failed: ${codeOf(cause) ?? codeOf(error) ?? 'broken off'}`);
};
