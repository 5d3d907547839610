import { networkFaultDetail } from '../network-fault.ts';

/**
 * Thrown inside the gateway, through the library, where a call may or may not have taken effect. The client
 * turns it into a `PayUnknown`; its message never holds a header or a body.
 */
export class OutcomeUnknown extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'OutcomeUnknown';
  }
}

/** A failed fetch; see `networkFaultDetail`. */
export const networkFault = (error: unknown, timeoutMs: number): OutcomeUnknown =>
  new OutcomeUnknown(networkFaultDetail(error, timeoutMs));
