import { OperationalError } from '../errors.ts';

/**
 * What an engine could not do, whatever the reason: not reached, a full disk, a damaged file; `cause` says which. Of
 * a write it does not say that nothing was written, only that nobody knows.
 */
export const storeUnavailable = (
  cause: unknown,
  message = 'The database cannot be reached or written; try again later.',
): OperationalError => {
  const fault = new OperationalError(503, 'store_unavailable', message);
  fault.cause = cause;
  return fault;
};
