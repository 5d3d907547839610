import { z } from 'zod';
import { type Collection, orderKey } from '../../store/store.ts';
import { staffId } from './staff.ts';

export const auditActions = [
  'signed_in',
  'signed_out',
  'second_factor',
  'list_cases',
  'read_case',
  'read_transcript',
  'read_evidence',
  'read_file',
  'read_audit',
  'open_case',
  'claim',
  'release',
  'record_facts',
  'request_information',
  'approve',
  'second_approve',
  'second_decline',
  'offer',
  'withdraw_offer',
  'reject',
  'decide_appeal',
  'reply',
  'verify',
  'settle_outside',
  'list_threads',
  'reply_thread',
  'close_thread',
  'resolve_incident',
  'set_payouts',
  'issue_wechat_code',
  'bind_wechat',
  'unbind_wechat',
  'add_staff',
  'issue_token',
  'disable_staff',
  'reset_second_factor',
] as const;

/** Who did or saw what, when, and how it ended. Written once, never changed: nothing here replaces one. */
export const auditSchema = z.object({
  at: z.number(),
  /** null: nobody we know (a sign-in under a name we do not have, what was typed there may be a password; a command). */
  staff: z.string().nullable(),
  action: z.enum(auditActions),
  caseNo: z.string().nullable(),
  /** A list handed out whole cases: their numbers. */
  listed: z.array(z.string()),
  /** Ids of the requests for a person that were seen or answered. */
  threads: z.array(z.string()).default([]),
  /** What was changed where it was no case: an incident's id, what was set, whose account. */
  detail: z.string().nullable().default(null),
  /** Where the call came from. */
  address: z.string().nullable(),
  /** `ok`, or why it was refused. */
  outcome: z.string(),
});
export type AuditEntry = z.infer<typeof auditSchema>;
export type AuditAction = AuditEntry['action'];

/** The facet that holds what is asked for; null stands for any. */
export const auditFacet = (staff: string | null, caseNo: string | null): string =>
  [
    ...(staff === null ? [] : [`staff:${staffId(staff)}`]),
    ...(caseNo === null ? [] : [`case:${caseNo}`]),
  ].join(' ');

const facets = ({ staff, caseNo, listed }: AuditEntry): string[] =>
  [null, ...(caseNo === null ? [] : [caseNo]), ...listed].flatMap((each) => [
    auditFacet(null, each),
    ...(staff === null ? [] : [auditFacet(staff, each)]),
  ]);

export const audit: Collection<AuditEntry, 'log'> = {
  name: 'audit',
  /** Version 1 knew neither incidents nor the payout switch, version 2 nobody's WeChat, version 3 no changes of accounts. */
  schemaVersion: 4,
  parse: (raw) => auditSchema.parse(raw),
  keys: (_doc, id) => [id],
  indexes: { log: (doc) => ({ facets: facets(doc), order: orderKey(doc.at) }) },
};
