import { type ReasonCategory, reasonCategories } from '../../domain/reason.ts';
import { type Choice, pick } from '../choices.ts';
import { everyTexts } from '../messages/texts-for.ts';
import { type Scene, defineStep, reading } from './step.ts';

const choices = ({ texts }: Scene): Choice<ReasonCategory>[] =>
  reasonCategories.map((category) => ({
    id: `reason:${category}`,
    label: texts.form.reasons[category],
    aliases: everyTexts.map(({ form }) => form.reasons[category]),
    value: category,
  }));

export const reasonStep = defineStep<ReasonCategory>({
  id: 'reason',
  back: 'order',
  next: 'description',
  prompt: (scene) => ({
    kind: 'ask',
    draft: scene.draft,
    text: scene.texts.form.askReason(choices(scene).map((choice) => choice.label)),
  }),
  parse: (scene) => reading((given) => (given.kind === 'text' ? pick(choices(scene), given) : undefined)),
  retry: (texts) => texts.form.retry('reason', 0),
  accept: (category, { draft }) => ({ kind: 'done', draft: { ...draft, category } }),
});
