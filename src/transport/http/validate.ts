import type { z } from 'zod';
import { OperationalError } from '../../errors.ts';

/** The refusal of a request whose parts are wrong; `details` names each with what is wrong about it. */
export const invalidRequest = (
  details: readonly { readonly path: string; readonly message: string }[],
): OperationalError => {
  const said = details.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  return new OperationalError(400, 'invalid_request', said.join('; '), details);
};

/**
 * What `schema` makes of `input`. `name`: what the input is called, where it is a single value.
 * @throws OperationalError 400 `invalid_request`
 */
export const validate = <Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  name?: string,
): z.infer<Schema> => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const root = name === undefined ? [] : [name];
  throw invalidRequest(
    parsed.error.issues.map(({ path, message }) => ({
      path: [...root, ...path.map(String)].join('.'),
      message,
    })),
  );
};
