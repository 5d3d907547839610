import { EVIDENCE_MAX } from '../../domain/reason.ts';
import { findFormWord } from '../words.ts';
import { type Outcome, type Scene, defineStep, reading } from './step.ts';

type Answer =
  | { readonly kind: 'picture'; readonly messageId: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'end' };

/** The last picture there is room for ends the step. */
const addPicture = ({ draft, texts }: Scene, messageId: string): Outcome => {
  if (draft.evidence.length >= EVIDENCE_MAX) return { kind: 'done', draft, lead: texts.form.evidenceFull };
  const evidence = draft.evidence.includes(messageId) ? draft.evidence : [...draft.evidence, messageId];
  const grown = { ...draft, evidence };
  if (evidence.length === EVIDENCE_MAX) return { kind: 'done', draft: grown, lead: texts.form.evidenceFull };
  return { kind: 'stay', draft: grown, text: texts.form.evidenceReceived(evidence.length) };
};

export const evidenceStep = defineStep<Answer>({
  id: 'evidence',
  back: 'description',
  next: 'summary',
  takesPictures: true,
  words: ['skip', 'done', 'clear'],
  prompt: ({ draft, texts }) => ({
    kind: 'ask',
    draft,
    text: texts.form.askEvidence(draft.evidence.length),
  }),
  parse: () =>
    reading((given): Answer | undefined => {
      if (given.kind === 'picture') return given;
      const word = findFormWord(given.text)?.word;
      if (word === 'clear') return { kind: 'clear' };
      return word === 'skip' || word === 'done' ? { kind: 'end' } : undefined;
    }),
  retry: (texts) => texts.form.retry('evidence', 0),
  accept: (answer, scene) => {
    switch (answer.kind) {
      case 'picture':
        return addPicture(scene, answer.messageId);
      case 'clear':
        return {
          kind: 'go',
          step: 'evidence',
          draft: { ...scene.draft, evidence: [] },
          lead: scene.texts.form.evidenceCleared,
        };
      case 'end':
        return { kind: 'done', draft: scene.draft };
    }
  },
});
