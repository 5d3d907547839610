import { type DestinationStream, type LevelWithSilent, pino } from 'pino';
import { maskFields, maskText } from './masking.ts';
import type { Log } from './usecases/log.ts';

/**
 * JSON lines on standard output, or to `destination`. Masking stands before pino rather than in its
 * `redact`, whose paths name one depth each: an openid three objects down, in an error's message or in a
 * sentence would get past them.
 */
export const createLogger = (options: { level: LevelWithSilent; destination?: DestinationStream }): Log => {
  const settings = { level: options.level, base: null };
  const lines = options.destination ? pino(settings, options.destination) : pino(settings);
  return {
    info: (fields, message) => {
      lines.info(maskFields(fields), maskText(message));
    },
    warn: (fields, message) => {
      lines.warn(maskFields(fields), maskText(message));
    },
    error: (fields, message) => {
      lines.error(maskFields(fields), maskText(message));
    },
  };
};
