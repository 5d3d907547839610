import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
import { OperationalError } from '../../errors.ts';
import { storeUnavailable } from '../unavailable.ts';

/**
 * What an acknowledged write means, whatever the URI says: most members of the replica set have it in their
 * journals. Reads see only such writes, and the newest of them: a reservation that a failover rolls back would
 * be a double payment.
 */
const durable = (wtimeoutMS: number): ConnectOptions => ({
  writeConcern: { w: 'majority', journal: true, wtimeoutMS },
  readPreference: 'primary',
  readConcernLevel: 'majority',
});

/**
 * A call that hangs fails within the four seconds that a turn of conversation may take, so that the customer can
 * still be asked to send the message again. Hence too the driver retries no reads; callers do. An election takes
 * longer than any of these.
 */
const SELECTION_MS = 1_000;
const CONNECT_MS = 1_500;
const SOCKET_MS = 2_500;
const MAJORITY_MS = 2_000;
/** An index over many documents takes its time. */
const PATIENT_SOCKET_MS = 10 * 60_000;
const OPENING_ATTEMPTS = 3;
const POOL = 32;

/** The driver lets the URI overrule some of it, so the URI has no say. */
const OURS =
  /^(w|journal|wtimeoutms|readpreference|readpreferencetags|readconcernlevel|maxstalenessseconds)=/i;

const withoutOurs = (uri: string): string => {
  const [address = '', options = ''] = uri.split('?');
  const kept = options.split('&').filter((option) => option !== '' && !OURS.test(option));
  return kept.length === 0 ? address : `${address}?${kept.join('&')}`;
};

export interface MongoAddress {
  readonly uri: string;
  /** The database's name. */
  readonly name: string;
}

/** The hosts of a URI, without user, password and options: fit for a message. */
export const hostsOf = (uri: string): string =>
  uri
    .replace(/^mongodb(\+srv)?:\/\//, '')
    // Also where a password holds a slash that it may not.
    .replace(/^.*@/, '')
    .replace(/[/?].*$/, '');

/** Not reached, not answered in time, refused for want of a primary, a full disk: whatever the engine could not do. */
const isEngineFault = (error: unknown): error is Error =>
  error instanceof mongoose.mongo.MongoError || error instanceof mongoose.mongo.BSON.BSONError;

/** Unauthorized, AuthenticationFailed, and what Atlas says of both. */
const NOT_LET_IN: ReadonlySet<unknown> = new Set([13, 18, 8_000]);

/** It may be otherwise in a moment; what is wrong with the URI, the user or their rights stays until somebody acts. */
const mayPass = (fault: unknown): boolean => {
  if (fault instanceof mongoose.mongo.MongoServerError) return !NOT_LET_IN.has(fault.code);
  return (
    fault instanceof mongoose.Error.MongooseServerSelectionError ||
    fault instanceof mongoose.mongo.MongoSystemError ||
    fault instanceof mongoose.mongo.MongoNetworkError ||
    // The look-up of mongodb+srv.
    (fault instanceof Error && 'syscall' in fault)
  );
};

/** What keeps a database from being opened, naming its hosts: `store_unavailable` where it may pass, else `store_refused`. */
export const openingFault = ({ uri }: MongoAddress, fault: unknown): OperationalError => {
  const why = fault instanceof Error ? fault.message : String(fault);
  const message = `MongoDB at ${hostsOf(uri)} cannot be used: ${why}`;
  return mayPass(fault)
    ? storeUnavailable(fault, message)
    : new OperationalError(503, 'store_refused', message);
};

/**
 * @throws OperationalError 503 `store_unavailable`, or what `faultOf` makes of it, for any fault of the engine. What
 * hangs on a write is then written again, under the same id or revision.
 */
export const reaching = async <R>(
  work: () => Promise<R>,
  faultOf: (error: Error) => OperationalError = storeUnavailable,
): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    if (!isEngineFault(error)) throw error;
    throw faultOf(error);
  }
};

const attempt = async ({ uri, name }: MongoAddress, options: ConnectOptions): Promise<Connection> => {
  const connection = mongoose.createConnection(withoutOurs(uri), { ...options, dbName: name });
  try {
    return await connection.asPromise();
  } catch (error) {
    await connection.close(true);
    throw error;
  }
};

/**
 * A connection pool of its own for each store. `patient`: a single connection for long work.
 * @throws OperationalError 503 `store_unavailable` or `store_refused`, naming the hosts, within a few seconds.
 */
export const openConnection = async (address: MongoAddress, patient = false): Promise<Connection> => {
  const options: ConnectOptions = {
    ...durable(patient ? PATIENT_SOCKET_MS : MAJORITY_MS),
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
    retryReads: false,
    serverSelectionTimeoutMS: SELECTION_MS,
    connectTimeoutMS: CONNECT_MS,
    waitQueueTimeoutMS: CONNECT_MS,
    socketTimeoutMS: patient ? PATIENT_SOCKET_MS : SOCKET_MS,
    maxPoolSize: patient ? 1 : POOL,
    appName: 'refund-desk',
  };
  let fault: unknown;
  for (let tried = 0; tried < OPENING_ATTEMPTS; tried += 1) {
    try {
      return await attempt(address, options);
    } catch (error) {
      fault = error;
    }
  }
  throw openingFault(address, fault);
};

const DUPLICATE_KEY = 11_000;

export const isDuplicate = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
