import mongoose, { type Connection, type ConnectOptions } from 'mongoose';
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
    .replace(/^[^/?]*@/, '')
    .replace(/[/?].*$/, '');

/** Not reached, not answered in time, refused for want of a primary, a full disk: whatever the engine could not do. */
const isEngineFault = (error: unknown): error is Error =>
  error instanceof mongoose.mongo.MongoError || error instanceof mongoose.mongo.BSON.BSONError;

/**
 * @throws OperationalError 503 `store_unavailable` for any fault of the engine. What hangs on a write is then written
 * again, under the same id or revision.
 */
export const reaching = async <R>(work: () => Promise<R>): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    if (!isEngineFault(error)) throw error;
    throw storeUnavailable(error);
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
 * @throws OperationalError 503 `store_unavailable`, naming the hosts, within a few seconds.
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
  const why = fault instanceof Error ? fault.message : String(fault);
  throw storeUnavailable(fault, `MongoDB at ${hostsOf(address.uri)} cannot be used: ${why}`);
};

const DUPLICATE_KEY = 11_000;

export const isDuplicate = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === DUPLICATE_KEY;
