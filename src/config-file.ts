import { readFileSync } from 'node:fs';
import { z } from 'zod';

const template = z.object({
  /** The template's id in the Official Account's console; empty: this notice goes by customer message only. */
  id: z.string(),
  /** WeChat's field name → which of our values stands there. */
  fields: z.record(z.string().regex(/^[a-z_]+\d+$/), z.string()),
});

/** `config/default.json`, then `config/production.json` in production, then `CONFIG_FILE`: later ones win. */
const fileSchema = z.strictObject({
  limits: z.strictObject({
    fourEyesAboveFen: z.int().min(0),
    offerLapseDays: z.int().min(1).max(365),
    offerRounds: z.int().min(1).max(100),
    informationBusinessDays: z.int().min(1).max(250),
    usageMaxAgeHours: z.int().min(1).max(8_760),
  }),
  templates: z.strictObject({ received: template, result: template, refunded: template, request: template }),
  alerts: z.strictObject({
    language: z.enum(['zh', 'en']),
    /** How long after staff were told the same is not told again. */
    quietMinutes: z.int().min(0).max(1440),
  }),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error', 'silent']) }),
  timeouts: z
    .strictObject({
      wechatMs: z.int().min(100).max(5000),
      wechatPayMs: z.int().min(100).max(10000),
      shopMs: z.int().min(100).max(10000),
      /** A third of the minute that must lie between two messages to staff, at most. */
      alertMs: z.int().min(100).max(20_000),
      leaseMs: z.int().min(300).max(600_000),
      shutdownMs: z.int().min(100).max(10000),
    })
    .refine(
      ({ wechatMs, wechatPayMs, shopMs, leaseMs }) => leaseMs >= 3 * Math.max(wechatMs, wechatPayMs, shopMs),
      'leaseMs must be at least three times the longest call',
    ),
});
export type FileConfig = z.infer<typeof fileSchema>;

type Json = Readonly<Record<string, unknown>>;
const absent = z.object({ code: z.literal('ENOENT') });
const jsonObject = z.record(z.string(), z.unknown());

const merge = (below: Json, above: Json): Json => {
  const merged: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const [lower, upper] = [jsonObject.safeParse(below[key]), jsonObject.safeParse(value)];
    merged[key] = lower.success && upper.success ? merge(lower.data, upper.data) : value;
  }
  return merged;
};

const read = (file: string, faults: string[]): Json => {
  try {
    return jsonObject.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const missing = absent.safeParse(error).success;
    faults.push(`${file}: ${missing ? 'there is no such file' : 'is not a JSON object'}`);
    return {};
  }
};

/** Reads and merges the files; every fault is listed. */
export const readConfigFiles = (
  files: readonly string[],
): { readonly config: FileConfig | null; readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const merged = files.map((file) => read(file, faults)).reduce(merge, {});
  if (faults.length > 0) return { config: null, faults };
  const parsed = fileSchema.safeParse(merged);
  if (parsed.success) return { config: parsed.data, faults };
  return {
    config: null,
    faults: parsed.error.issues.map(
      (issue) => `${files.join(' + ')}: ${issue.path.join('.')}: ${issue.message}`,
    ),
  };
};
