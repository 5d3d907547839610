import { setImmediate as nextTurn } from 'node:timers/promises';
import { OperationalError } from '../../errors.ts';
import {
  BUSY_ATTEMPTS,
  type Connection,
  immediately,
  isEngineFault,
  patiently,
  type Statement,
} from './connection.ts';

/** What one write comes to: what its caller is told, and the rows that change. */
export interface Plan<Outcome> {
  readonly outcome: Outcome;
  readonly changes: readonly Statement[];
}

export interface GroupCommitOptions {
  /** Throws where this process may not write any more; asked within each transaction. */
  readonly mayWrite: () => void;
  /** Told after each commit how many writes it held. */
  readonly onCommit?: ((writes: number) => void) | undefined;
  /** How often a commit is tried while another process holds the database. */
  readonly busyAttempts?: number | undefined;
}

/** Writes that arrive together are committed together: one wait for the disk serves them all. */
export interface GroupCommit {
  /**
   * `plan` looks and decides within the transaction, after the writes before it; it changes nothing itself.
   * Resolves once the commit is durable. Throws what `plan` throws; a fault of the engine, for every write of
   * the same commit, none of which has then happened; OperationalError 503 `store_busy`, `store_overloaded`.
   */
  write<Outcome>(plan: () => Plan<Outcome>): Promise<Outcome>;
  /** Resolves when nothing is waiting. */
  idle(): Promise<void>;
}

interface Waiting {
  decide(): { readonly changes: readonly Statement[]; readonly settle: () => void };
  fail(fault: unknown): void;
}

const MAX_WRITES_A_COMMIT = 256;
const MAX_WAITING = 10_000;

const waiting = <Outcome>(
  plan: () => Plan<Outcome>,
  resolve: (outcome: Outcome) => void,
  fail: (fault: unknown) => void,
): Waiting => ({
  decide: () => {
    try {
      const { outcome, changes } = plan();
      return {
        changes,
        settle: () => {
          resolve(outcome);
        },
      };
    } catch (error) {
      // The disk's fault concerns everybody; a document's only the one who wrote it.
      if (isEngineFault(error)) throw error;
      return {
        changes: [],
        settle: () => {
          fail(error);
        },
      };
    }
  },
  fail,
});

export const createGroupCommit = (db: Connection, options: GroupCommitOptions): GroupCommit => {
  const queue: Waiting[] = [];
  let working: Promise<void> | null = null;

  const commit = (batch: readonly Waiting[]): (() => void)[] =>
    immediately(db, () => {
      options.mayWrite();
      return batch.map((write) => {
        const { changes, settle } = write.decide();
        for (const { sql, values } of changes) db.run(sql, values);
        return settle;
      });
    });

  const work = async (): Promise<void> => {
    // What arrives in the same turn of the event loop goes together.
    await nextTurn();
    while (queue.length > 0) {
      const batch = queue.splice(0, MAX_WRITES_A_COMMIT);
      try {
        const settlements = await patiently(() => commit(batch), options.busyAttempts ?? BUSY_ATTEMPTS);
        for (const settle of settlements) settle();
        options.onCommit?.(batch.length);
      } catch (fault) {
        for (const write of batch) write.fail(fault);
      }
      await nextTurn();
    }
    working = null;
  };

  return {
    write: (plan) =>
      new Promise((resolve, reject) => {
        if (queue.length >= MAX_WAITING)
          throw new OperationalError(
            503,
            'store_overloaded',
            'Too many writes are waiting; try again later.',
          );
        queue.push(waiting(plan, resolve, reject));
        working ??= work();
      }),
    idle: async () => {
      while (working !== null) await working;
    },
  };
};
