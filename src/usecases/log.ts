/** What the use cases say of themselves; pino fits it. Personal data is masked by the logger, secrets never come here. */
export interface Log {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}
