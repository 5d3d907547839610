import type { StepId } from './state.ts';
import { descriptionStep } from './steps/description.ts';
import { evidenceStep } from './steps/evidence.ts';
import { orderNumberStep } from './steps/order-number.ts';
import { orderStep } from './steps/order.ts';
import { reasonStep } from './steps/reason.ts';
import type { Step } from './steps/step.ts';
import { summaryStep } from './steps/summary.ts';

/**
 * The application, under FLOW_VERSION (state.ts): raise it with any change that a stored draft could not
 * go on with. Steps are found by name; each names the one before and after it.
 */
export const steps: Readonly<Record<StepId, Step>> = {
  order: orderStep,
  order_number: orderNumberStep,
  reason: reasonStep,
  description: descriptionStep,
  evidence: evidenceStep,
  summary: summaryStep,
};

export const firstStep: StepId = 'order';
