import type { Context } from 'koa';
import type { Language } from '../../../domain/reason.ts';
import type { Instant } from '../../../domain/time.ts';
import type { CaseFile } from '../../../usecases/case-file.ts';
import { renderCaseFile } from './case-file.ts';

/** Hands out the file to be saved, and kept by nothing on its way. */
export const sendCaseFile = (ctx: Context, file: CaseFile, language: Language, now: Instant): void => {
  ctx.set('Cache-Control', 'no-store');
  ctx.attachment(`${file.described.kase.caseNo}.html`);
  ctx.type = 'html';
  ctx.body = renderCaseFile(file, language, now);
};
