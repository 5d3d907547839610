import type { Agenda } from './agenda.ts';
import type { Changes } from './changes.ts';
import type { Faults } from './faults.ts';
import type { RandomBytes } from './random.ts';
import type { TemplateDefinition } from './official-account/template-fields.ts';
import type { Keeper } from './world/keeper.ts';
import type { WorldState } from './world/schema.ts';

/** What every part of the sandbox works with. */
export interface SandboxContext {
  readonly world: WorldState;
  readonly keeper: Keeper;
  readonly agenda: Agenda;
  /** Each reports on a template message now rather than at its time. */
  readonly reports: Set<() => Promise<void>>;
  readonly changes: Changes;
  readonly faults: Faults;
  readonly random: RandomBytes;
  readonly templates: readonly TemplateDefinition[];
  readonly now: () => number;
  /** Resolves after that much real time; tests decide when that is. */
  readonly wait: (ms: number) => Promise<void>;
  /** The simulators' own address. */
  readonly url: () => string;
  /** The desk's address without a trailing slash; null until it is known. */
  readonly target: () => string | null;
  readonly encrypted: boolean;
  readonly refundDelayMs: number;
}
