import { paragraphs } from './plain-text.ts';
import { steps } from './flow.ts';
import type { Draft, StepId } from './state.ts';
import type { Given, Scene } from './steps/step.ts';
import type { Need } from './types.ts';

/** What the form makes of one message. */
export type FormTurn =
  | { readonly kind: 'need'; readonly need: Need }
  | { readonly kind: 'say'; readonly draft: Draft; readonly text: string }
  | { readonly kind: 'submit' };

const EXAMPLE_AFTER_FAILURES = 2;
const AGENT_AFTER_FAILURES = 3;

/** Goes to a step, or stays there, and asks its question. */
export const ask = (scene: Scene, to: StepId, lead = ''): FormTurn => {
  const draft = scene.draft.step === to ? scene.draft : { ...scene.draft, step: to, failures: 0 };
  const question = steps[to].prompt({ ...scene, draft });
  switch (question.kind) {
    case 'need':
      return question;
    case 'ask':
      return { kind: 'say', draft: question.draft, text: paragraphs(lead, question.text) };
    case 'instead':
      return ask({ ...scene, draft }, question.step, paragraphs(lead, question.lead));
  }
};

/** Asks the open question again. */
export const repeat = (scene: Scene, lead = ''): FormTurn =>
  scene.draft.resuming
    ? { kind: 'say', draft: scene.draft, text: paragraphs(lead, scene.texts.form.askResume) }
    : ask(scene, scene.draft.step, lead);

/** Asks again after an answer that could not be used: at the second with an example, at the third with a way out. */
export const retry = (scene: Scene, why: string): FormTurn => {
  const { texts } = scene;
  const failures = scene.draft.failures + 1;
  const turn = repeat({ ...scene, draft: { ...scene.draft, failures } }, why);
  if (turn.kind !== 'say') return turn;
  const withExample = failures >= EXAMPLE_AFTER_FAILURES && !turn.draft.resuming;
  return {
    ...turn,
    text: paragraphs(
      turn.text,
      withExample ? texts.form.example(turn.draft.step) : '',
      failures >= AGENT_AFTER_FAILURES ? texts.form.offerAgent : '',
    ),
  };
};

/** 返回: the step before; while one field is edited, the summary, with the field as it was. */
export const goBack = (scene: Scene): FormTurn => {
  const { draft, texts } = scene;
  if (draft.resuming) return repeat({ ...scene, draft: { ...draft, resuming: false, failures: 0 } });
  const before = draft.editing && draft.step !== 'order_number' ? null : steps[draft.step].back;
  if (before !== null) {
    const turn = ask(scene, before);
    // With no orders to list the question before leads straight back here: this is the first step then.
    if (turn.kind !== 'say' || turn.draft.step !== draft.step) return turn;
  }
  if (draft.editing) return ask({ ...scene, draft: { ...draft, editing: false } }, 'summary');
  return repeat(scene, texts.form.firstStep);
};

/** A tapped line of a list that is no longer the open question. */
const isTapOfEarlierQuestion = (menuId: string | null, step: StepId): boolean => {
  const [owner = ''] = menuId?.split(':') ?? [];
  return owner !== step && Object.hasOwn(steps, owner);
};

const proceed = (scene: Scene, draft: Draft, lead: string | undefined): FormTurn => {
  const { next } = steps[draft.step];
  const to = draft.editing ? 'summary' : (next ?? 'summary');
  return ask(
    { ...scene, draft: { ...draft, editing: draft.editing && to !== 'summary', failures: 0 } },
    to,
    lead,
  );
};

/** Takes an answer to the open question. */
export const answer = (scene: Scene, given: Given): FormTurn => {
  const { draft, texts } = scene;
  const step = steps[draft.step];
  if (given.kind === 'picture' && !step.takesPictures)
    return repeat(scene, texts.form.pictureNotNow(step.id, draft.evidence.length));
  if (given.kind === 'text' && isTapOfEarlierQuestion(given.menuId, step.id))
    return repeat(scene, texts.form.tapOfEarlierQuestion);
  const outcome = step.take(scene, given);
  switch (outcome.kind) {
    case 'need':
    case 'submit':
      return outcome;
    case 'retry':
      return retry(scene, outcome.text);
    case 'stay':
      return { kind: 'say', draft: { ...outcome.draft, failures: 0 }, text: outcome.text };
    case 'go':
      return ask({ ...scene, draft: { ...outcome.draft, failures: 0 } }, outcome.step, outcome.lead);
    case 'done':
      return proceed(scene, outcome.draft, outcome.lead);
  }
};
