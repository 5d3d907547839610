/** An operational error: it has a code and a status, and its message may be shown to whoever asked. */
export class OperationalError extends Error {
  readonly code: string;
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, code: string, message: string, details?: unknown) {
    super(message);
    this.name = 'OperationalError';
    this.code = code;
    this.status = status;
    this.details = details;
  }
}
