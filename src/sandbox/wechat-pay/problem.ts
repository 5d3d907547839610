/** A refusal in WeChat Pay's form. `signed`: business refusals are; those before authentication are not. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly signed: boolean;
}

/** What a call comes to. */
export type Outcome<T> =
  { readonly ok: true; readonly body: T } | { readonly ok: false; readonly problem: Problem };

export const refuse = (status: number, code: string, message: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { status, code, message, signed: true },
});

export const paramError = (message: string): { ok: false; problem: Problem } =>
  refuse(400, 'PARAM_ERROR', message);

export const invalidRequest = (message: string): { ok: false; problem: Problem } =>
  refuse(400, 'INVALID_REQUEST', message);

export const signError = (message: string): Problem => ({
  status: 401,
  code: 'SIGN_ERROR',
  message,
  signed: false,
});
