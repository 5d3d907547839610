import type { Actor } from '../../../domain/case/actor.ts';
import type { CaseFileTexts } from './texts.ts';

/** Who did something, as a third party reads it. */
export const actorName = (actor: Actor, { actors }: CaseFileTexts): string =>
  actor.kind === 'staff' ? actor.name : actors[actor.kind];
