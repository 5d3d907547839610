export interface Print {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
}

interface Fault {
  readonly code: string;
  readonly message: string;
}

/** What a command comes to. Printed is `data` with --json, `lines` without. */
export type Outcome =
  | { readonly ok: true; readonly data: unknown; readonly lines: readonly string[] }
  | { readonly ok: false; readonly fault: Fault };

export const failed = (code: string, message: string): Outcome => ({ ok: false, fault: { code, message } });

/** Answers go to `out`, faults to `err`. @returns the exit code */
export const report = (outcome: Outcome, json: boolean, print: Print): 0 | 1 => {
  if (!outcome.ok) {
    print.err(json ? JSON.stringify({ error: outcome.fault }) : outcome.fault.message);
    return 1;
  }
  for (const line of json ? [JSON.stringify(outcome.data)] : outcome.lines) print.out(line);
  return 0;
};
