import { join } from 'node:path';
import { assessableClauses } from '../domain/policy/assess.ts';
import { fillPlaceholders } from '../domain/policy/text.ts';
import { type Policy, policySchema, refusalClauses } from '../domain/policy/types.ts';
import { type Instant, isoChina } from '../domain/time.ts';
import { ConfigurationError } from './configuration-error.ts';
import { jsonFilesIn, parseJsonFile } from './json-files.ts';

export interface Policies {
  /** The version published last. */
  readonly current: Policy;
  /** Every version, the oldest first, also those to come: a case stays with the one it was opened under. */
  readonly byVersion: ReadonlyMap<string, Policy>;
}

const repeated = (ids: readonly string[]): string[] => [
  ...new Set(ids.filter((id, index) => ids.indexOf(id) !== index)),
];

/** What the schema cannot see: names that must exist, be unique, and agree with each other. */
const faultsOf = (name: string, policy: Policy): string[] => {
  const sectionIds = policy.sections.map((section) => section.id);
  const clauseIds = policy.sections.flatMap((section) => section.clauses.map((clause) => clause.id));
  const needed = [...new Set<string>([...assessableClauses, ...refusalClauses])];
  return [
    ...(name === `${policy.version}.json`
      ? []
      : [`holds the version ${policy.version}, which belongs in ${policy.version}.json`]),
    ...needed
      .filter((id) => !clauseIds.includes(id))
      .map((id) => `clause ${id} is missing: decisions can rest on it`),
    ...repeated(sectionIds).map((id) => `section ${id} stands twice`),
    ...repeated(clauseIds).map((id) => `clause ${id} stands twice`),
    ...policy.sections.flatMap((section) =>
      section.clauses
        .filter((clause) => !clause.id.startsWith(`${section.id}.`))
        .map((clause) => `clause ${clause.id} stands in section ${section.id}`),
    ),
  ];
};

const loadFile = (folder: string, name: string): { policy: Policy | null; faults: readonly string[] } => {
  const parsed = parseJsonFile(folder, name, policySchema);
  if (!parsed.ok) return { policy: null, faults: parsed.faults };
  const { policy, faults } = fillPlaceholders(parsed.value);
  const texts = faults.map((fault) => `${fault.place} names {${fault.name}}, which the policy does not say`);
  const all = [...faultsOf(name, parsed.value), ...texts];
  return { policy, faults: all.map((fault) => `${join(folder, name)}: ${fault}`) };
};

/**
 * Of all versions, the newest one whose `publishedAt` has come is the current one.
 * @throws ConfigurationError where none has
 */
export const policiesAt = (byVersion: Policies['byVersion'], now: Instant): Policies => {
  const current = [...byVersion.values()].findLast((policy) => Date.parse(policy.publishedAt) <= now);
  if (current === undefined)
    throw new ConfigurationError([`config/policy: no refund policy published by ${isoChina(now)}`]);
  return { current, byVersion };
};

/**
 * Every published version of the refund policy, from `<version>.json` files, their texts complete (contact
 * details and periods filled in).
 * @throws ConfigurationError listing every fault with its file and clause
 */
export const loadPolicies = (folder: string, now: Instant): Policies => {
  const files = jsonFilesIn(folder).map((name) => loadFile(folder, name));
  const faults = files.flatMap((file) => file.faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  const policies = files
    .flatMap((file) => file.policy ?? [])
    .sort((a, b) => Date.parse(a.publishedAt) - Date.parse(b.publishedAt));
  return policiesAt(new Map(policies.map((policy) => [policy.version, policy])), now);
};
